import { describe, expect, it } from 'vitest';
import {
  bpmn,
  element,
  end,
  extensions,
  flow,
  flows,
  mapping,
  oneTask,
  serviceTask,
  start,
  subProcess,
} from '../test/bpmn.ts';
import { boundary, catchEvent, eventSubProcess, message, on, signal, startOn } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

type Pairs = Readonly<Record<string, string>>;

/** An engine with two processes, `source` and `target`. */
async function deployed(source: string, target: string, options = {}): Promise<TestEngine> {
  const engine = new TestEngine(options);
  await engine.deploy(source, 'source.bpmn');
  await engine.deploy(target, 'target.bpmn');
  return engine;
}

async function definition(engine: TestEngine, processDefinitionId = 'target', version?: number) {
  const found = await engine.search('process-definitions', {
    processDefinitionId,
    ...(version === undefined ? {} : { version }),
  });
  return found.at(-1);
}

/** Asks for a migration to the process `target`. */
async function migrate(engine: TestEngine, key: string, mappings: Pairs, target?: string) {
  const targetProcessDefinitionKey = target ?? (await definition(engine)).processDefinitionKey;
  return engine.call('POST', `/process-instances/${key}/migration`, {
    targetProcessDefinitionKey,
    mappingInstructions: Object.entries(mappings).map(([sourceElementId, targetElementId]) => ({
      sourceElementId,
      targetElementId,
    })),
  });
}

/** The elements that are active, sorted. */
async function active(engine: TestEngine, processInstanceKey: string): Promise<string> {
  const items = await engine.search('element-instances', { processInstanceKey, state: 'ACTIVE' });
  return items
    .filter(({ type }) => type !== 'PROCESS')
    .map(({ elementId }) => elementId)
    .sort()
    .join(' ');
}

const waits = (id: string, definition: string, next = 'end') =>
  `${catchEvent(id, definition)}${flows(`${id} ${next}`)}`;

describe('migrateProcessInstance (3.19): what it keeps', () => {
  const v1 = bpmn('p', `${start}${serviceTask('a', 'a')}${end}${flows('start a end')}`);
  const v2 = bpmn(
    'p',
    `${start}${serviceTask('a', 'other')}${serviceTask('b', 'b')}${end}${flows('start a b end')}`,
  );

  it('lets an instance go on in a newer version, and back in an older one', async () => {
    const engine = await deployed(v1, v2);
    const key = await engine.create('p', {}, { processDefinitionVersion: 1 });
    const newer = await definition(engine, 'p', 2);
    expect((await migrate(engine, key, { a: 'a' }, newer.processDefinitionKey)).status).toBe(204);
    await engine.work('a');
    expect(await active(engine, key)).toBe('b');
    const older = await definition(engine, 'p', 1);
    const refused = await migrate(engine, key, { b: 'a' }, older.processDefinitionKey);
    expect(refused.status).toBe(204);
    await engine.work('b');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('shows the new definition at everything that lives: instance, elements, job, user task, incident, variables, subscription', async () => {
    const inside = (suffix: string) =>
      `${start}${element('parallelGateway', 'fork')}${serviceTask(`work${suffix}`, 'work', mapping({ inputs: { local: '=1' } }))}${element('userTask', `task${suffix}`, extensions('<zeebe:userTask/>'))}${serviceTask(`broken${suffix}`, '=missing')}${catchEvent(`wait${suffix}`, on.message('go'))}
      ${flows(`start fork work${suffix}`)}${flows(`fork task${suffix}`)}${flows(`fork broken${suffix}`)}${flows(`fork wait${suffix}`)}`;
    const engine = await deployed(
      bpmn('source', inside(''), message('go', '=1')),
      bpmn('target', inside('2'), message('go', '=1')),
    );
    const key = await engine.create('source', { a: 1 }, { businessId: 'mine' });
    const before = await engine.search('element-instances', { processInstanceKey: key, state: 'ACTIVE' });
    const answer = await migrate(engine, key, {
      work: 'work2',
      task: 'task2',
      broken: 'broken2',
      wait: 'wait2',
    });
    expect(answer.status).toBe(204);
    const { processDefinitionKey } = await definition(engine);
    const here = { processDefinitionId: 'target', processDefinitionKey };
    const instance = await engine.call('GET', `/process-instances/${key}`);
    expect(instance.body).toMatchObject({
      ...here,
      processDefinitionVersion: 1,
      processDefinitionName: 'target name',
      businessId: 'mine',
      state: 'ACTIVE',
    });
    const after = await engine.search('element-instances', { processInstanceKey: key, state: 'ACTIVE' });
    expect(after.map(({ elementInstanceKey }) => elementInstanceKey)).toEqual(
      before.map(({ elementInstanceKey }) => elementInstanceKey),
    );
    for (const row of after) {
      expect(row).toMatchObject(here);
    }
    expect(await active(engine, key)).toBe('broken2 task2 wait2 work2');
    const [job] = await engine.search('jobs');
    expect(job).toMatchObject({ ...here, elementId: 'work2', state: 'MIGRATED', type: 'work' });
    const [task] = await engine.search('user-tasks');
    expect(task).toMatchObject({ ...here, elementId: 'task2', state: 'CREATED' });
    const [incident] = await engine.search('incidents');
    expect(incident).toMatchObject({ ...here, elementId: 'broken2', state: 'ACTIVE' });
    const [subscription] = await engine.search('message-subscriptions');
    expect(subscription).toMatchObject({
      ...here,
      elementId: 'wait2',
      messageSubscriptionState: 'MIGRATED',
    });
    const variables = engine.engine.events.list().flatMap((event) => {
      const isMigrated = event.valueType === 'VARIABLE' && event.intent === 'MIGRATED';
      return isMigrated ? [`${event.value.name} ${event.value.processDefinitionKey}`] : [];
    });
    expect(variables.sort()).toEqual([`a ${processDefinitionKey}`, `local ${processDefinitionKey}`]);
    expect((await engine.search('process-instances', here)).length).toBe(1);
    expect(await engine.search('process-instances', { processDefinitionId: 'source' })).toEqual([]);
    const [activated] = await engine.activate('work');
    expect(activated).toMatchObject({ ...here, elementId: 'work2', variables: { a: 1, local: 1 } });
  });

  it('keeps the lock of a job that a worker holds, its retries and its type', async () => {
    const engine = await deployed(
      oneTask('source', 'work'),
      oneTask('target', 'different', '').replace('type="different"', 'type="different" retries="9"'),
      { startTime: 0 },
    );
    const key = await engine.create('source');
    const [job] = await engine.activate('work', { timeout: 1000 });
    await migrate(engine, key, { task: 'task' });
    expect(await engine.activate('work')).toEqual([]);
    const { status } = await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect(status).toBe(204);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('keeps the assignee of a user task', async () => {
    const task = (id: string, assignee: string) =>
      element(
        'userTask',
        id,
        extensions(`<zeebe:userTask/><zeebe:assignmentDefinition assignee="${assignee}"/>`),
      );
    const engine = await deployed(
      bpmn('source', `${start}${task('a', 'ann')}${end}${flows('start a end')}`),
      bpmn('target', `${start}${task('b', 'bob')}${end}${flows('start b end')}`),
    );
    const key = await engine.create('source');
    await migrate(engine, key, { a: 'b' });
    const [row] = await engine.search('user-tasks');
    expect(row).toMatchObject({ assignee: 'ann', elementId: 'b' });
    await engine.call('POST', `/user-tasks/${row.userTaskKey}/completion`, {});
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('does not apply input mappings again, and applies the output mappings of the target', async () => {
    const engine = await deployed(
      oneTask('source', 'work', mapping({ inputs: { local: '=1' } })),
      oneTask('target', 'work', mapping({ inputs: { local: '=2' }, outputs: { lifted: '=local' } })),
    );
    const key = await engine.create('source');
    await migrate(engine, key, { task: 'task' });
    await engine.work('work');
    expect(await engine.variablesOf(key)).toEqual({ lifted: 1 });
  });

  it('lets an incident be resolved in the target, where the mistake is corrected', async () => {
    const engine = await deployed(oneTask('source', '=missing'), oneTask('target', 'work'));
    const key = await engine.create('source');
    await migrate(engine, key, { task: 'task' });
    const [incident] = await engine.search('incidents');
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.work('work')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('leaves called instances where they are; each is migrated on its own', async () => {
    const call = (id: string) =>
      element('callActivity', id, extensions('<zeebe:calledElement processId="child"/>'));
    const engine = await deployed(
      bpmn('source', `${start}${call('a')}${end}${flows('start a end')}`),
      bpmn('target', `${start}${call('b')}${end}${flows('start b end')}`),
    );
    await engine.deploy(oneTask('child'), 'child.bpmn');
    await engine.deploy(oneTask('other-child'), 'other-child.bpmn');
    const key = await engine.create('source');
    await migrate(engine, key, { a: 'b' });
    const [child] = await engine.search('process-instances', { parentProcessInstanceKey: key });
    expect(child.processDefinitionId).toBe('child');
    const other = await definition(engine, 'other-child');
    const { status } = await migrate(
      engine,
      child.processInstanceKey,
      { task: 'task' },
      other.processDefinitionKey,
    );
    expect(status).toBe(204);
    await engine.work('work');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('carries sub-processes, multi-instances and ad-hoc sub-processes over with everything in them', async () => {
    const loop =
      '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1,2]" inputElement="item"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';
    const inside = (x: string) =>
      `${start}${subProcess(`each${x}`, `${element('startEvent', `begin${x}`)}${element('adHocSubProcess', `tools${x}`, `${extensions(`<zeebe:adHoc activeElementsCollection="=[&quot;tool${x}&quot;]"/>`)}${serviceTask(`tool${x}`, 'tool')}`)}${flows(`begin${x} tools${x}`)}${loop}`)}${end}${flows(`start each${x} end`)}`;
    const engine = await deployed(bpmn('source', inside('')), bpmn('target', inside('-2')));
    const key = await engine.create('source');
    const answer = await migrate(engine, key, { each: 'each-2', tools: 'tools-2', tool: 'tool-2' });
    expect(answer.status).toBe(204);
    expect(await active(engine, key)).toBe('each-2 each-2 tool-2 tools-2 tools-2#innerInstance');
    await engine.work('tool');
    expect(await active(engine, key)).toBe('each-2 each-2 tool-2 tools-2 tools-2#innerInstance');
    await engine.work('tool');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('goes on with the event sub-process that has interrupted the instance', async () => {
    const inside = (x: string) =>
      `${start}${serviceTask('a', 'a')}${flows('start a')}${eventSubProcess(`esp${x}`, startOn(`esp-start${x}`, on.signal('go')), `work${x}`)}`;
    const engine = await deployed(
      bpmn('source', inside(''), signal('go')),
      bpmn('target', inside('2'), signal('go')),
    );
    const key = await engine.create('source');
    await engine.call('POST', '/signals/broadcast', { signalName: 'go' });
    const { status } = await migrate(engine, key, { esp: 'esp2', 'esp-task': 'esp2-task' });
    expect(status).toBe(204);
    await engine.call('POST', '/signals/broadcast', { signalName: 'go' });
    expect(await active(engine, key)).toBe('esp2 esp2-task');
    const modified = await engine.call('POST', `/process-instances/${key}/modification`, {
      activateInstructions: [{ elementId: 'a' }],
    });
    expect(modified.status).toBe(204);
    await engine.work('a');
    await engine.work('work');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('lets the next message of its key start the process that it was started as', async () => {
    const begun = (process: string) =>
      bpmn(
        process,
        `${startOn('begin', on.message('begin'))}${serviceTask('a', 'a')}${flows('begin a')}`,
        message('begin'),
      );
    const engine = await deployed(begun('source'), oneTask('target', 'a').replaceAll('"task"', '"a"'));
    const publish = () =>
      engine.call('POST', '/messages/publication', {
        name: 'begin',
        correlationKey: 'k',
        timeToLive: 60_000,
      });
    await publish();
    await publish();
    const [first, second] = await engine.search('process-instances');
    expect(second).toBeUndefined();
    expect((await migrate(engine, first.processInstanceKey, { a: 'a' })).status).toBe(204);
    await publish();
    expect((await engine.search('process-instances')).length).toBe(1);
    await engine.work('a');
    const next = await engine.search('process-instances', { state: 'ACTIVE' });
    expect(next.map(({ processDefinitionId }) => processDefinitionId)).toEqual(['source']);
  });

  it('ends the instance after what the element of a runtime instruction has become', async () => {
    const engine = await deployed(v1.replace('id="p"', 'id="source"'), v2.replace('id="p"', 'id="target"'));
    const key = await engine.create(
      'source',
      {},
      { runtimeInstructions: [{ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: 'a' }] },
    );
    await migrate(engine, key, { a: 'b' });
    await engine.work('a');
    expect(await engine.stateOf(key)).toBe('TERMINATED');
  });
});

describe('migrateProcessInstance (3.19): what is waited for', () => {
  const task = (process: string, id: string, bound: string, root: string) =>
    bpmn(
      process,
      `${start}${serviceTask(id, 'work')}${bound}${end}${element('endEvent', 'caught')}${flows(`start ${id} end`)}`,
      root,
    );
  const timer = (id: string, host: string, text: string, interrupting = true) =>
    `${boundary(id, host, on.timer('duration', text), interrupting)}${flows(`${id} caught`)}`;

  it('keeps a mapped timer with the time that is left', async () => {
    const engine = await deployed(
      task('source', 'a', timer('t1', 'a', 'PT10S'), ''),
      task('target', 'b', timer('t2', 'b', 'PT1H'), ''),
      { startTime: 0 },
    );
    const key = await engine.create('source');
    engine.engine.clock.advance(4000);
    expect((await migrate(engine, key, { a: 'b', t1: 't2' })).status).toBe(204);
    expect(engine.engine.clock.nextDue()).toBe(10_000);
    engine.engine.clock.advance(6000);
    expect(await engine.history(key)).toContain('t2 COMPLETED');
  });

  it('closes an unmapped timer and opens the new one', async () => {
    const engine = await deployed(
      task('source', 'a', timer('t1', 'a', 'PT10S'), ''),
      task('target', 'b', timer('t2', 'b', 'PT1H'), ''),
      { startTime: 0 },
    );
    const key = await engine.create('source');
    engine.engine.clock.advance(4000);
    await migrate(engine, key, { a: 'b' });
    expect(engine.engine.clock.nextDue()).toBe(3_604_000);
  });

  it('takes over whether a mapped event interrupts', async () => {
    const engine = await deployed(
      task('source', 'a', timer('t1', 'a', 'PT10S'), ''),
      task('target', 'b', timer('t2', 'b', 'PT10S', false), ''),
      { startTime: 0 },
    );
    const key = await engine.create('source');
    await migrate(engine, key, { a: 'b', t1: 't2' });
    engine.engine.clock.advance(10_000);
    expect(await active(engine, key)).toBe('b');
  });

  it('opens what the target adds: boundary events and event sub-processes, of every kind', async () => {
    const added = `${boundary('m', 'b', on.message('go'), false)}${boundary('s', 'b', on.signal('go'), false)}${boundary('c', 'b', on.condition('=x = 1'), false)}${flows('m caught')}${flows('s caught')}${flows('c caught')}${eventSubProcess('esp', startOn('esp-start', on.message('stop')), 'esp')}`;
    const engine = await deployed(
      task('source', 'a', '', ''),
      task('target', 'b', added, `${message('go', '=1')}${message('stop', '=1')}${signal('go')}`),
    );
    const key = await engine.create('source');
    await migrate(engine, key, { a: 'b' });
    await engine.call('POST', '/messages/publication', { name: 'go', correlationKey: '1' });
    await engine.call('POST', '/signals/broadcast', { signalName: 'go' });
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { x: 1 } });
    const caught = (await engine.history(key)).filter((line) => line === 'caught COMPLETED');
    expect(caught.length).toBe(3);
    await engine.call('POST', '/messages/publication', { name: 'stop', correlationKey: '1' });
    expect(await active(engine, key)).toBe('esp esp-task');
  });

  it('keeps a mapped condition, and takes no variable for changed because it is migrated', async () => {
    const bound = (id: string, host: string) =>
      `${boundary(id, host, on.condition('=x = 1'), false)}${flows(`${id} caught`)}`;
    const engine = await deployed(
      task('source', 'a', bound('c', 'a'), ''),
      task('target', 'b', bound('d', 'b'), ''),
    );
    const key = await engine.create('source', { x: 1 });
    const count = async () =>
      (await engine.history(key)).filter((line) => line === 'caught COMPLETED').length;
    expect(await count()).toBe(1);
    await migrate(engine, key, { a: 'b', c: 'd' });
    expect(await count()).toBe(1);
    for (const x of [0, 1]) {
      await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { x } });
    }
    expect(await count()).toBe(2);
  });

  it('closes what the target does not have', async () => {
    const engine = await deployed(
      task('source', 'a', `${boundary('m', 'a', on.message('go'))}${flows('m caught')}`, message('go', '=1')),
      task('target', 'b', '', ''),
    );
    const key = await engine.create('source');
    await migrate(engine, key, { a: 'b' });
    expect((await engine.search('message-subscriptions'))[0].messageSubscriptionState).toBe('DELETED');
    await engine.call('POST', '/messages/publication', { name: 'go', correlationKey: '1' });
    expect(await active(engine, key)).toBe('b');
  });

  it('catches a buffered message with a subscription that is new', async () => {
    const engine = await deployed(
      task('source', 'a', '', ''),
      task('target', 'b', `${boundary('m', 'b', on.message('go'))}${flows('m caught')}`, message('go', '=1')),
    );
    const key = await engine.create('source');
    await engine.call('POST', '/messages/publication', {
      name: 'go',
      correlationKey: '1',
      timeToLive: 60_000,
    });
    await migrate(engine, key, { a: 'b' });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.history(key)).toContain('m COMPLETED');
  });

  it('keeps the name and key that a mapped message was waited for with', async () => {
    const engine = await deployed(
      task('source', 'a', `${boundary('m', 'a', on.message('go'))}${flows('m caught')}`, message('go', '=1')),
      task(
        'target',
        'b',
        `${boundary('n', 'b', on.message('stop'))}${flows('n caught')}`,
        message('stop', '=2'),
      ),
    );
    const key = await engine.create('source');
    await migrate(engine, key, { a: 'b', m: 'n' });
    await engine.call('POST', '/messages/publication', { name: 'stop', correlationKey: '2' });
    expect(await active(engine, key)).toBe('b');
    await engine.call('POST', '/messages/publication', { name: 'go', correlationKey: '1' });
    expect(await engine.history(key)).toContain('n COMPLETED');
  });

  it('refuses to open a message of the same name without a mapping (409)', async () => {
    const bound = (id: string, host: string) =>
      `${boundary(id, host, on.message('go'))}${flows(`${id} caught`)}`;
    const engine = await deployed(
      task('source', 'a', bound('m', 'a'), message('go', '=1')),
      task('target', 'b', bound('m', 'b'), message('go', '=1')),
    );
    const key = await engine.create('source');
    const { status, body } = await migrate(engine, key, { a: 'b' });
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
    expect(body.detail).toContain("'m'");
    expect((await engine.search('message-subscriptions'))[0].messageSubscriptionState).toBe('CREATED');
    expect(await active(engine, key)).toBe('a');
  });

  it('maps the events behind an event-based gateway', async () => {
    const gateway = (x: string) =>
      `${start}${element('eventBasedGateway', `gateway${x}`)}${waits(`m${x}`, on.message('go'))}${waits(`s${x}`, on.signal('go'))}${end}${flows(`start gateway${x} m${x}`)}${flows(`gateway${x} s${x}`)}`;
    const root = `${message('go', '=1')}${signal('go')}`;
    const engine = await deployed(bpmn('source', gateway(''), root), bpmn('target', gateway('2'), root));
    const key = await engine.create('source');
    const { status } = await migrate(engine, key, { gateway: 'gateway2', m: 'm2' });
    expect(status).toBe(204);
    await engine.call('POST', '/signals/broadcast', { signalName: 'go' });
    expect(await engine.history(key)).toEqual([
      'start COMPLETED',
      'gateway2 COMPLETED',
      's2 COMPLETED',
      'end COMPLETED',
    ]);
  });

  it('refuses to take an event away from its element, to change its kind, or to let two become one (409)', async () => {
    const two = (host: string) =>
      `${timer('t1', host, 'PT1S')}${boundary('m', host, on.message('go'))}${boundary('n', host, on.message('stop'))}${flows('m caught')}${flows('n caught')}`;
    const root = `${message('go', '=1')}${message('stop', '=1')}`;
    const engine = await deployed(
      task('source', 'a', two('a'), root),
      task(
        'target',
        'b',
        `${two('b')}${serviceTask('c', 'c')}${boundary('far', 'c', on.message('go'))}${flows('b c end')}${flows('far caught')}`,
        root,
      ),
    );
    const key = await engine.create('source');
    const cases: [Pairs, string][] = [
      [{ m: 'far' }, "'far' is none"],
      [{ m: 't1' }, 'of the same kind'],
      [{ m: 'n', n: 'n' }, 'there are several'],
    ];
    for (const [mappings, reason] of cases) {
      const { status, body } = await migrate(engine, key, { a: 'b', ...mappings });
      expect([mappings, status, body.title]).toEqual([mappings, 409, 'INVALID_STATE']);
      expect(body.detail).toContain(reason);
    }
  });
});

describe('migrateProcessInstance (3.19): joins and compensation', () => {
  const parallel = (process: string, x: string, more = '') =>
    bpmn(
      process,
      `${start}${element('parallelGateway', 'fork')}${serviceTask(`a${x}`, 'a')}${serviceTask(`b${x}`, 'b')}${element('parallelGateway', `join${x}`)}${end}${flows(`start fork a${x}`)}${flows(`fork b${x}`)}${flow(`a${x}`, `join${x}`, undefined, `from-a${x}`)}${flow(`b${x}`, `join${x}`, undefined, `from-b${x}`)}${flows(`join${x} end`)}${more}`,
    );

  it('lets a waiting token wait at the mapped gateway', async () => {
    const engine = await deployed(parallel('source', ''), parallel('target', '2'));
    const key = await engine.create('source');
    await engine.work('a');
    const { status } = await migrate(engine, key, { b: 'b2', join: 'join2', 'from-a': 'from-a2' });
    expect(status).toBe(204);
    await engine.work('b');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('waits for another flow that the target adds', async () => {
    const more = `${serviceTask('c', 'c')}${flows('fork c join2')}`;
    const engine = await deployed(parallel('source', ''), parallel('target', '2', more));
    const key = await engine.create('source');
    await engine.work('a');
    await migrate(engine, key, { b: 'b2', join: 'join2', 'from-a': 'from-a2' });
    await engine.work('b');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.call('POST', `/process-instances/${key}/modification`, {
      activateInstructions: [{ elementId: 'c' }],
    });
    await engine.work('c');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it.each([
    [{ b: 'b2' }, "'join'"],
    [{ b: 'b2', join: 'join2' }, "'from-a'"],
    [{ b: 'b2', join: 'fork', 'from-a': 'from-a2' }, 'incoming flows'],
    [{ b: 'b2', join: 'join2', 'from-a': 'a-flow' }, "'a-flow'"],
  ])('refuses %j with 409', async (mappings, reason) => {
    const engine = await deployed(
      parallel('source', ''),
      parallel('target', '2', `${serviceTask('x', 'x')}${flow('fork', 'x', undefined, 'a-flow')}`),
    );
    const key = await engine.create('source');
    await engine.work('a');
    const { status, body } = await migrate(engine, key, mappings as Pairs);
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
    expect(body.detail).toContain(reason);
  });

  const compensated = (process: string, x: string) =>
    bpmn(
      process,
      `${start}${subProcess(
        `sub${x}`,
        `${element('startEvent', `begin${x}`)}${serviceTask(`a${x}`, 'a')}${flows(`begin${x} a${x}`)}${element('boundaryEvent', `undo-a${x}`, '<bpmn:compensateEventDefinition/>', `attachedToRef="a${x}"`)}
      ${serviceTask(`undo${x}`, `undo${x}`).replace('<bpmn:serviceTask', '<bpmn:serviceTask isForCompensation="true"')}<bpmn:association id="as${x}" sourceRef="undo-a${x}" targetRef="undo${x}"/>`,
      )}${serviceTask(`b${x}`, 'b')}${element('endEvent', `end${x}`, '<bpmn:compensateEventDefinition/>')}${flows(`start sub${x} b${x} end${x}`)}`,
    );

  it('runs the handler of the target for what was done before, if its boundary event is mapped', async () => {
    const engine = await deployed(compensated('source', ''), compensated('target', '2'));
    const key = await engine.create('source');
    await engine.work('a');
    const { status } = await migrate(engine, key, { b: 'b2', 'undo-a': 'undo-a2' });
    expect(status).toBe(204);
    await engine.work('b');
    expect(await engine.work('undo2')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('forgets what was done before, if its boundary event is not mapped', async () => {
    const engine = await deployed(compensated('source', ''), compensated('target', '2'));
    const key = await engine.create('source');
    await engine.work('a');
    await migrate(engine, key, { b: 'b2' });
    await engine.work('b');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('migrateProcessInstance (3.19): what it refuses', () => {
  const many = (process: string) =>
    bpmn(
      process,
      `${start}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('userTask', 'task', extensions('<zeebe:userTask/>'))}${element('userTask', 'job-task')}${subProcess('sub', `${element('startEvent', 'begin')}${serviceTask('inside', 'inside')}${flows('begin inside')}`)}${end}${flows('start a b task job-task sub end')}`,
    );

  it('has every active element mapped, else 409, and nothing is changed', async () => {
    const engine = await deployed(many('source'), many('target'));
    const key = await engine.create('source', { x: 1 });
    await engine.call('POST', `/process-instances/${key}/modification`, {
      activateInstructions: [{ elementId: 'b' }],
    });
    const before = engine.engine.events.list().length;
    const { status, body } = await migrate(engine, key, { a: 'a' });
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
    expect(body.detail).toContain("'b'");
    expect(engine.engine.events.list().length).toBe(before);
    expect((await engine.call('GET', `/process-instances/${key}`)).body.processDefinitionId).toBe('source');
  });

  it.each([
    ['a type', 'a', { a: 'task' }],
    ['an implementation', 'task', { task: 'job-task' }],
    ['a scope', 'a', { a: 'inside' }],
  ])('does not change %s (409)', async (_, elementId, mappings) => {
    const engine = await deployed(many('source'), many('target'));
    const key = await engine.create('source', {}, { startInstructions: [{ elementId }] });
    const { status, body } = await migrate(engine, key, mappings as Pairs);
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
  });

  it('does not migrate an element that cannot be (409)', async () => {
    const model = (process: string) =>
      bpmn(
        process,
        `${start}${element('task', 'step', extensions(mapping({ inputs: { x: '=assert(null, false)' } })))}${flows('start step')}`,
      );
    const engine = await deployed(model('source'), model('target'));
    const key = await engine.create('source');
    expect(await active(engine, key)).toBe('step');
    const { status, body } = await migrate(engine, key, { step: 'step' });
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
  });

  it('names each source once (400), and only elements that are there (400)', async () => {
    const engine = await deployed(many('source'), many('target'));
    const key = await engine.create('source');
    const { processDefinitionKey: targetProcessDefinitionKey } = await definition(engine);
    for (const pairs of [
      [
        ['a', 'a'],
        ['a', 'b'],
      ],
      [
        ['a', 'a'],
        ['nowhere', 'b'],
      ],
      [['a', 'nowhere']],
    ]) {
      const { status, body } = await engine.call('POST', `/process-instances/${key}/migration`, {
        targetProcessDefinitionKey,
        mappingInstructions: pairs.map(([sourceElementId, targetElementId]) => ({
          sourceElementId,
          targetElementId,
        })),
      });
      expect([status, body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    }
  });

  it('knows the instance and the target, else 404', async () => {
    const engine = await deployed(many('source'), many('target'));
    const key = await engine.create('source');
    expect((await migrate(engine, key, { a: 'a' }, '42')).status).toBe(404);
    expect((await migrate(engine, '42', { a: 'a' })).status).toBe(404);
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    expect((await migrate(engine, key, { a: 'a' })).status).toBe(404);
  });

  it('has an active instance: a suspended one answers 409', async () => {
    const engine = await deployed(many('source'), many('target'));
    const key = await engine.create('source');
    await engine.call('POST', `/process-instances/${key}/suspension`);
    expect((await migrate(engine, key, { a: 'a' })).status).toBe(409);
    await engine.call('POST', `/process-instances/${key}/resumption`);
    expect((await migrate(engine, key, { a: 'a' })).status).toBe(204);
  });

  it('does not make a parallel multi-instance sequential (409)', async () => {
    const model = (process: string, isSequential: boolean) =>
      oneTask(process).replace(
        '</bpmn:serviceTask>',
        `<bpmn:multiInstanceLoopCharacteristics isSequential="${isSequential}"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1]"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>`,
      );
    const engine = await deployed(model('source', false), model('target', true));
    const key = await engine.create('source');
    expect((await migrate(engine, key, { task: 'task' })).status).toBe(409);
  });

  it.each([
    [{}, 'targetProcessDefinitionKey'],
    [{ targetProcessDefinitionKey: 'x' }, 'targetProcessDefinitionKey'],
    [{ targetProcessDefinitionKey: '1', mappingInstructions: [{}] }, 'sourceElementId'],
  ])('answers %j with 400 and the field', async (body, field) => {
    const engine = await deployed(many('source'), many('target'));
    const key = await engine.create('source');
    const answer = await engine.call('POST', `/process-instances/${key}/migration`, body);
    expect([answer.status, answer.body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(answer.body.detail).toContain(field);
  });
});
