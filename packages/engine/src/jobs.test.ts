import { describe, expect, it } from 'vitest';
import { bpmn, end, flows, oneTask, serviceTask, start } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const withBoundary = bpmn(
  'guarded',
  `${start}${serviceTask('task', 'work')}${end}${flows('start task end')}
  <bpmn:boundaryEvent id="caught" attachedToRef="task"><bpmn:errorEventDefinition errorRef="no-stock"/></bpmn:boundaryEvent>
  <bpmn:boundaryEvent id="any" attachedToRef="task"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>
  <bpmn:endEvent id="handled"/><bpmn:endEvent id="handled-any"/>${flows('caught handled')}${flows('any handled-any')}`,
  '<bpmn:error id="no-stock" errorCode="NO_STOCK"/>',
);

describe('jobs', () => {
  it('are retried after a failure, at once or after a back-off of engine time', async () => {
    const engine = new TestEngine({ startTime: 1_000_000 });
    await engine.deploy(oneTask());
    await engine.create('one-task');
    const [first] = await engine.activate('work');
    await engine.call('POST', `/jobs/${first.jobKey}/failure`, { retries: 2, retryBackOff: 500 });
    expect(await engine.activate('work')).toEqual([]);
    engine.engine.clock.advance(499);
    expect(await engine.activate('work')).toEqual([]);
    engine.engine.clock.advance(1);
    const [again] = await engine.activate('work');
    expect(again).toMatchObject({ jobKey: first.jobKey, retries: 2 });
  });

  it('raise an incident without retries, which waits for new ones', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const key = await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work');
    await engine.call('POST', `/jobs/${jobKey}/failure`, {
      errorMessage: 'no paper',
      variables: { tray: 2 },
    });
    const [incident] = await engine.search('incidents');
    expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'no paper', jobKey });
    const [instance] = await engine.search('process-instances', { hasIncident: true });
    expect(instance.processInstanceKey).toBe(key);
    const resolution = `/incidents/${incident.incidentKey}/resolution`;
    expect((await engine.call('POST', resolution)).status).toBe(409);
    expect((await engine.call('PATCH', `/jobs/${jobKey}`, { changeset: { retries: 1 } })).status).toBe(204);
    expect((await engine.call('POST', resolution)).status).toBe(204);
    const [job] = await engine.activate('work');
    expect(job.variables).toEqual({ tray: 2 });
    expect(await engine.search('process-instances', { hasIncident: true })).toEqual([]);
  });

  it('come back when their lock has run out, and the late worker is still heard', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(oneTask());
    await engine.create('one-task');
    const [{ jobKey, deadline }] = await engine.activate('work', { timeout: 100 });
    expect(deadline).toBe(100);
    engine.engine.clock.advance(100);
    expect((await engine.search('jobs'))[0].state).toBe('TIMED_OUT');
    expect((await engine.activate('work'))[0].jobKey).toBe(jobKey);
    expect((await engine.call('POST', `/jobs/${jobKey}/completion`)).status).toBe(204);
    expect((await engine.call('POST', `/jobs/${jobKey}/completion`)).status).toBe(404);
  });

  it.each([
    ['NO_STOCK', 'handled'],
    ['OTHER', 'handled-any'],
  ])('throw %s to the boundary event that leads to %s', async (errorCode, elementId) => {
    const engine = new TestEngine();
    await engine.deploy(withBoundary);
    const key = await engine.create('guarded');
    const [{ jobKey }] = await engine.activate('work');
    const thrown = await engine.call('POST', `/jobs/${jobKey}/error`, { errorCode, variables: { left: 3 } });
    expect(thrown.status).toBe(204);
    expect((await engine.history(key)).at(-1)).toBe(`${elementId} COMPLETED`);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ left: 3 });
    expect((await engine.search('jobs'))[0]).toMatchObject({ state: 'ERROR_THROWN', errorCode });
  });

  it('raise an incident when nothing catches their error', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work');
    await engine.call('POST', `/jobs/${jobKey}/error`, { errorCode: 'LOST' });
    const [incident] = await engine.search('incidents');
    expect(incident.errorType).toBe('UNHANDLED_ERROR_EVENT');
    expect((await engine.call('POST', `/jobs/${jobKey}/completion`)).status).toBe(409);
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.work('work')).toBe(1);
  });

  it('end with a cancelled instance', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const key = await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work');
    expect((await engine.call('POST', `/process-instances/${key}/cancellation`)).status).toBe(204);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
    expect((await engine.call('POST', `/jobs/${jobKey}/completion`)).status).toBe(404);
    expect((await engine.search('jobs'))[0].state).toBe('CANCELED');
    expect((await engine.call('POST', `/process-instances/${key}/cancellation`)).status).toBe(404);
  });

  it('wake who waits for them, in the order of waiting', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const wait = (worker: string) => engine.activate('work', { worker, requestTimeout: 5000 });
    const waiting = [wait('first'), wait('second')];
    await engine.create('one-task');
    const [job] = (await waiting[0]) ?? [];
    expect(job.worker).toBe('first');
    await engine.create('one-task');
    expect((await waiting[1])?.length).toBe(1);
  });

  it('are not handed to a caller who has gone away', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const gone = new AbortController();
    const body = { type: 'work', timeout: 1000, maxJobsToActivate: 1, requestTimeout: 5000 };
    const waiting = engine.call('POST', '/jobs/activation', body, { signal: gone.signal });
    // In-process there is no I/O on the way: one turn of the event loop and the request waits.
    await new Promise((resolve) => setImmediate(resolve));
    gone.abort();
    await expect(waiting).rejects.toThrow();
    await engine.create('one-task');
    expect((await engine.activate('work')).length).toBe(1);
  });

  it('answer an empty list when the wait is over', async () => {
    const engine = new TestEngine();
    expect(await engine.activate('nobody', { requestTimeout: 5 })).toEqual([]);
  });

  it('are handed out with the variables that were asked for', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    await engine.create('one-task', { a: 1, b: null });
    const [job] = await engine.activate('work', { fetchVariable: ['b', 'missing'] });
    expect(job.variables).toEqual({ b: null });
  });
});
