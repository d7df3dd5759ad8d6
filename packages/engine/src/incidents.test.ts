import { describe, expect, it } from 'vitest';
import { bpmn, end, flows, serviceTask, start } from '../test/bpmn.ts';
import { boundary, on } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const model = bpmn(
  'p',
  `${start}${serviceTask('task', 'work')}${boundary('caught', 'task', on.condition('=flag'))}${end}<bpmn:endEvent id="after"/>${flows('start task end')}${flows('caught after')}`,
);

async function begin() {
  const engine = new TestEngine();
  await engine.deploy(model);
  const key = await engine.create('p');
  const set = (flag: unknown) =>
    engine.call('PUT', `/element-instances/${key}/variables`, { variables: { flag } });
  const active = () => engine.search('incidents', { state: 'ACTIVE' });
  const resolve = async (errorType: string) => {
    const [incident] = await engine.search('incidents', { errorType, state: 'ACTIVE' });
    return (await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`)).status;
  };
  const task = async () =>
    (await engine.search('element-instances', { elementId: 'task', processInstanceKey: key }))[0];
  return { engine, key, set, active, resolve, task };
}

describe('several things wrong with one element (3.18)', () => {
  it('each has its own incident, resolved on its own', async () => {
    const { engine, set, active, resolve, task } = await begin();
    const [job] = await engine.activate('work');
    await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 0, errorMessage: 'no stock' });
    await set('maybe');
    const incidents = await active();
    expect(incidents.map(({ errorType, jobKey }) => [errorType, jobKey])).toEqual([
      ['JOB_NO_RETRIES', job.jobKey],
      ['CONDITION_ERROR', null],
    ]);
    expect(await task()).toMatchObject({ hasIncident: true, incidentKey: incidents[1].incidentKey });
    await set(false);
    expect(await resolve('CONDITION_ERROR')).toBe(204);
    expect(await task()).toMatchObject({ hasIncident: true, incidentKey: incidents[0].incidentKey });
    expect(await resolve('JOB_NO_RETRIES')).toBe(409);
    await engine.call('PATCH', `/jobs/${job.jobKey}`, { changeset: { retries: 1 } });
    expect(await resolve('JOB_NO_RETRIES')).toBe(204);
    expect(await task()).toMatchObject({ hasIncident: false, incidentKey: null });
    expect(await engine.work('work')).toBe(1);
  });

  it('the same thing again makes no second incident', async () => {
    const { set, active } = await begin();
    await set('maybe');
    const first = await active();
    await set('maybe');
    expect(await active()).toEqual(first);
    await set('perhaps');
    expect(await active()).toHaveLength(2);
  });

  it('resolving looks at the condition again: what is still wrong is a new incident', async () => {
    const { set, active, resolve } = await begin();
    await set('maybe');
    const [first] = await active();
    await resolve('CONDITION_ERROR');
    const [second, ...others] = await active();
    expect(others).toEqual([]);
    expect(second.incidentKey).not.toBe(first.incidentKey);
    expect(second.errorMessage).toBe(first.errorMessage);
  });

  it.each([
    ['completed', async ({ engine }: Awaited<ReturnType<typeof begin>>) => void (await engine.work('work'))],
    [
      'terminated',
      async ({ engine, key }: Awaited<ReturnType<typeof begin>>) =>
        void (await engine.call('POST', `/process-instances/${key}/cancellation`)),
    ],
  ])('an element that is %s has no incidents left', async (_, finish) => {
    const begun = await begin();
    await begun.set('maybe');
    await begun.set('perhaps');
    await finish(begun);
    expect(await begun.active()).toEqual([]);
    expect(await begun.task()).toMatchObject({ hasIncident: false });
    expect(await begun.engine.search('process-instances', { hasIncident: true })).toEqual([]);
  });
});
