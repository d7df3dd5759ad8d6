import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, serviceTask, start, subProcess } from '../test/bpmn.ts';
import { boundary, catchEvent, message, on } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const child = bpmn(
  'child',
  `${start}${element('parallelGateway', 'fork')}${serviceTask('work', 'work')}${serviceTask('broken', '=missing')}${element('userTask', 'task', extensions('<zeebe:userTask/>'))}${catchEvent('wait', on.message('go'))}
  ${flows('start fork work')}${flows('fork broken')}${flows('fork task')}${flows('fork wait')}`,
  message('go', '=1'),
);
const parent = bpmn(
  'parent',
  `${start}${subProcess('sub', `${element('startEvent', 'begin')}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="child"/>'))}${flows('begin call')}`)}${boundary('late', 'sub', on.timer('duration', 'PT1H'))}${end}${element('endEvent', 'ended')}${flows('start sub end')}${flows('late ended')}`,
);

async function running(): Promise<{ engine: TestEngine; key: string; childKey: string }> {
  const engine = new TestEngine({ startTime: 0 });
  await engine.deploy(child, 'child.bpmn');
  await engine.deploy(parent, 'parent.bpmn');
  const key = await engine.create('parent');
  const [called] = await engine.search('process-instances', { parentProcessInstanceKey: key });
  return { engine, key, childKey: called.processInstanceKey };
}

const cancel = (engine: TestEngine, key: string) =>
  engine.call('POST', `/process-instances/${key}/cancellation`);

describe('cancelProcessInstance (3.19)', () => {
  it('terminates the whole tree, called instances included, and everything that it holds', async () => {
    const { engine, key, childKey } = await running();
    await engine.activate('work');
    expect((await cancel(engine, key)).status).toBe(204);
    expect([await engine.stateOf(key), await engine.stateOf(childKey)]).toEqual(['TERMINATED', 'TERMINATED']);
    expect(await engine.search('element-instances', { state: 'ACTIVE' })).toEqual([]);
    const [job] = await engine.search('jobs', { type: 'work' });
    expect(job.state).toBe('CANCELED');
    expect((await engine.call('POST', `/jobs/${job.jobKey}/completion`)).status).toBe(404);
    expect((await engine.search('user-tasks'))[0].state).toBe('CANCELED');
    expect((await engine.search('incidents'))[0].state).toBe('RESOLVED');
    expect((await engine.search('message-subscriptions'))[0].messageSubscriptionState).toBe('DELETED');
    expect(engine.engine.clock.nextDue()).toBeUndefined();
  });

  it('takes the root only: a called instance answers 409 with the key to cancel', async () => {
    const { engine, key, childKey } = await running();
    const { status, body } = await cancel(engine, childKey);
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
    expect(body.detail).toContain(key);
    expect(await engine.stateOf(childKey)).toBe('ACTIVE');
  });

  it('answers 404 for an instance that is unknown or has ended, and for what is no process instance', async () => {
    const { engine, key } = await running();
    const [sub] = await engine.search('element-instances', { elementId: 'sub' });
    await cancel(engine, key);
    for (const other of [key, '42', sub.elementInstanceKey]) {
      const { status, body } = await cancel(engine, other);
      expect([status, body.title]).toEqual([404, 'NOT_FOUND']);
    }
  });
});
