import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, mapping, oneTask, serviceTask, start } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const listener = (eventType: string, type: string, more = '') =>
  `<zeebe:executionListener eventType="${eventType}" type="${type}" ${more}/>`;
const listeners = (...list: string[]) =>
  `<zeebe:executionListeners>${list.join('')}</zeebe:executionListeners>`;

describe('execution listeners', () => {
  it('run one by one before the work, with locals, and after it, with results for the scopes around', async () => {
    const engine = new TestEngine();
    const list = listeners(listener('start', 's1'), listener('start', 's2'), listener('end', 'e1'));
    await engine.deploy(oneTask('p', 'work', list + mapping({ inputs: { a: '=1' } })));
    const key = await engine.create('p');
    expect(await engine.activate('s2')).toEqual([]);
    const [first] = await engine.activate('s1');
    expect(first).toMatchObject({
      kind: 'EXECUTION_LISTENER',
      listenerEventType: 'START',
      retries: 3,
      variables: { a: 1 },
    });
    await engine.call('POST', `/jobs/${first.jobKey}/completion`, { variables: { local: 1 } });
    await engine.work('s2');
    const [job] = await engine.activate('work');
    expect(job.variables).toEqual({ a: 1, local: 1 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect(await engine.work('e1', { kept: true })).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ kept: true });
  });

  it('without retries: only that listener is tried again', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('p', 'work', listeners(listener('start', 's1'), listener('start', 's2'))));
    await engine.create('p');
    await engine.work('s1');
    const [job] = await engine.activate('s2');
    await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 0 });
    const [incident] = await engine.search('incidents');
    expect(incident.errorType).toBe('EXECUTION_LISTENER_NO_RETRIES');
    await engine.call('PATCH', `/jobs/${job.jobKey}`, { changeset: { retries: 1 } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.activate('s1')).toEqual([]);
    expect(await engine.work('s2')).toBe(1);
    expect(await engine.work('work')).toBe(1);
  });

  it('with properties that cannot be evaluated: all of the phase run again', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      oneTask('p', 'work', listeners(listener('start', 's1'), listener('start', '=second'))),
    );
    const key = await engine.create('p');
    await engine.work('s1');
    const [incident] = await engine.search('incidents');
    expect(incident.errorType).toBe('EXTRACT_VALUE_ERROR');
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { second: 's2' } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.work('s1')).toBe(1);
    expect(await engine.work('s2')).toBe(1);
  });

  it('of a process: run before its start event and before it completes', async () => {
    const engine = new TestEngine();
    const list = extensions(listeners(listener('start', 's'), listener('end', 'e')));
    await engine.deploy(bpmn('p', `${list}${start}${end}${flows('start end')}`));
    const key = await engine.create('p');
    expect(await engine.history(key)).toEqual([]);
    await engine.work('s');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.work('e');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('beforeAll: once, before the items of a multi-instance', async () => {
    const engine = new TestEngine();
    const list = listeners(listener('beforeAll', 'all'), listener('start', 'each'));
    const loop = `<bpmn:multiInstanceLoopCharacteristics>${extensions('<zeebe:loopCharacteristics inputCollection="=items"/>')}</bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>`;
    await engine.deploy(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work', list).replace('</bpmn:serviceTask>', loop)}${flows('start task')}`,
      ),
    );
    await engine.create('p');
    expect(await engine.work('all', { items: [1, 2] })).toBe(1);
    expect(await engine.work('each')).toBe(2);
    expect(await engine.work('work')).toBe(2);
  });

  it('cancel: one by one after everything inside has ended, and the instance and its request wait for them', async () => {
    const engine = new TestEngine();
    const list = extensions(
      listeners(listener('cancel', 'c1'), listener('cancel', 'c2'), listener('end', 'e')),
    );
    await engine.deploy(bpmn('p', `${list}${start}${serviceTask('task', 'work')}${flows('start task')}`));
    const key = await engine.create('p', { given: 1 });
    const canceled = engine.call('POST', `/process-instances/${key}/cancellation`);
    expect(await engine.activate('c2')).toEqual([]);
    const [first] = await engine.activate('c1');
    expect(first).toMatchObject({ listenerEventType: 'CANCEL', elementId: 'p', variables: { given: 1 } });
    expect((await engine.search('element-instances', { elementId: 'task' }))[0].state).toBe('TERMINATED');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.call('POST', `/jobs/${first.jobKey}/completion`, { variables: { undone: true } });
    const [second] = await engine.activate('c2');
    expect(second.variables).toEqual({ given: 1, undone: true });
    await engine.call('POST', `/jobs/${second.jobKey}/completion`);
    expect((await canceled).status).toBe(204);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
    expect(await engine.activate('e')).toEqual([]);
  });

  it('cancel: without retries, or with properties that cannot be evaluated, the instance waits for the incident', async () => {
    const engine = new TestEngine({ requestTimeoutMs: 1 });
    const list = extensions(listeners(listener('cancel', 'c1'), listener('cancel', '=second')));
    await engine.deploy(bpmn('p', `${list}${start}${serviceTask('task', 'work')}${flows('start task')}`));
    const key = await engine.create('p');
    expect((await engine.call('POST', `/process-instances/${key}/cancellation`)).status).toBe(504);
    const [job] = await engine.activate('c1');
    await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 0 });
    const [failed] = await engine.search('incidents', { state: 'ACTIVE' });
    expect(failed.errorType).toBe('EXECUTION_LISTENER_NO_RETRIES');
    await engine.call('PATCH', `/jobs/${job.jobKey}`, { changeset: { retries: 1 } });
    await engine.call('POST', `/incidents/${failed.incidentKey}/resolution`);
    await engine.work('c1');
    const [unreadable] = await engine.search('incidents', { state: 'ACTIVE' });
    expect(unreadable.errorType).toBe('EXTRACT_VALUE_ERROR');
    await engine.call('POST', `/incidents/${unreadable.incidentKey}/resolution`);
    await engine.work('c1', { second: 'c2' });
    expect(await engine.work('c2')).toBe(1);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
  });

  it('cancel: of a called process, whose caller waits; a process that completes has none', async () => {
    const engine = new TestEngine();
    const list = extensions(listeners(listener('cancel', 'c')));
    await engine.deploy(bpmn('child', `${list}${start}${serviceTask('task', 'work')}${flows('start task')}`));
    await engine.deploy(
      bpmn(
        'parent',
        `${list}${start}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="child"/>'))}${flows('start call')}`,
      ),
      'parent.bpmn',
    );
    const done = await engine.create('parent');
    await engine.work('work');
    expect(await engine.stateOf(done)).toBe('COMPLETED');
    const key = await engine.create('parent');
    const canceled = engine.call('POST', `/process-instances/${key}/cancellation`);
    expect(await engine.work('c')).toBe(1);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect(await engine.work('c')).toBe(1);
    expect((await canceled).status).toBe(204);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
  });

  it('refuse to throw a BPMN error', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('p', 'work', listeners(listener('start', 's'))));
    await engine.create('p');
    const [job] = await engine.activate('s');
    expect((await engine.call('POST', `/jobs/${job.jobKey}/error`, { errorCode: 'E' })).status).toBe(409);
  });

  it.each([
    ['start on a start event', element('startEvent', 'x', extensions(listeners(listener('start', 'a'))))],
    [
      'end on a gateway',
      start + element('exclusiveGateway', 'x', extensions(listeners(listener('end', 'a')))),
    ],
    ['two of the same', start + serviceTask('x', 'w', listeners(listener('end', 'a'), listener('end', 'a')))],
    [
      'beforeAll without a multi-instance',
      start + serviceTask('x', 'w', listeners(listener('beforeAll', 'a'))),
    ],
    ['cancel on anything but a process', start + serviceTask('x', 'w', listeners(listener('cancel', 'a')))],
    ['of an unknown event type', start + serviceTask('x', 'w', listeners(listener('later', 'a')))],
  ])('are refused at deployment: %s', async (_, content) => {
    const engine = new TestEngine();
    await expect(engine.deploy(bpmn('p', content))).rejects.toThrow(/Element 'x'/);
  });
});
