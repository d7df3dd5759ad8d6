import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flow, flows, oneTask, serviceTask, start } from '../test/bpmn.ts';
import { boundary, catchEvent, conditionFilter, message, on, signal, startOn } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const caller = (called = 'one-task') =>
  bpmn(
    `calls-${called}`,
    `${start}${element('subProcess', 'inside', `${element('startEvent', 'inner-start')}${element('callActivity', 'call', extensions(`<zeebe:calledElement processId="${called}"/>`))}${flows('inner-start call')}`)}${end}${flows('start inside end')}`,
  );

const fail = async (engine: TestEngine, errorMessage: string, type = 'work') => {
  const [job] = await engine.activate(type, { maxJobsToActivate: 1 });
  await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 0, errorMessage });
  return job;
};
const post = async (engine: TestEngine, path: string, body: object = {}) => {
  const answer = await engine.call('POST', path, body);
  if (answer.status !== 200) {
    throw new Error(`${path} answered ${answer.status}: ${answer.body.detail}`);
  }
  return answer.body;
};
const get = async (engine: TestEngine, path: string) => (await engine.call('GET', path)).body;

describe('statistics of elements', () => {
  it('of one instance: active, canceled, completed and with incident, each element once', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'fork')}${['a', 'b', 'c'].map((id) => serviceTask(id, id) + flows(`fork ${id} end`)).join('')}${boundary('late', 'c', on.timer('duration', 'PT1H'))}${element('endEvent', 'gone')}${end}${flows('start fork')}${flows('late gone')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    await fail(engine, 'broken', 'b');
    const path = `/process-instances/${key}/statistics/element-instances`;
    const counts = (active: number, canceled: number, incidents: number, completed: number) => ({
      active,
      canceled,
      incidents,
      completed,
    });
    expect((await get(engine, path)).items).toEqual([
      { elementId: 'a', ...counts(0, 0, 0, 1) },
      { elementId: 'b', ...counts(0, 0, 1, 0) },
      { elementId: 'c', ...counts(1, 0, 0, 0) },
      { elementId: 'end', ...counts(0, 0, 0, 1) },
      { elementId: 'fork', ...counts(0, 0, 0, 1) },
      { elementId: 'start', ...counts(0, 0, 0, 1) },
    ]);
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    const after = (await get(engine, path)).items;
    expect(after[1]).toEqual({ elementId: 'b', ...counts(0, 1, 0, 0) });
    expect((await get(engine, '/process-instances/1/statistics/element-instances')).items).toEqual([]);
  });

  it('of a definition: over the instances that the filter lets through', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const keys = [
      await engine.create('one-task'),
      await engine.create('one-task'),
      await engine.create('one-task'),
    ];
    await engine.call('POST', `/process-instances/${keys[0]}/cancellation`);
    const [{ processDefinitionKey }] = await engine.search('process-definitions');
    const path = `/process-definitions/${processDefinitionKey}/statistics/element-instances`;
    const countOf = async (filter: object) =>
      (await post(engine, path, { filter })).items.find(
        (item: { elementId: string }) => item.elementId === 'task',
      );
    expect(await countOf({})).toEqual({
      elementId: 'task',
      active: 2,
      canceled: 1,
      incidents: 0,
      completed: 0,
    });
    expect(await countOf({ state: 'ACTIVE' })).toMatchObject({ active: 2, canceled: 0 });
    expect(
      await countOf({ $or: [{ processInstanceKey: keys[0] }, { processInstanceKey: keys[1] }] }),
    ).toMatchObject({ active: 1, canceled: 1 });
    const refused = await engine.call('POST', path, { filter: { processDefinitionId: 'one-task' } });
    expect([refused.status, refused.body.detail]).toEqual([
      400,
      expect.stringContaining('processDefinitionId'),
    ]);
  });
});

describe('views of one process instance', () => {
  it('sequence flows that were taken, each once', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('exclusiveGateway', 'join')}${serviceTask('task', 'work')}${element('exclusiveGateway', 'split', '', 'default="out"')}${end}${flow('start', 'join', undefined, 'in')}${flow('join', 'task', undefined, 'to-task')}${flow('task', 'split', undefined, 'to-split')}${flow('split', 'join', '=again', 'back')}${flow('split', 'end', undefined, 'out')}`,
      ),
    );
    const key = await engine.create('p');
    const flowsOf = async () =>
      (await get(engine, `/process-instances/${key}/sequence-flows`)).items.map(
        (item: { elementId: string }) => item.elementId,
      );
    expect(await flowsOf()).toEqual(['in', 'to-task']);
    await engine.work('work', { again: true });
    expect(await flowsOf()).toEqual(['in', 'to-task', 'to-split', 'back']);
    await engine.work('work', { again: false });
    expect(await flowsOf()).toEqual(['in', 'to-task', 'to-split', 'back', 'out']);
    const [first] = (await get(engine, `/process-instances/${key}/sequence-flows`)).items;
    expect(first).toMatchObject({ sequenceFlowId: `${key}_in`, processInstanceKey: key, elementId: 'in' });
  });

  it('call hierarchy: the root first, the instance itself last', async () => {
    const engine = new TestEngine();
    for (const model of [oneTask(), caller(), caller('calls-one-task')]) {
      await engine.deploy(model);
    }
    const root = await engine.create('calls-calls-one-task');
    const [middle] = await engine.search('process-instances', { parentProcessInstanceKey: root });
    const [leaf] = await engine.search('process-instances', { processDefinitionId: 'one-task' });
    const hierarchyOf = (key: string) => get(engine, `/process-instances/${key}/call-hierarchy`);
    expect(await hierarchyOf(leaf.processInstanceKey)).toEqual([
      expect.objectContaining({
        processInstanceKey: root,
        processDefinitionName: 'calls-calls-one-task name',
      }),
      expect.objectContaining({ processInstanceKey: middle.processInstanceKey }),
      {
        processInstanceKey: leaf.processInstanceKey,
        processDefinitionKey: leaf.processDefinitionKey,
        processDefinitionName: 'one-task name',
      },
    ]);
    expect(await hierarchyOf(root)).toHaveLength(1);
    expect((await engine.call('GET', '/process-instances/1/call-hierarchy')).status).toBe(404);
  });

  it('what it waits for, with details, until it is over', async () => {
    const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
    const ids = ['message', 'signal', 'timer', 'condition', 'work', 'person'];
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'fork')}${catchEvent('message', on.message('paid'))}${catchEvent('signal', on.signal('go'))}${catchEvent('timer', on.timer('duration', 'PT1H'))}${catchEvent('condition', on.condition('=amount > 10', conditionFilter('variableEvents="update"')))}${serviceTask('work', 'work')}${boundary('late', 'work', on.timer('cycle', 'R3/PT2H'), false)}${element('endEvent', 'late-end')}${element('userTask', 'person', extensions('<zeebe:userTask/><zeebe:taskSchedule dueDate="2031-01-01T00:00:00Z"/>'))}${end}${flows('start fork')}${flows('late late-end')}${ids.map((id) => flows(`fork ${id} end`)).join('')}`,
        message('paid', '=order') + signal('go'),
      ),
    );
    const key = await engine.create('p', { order: '7' });
    const find = async (filter: object = {}) =>
      (await engine.search('element-instances/wait-states', { processInstanceKey: key, ...filter })).map(
        ({ elementId, elementType, details }) => [elementId, elementType, details],
      );
    expect(await find({ elementId: { $neq: 'work' } })).toEqual([
      [
        'message',
        'INTERMEDIATE_CATCH_EVENT',
        { waitStateType: 'MESSAGE', messageName: 'paid', correlationKey: '7' },
      ],
      ['signal', 'INTERMEDIATE_CATCH_EVENT', { waitStateType: 'SIGNAL', signalName: 'go' }],
      [
        'timer',
        'INTERMEDIATE_CATCH_EVENT',
        { waitStateType: 'TIMER', dueDate: Date.UTC(2030, 0, 1, 1), repetitions: 0 },
      ],
      [
        'condition',
        'INTERMEDIATE_CATCH_EVENT',
        { waitStateType: 'CONDITION', expression: 'amount > 10', events: ['update'] },
      ],
      [
        'late',
        'BOUNDARY_EVENT',
        { waitStateType: 'TIMER', dueDate: Date.UTC(2030, 0, 1, 2), repetitions: 3 },
      ],
      [
        'person',
        'USER_TASK',
        { waitStateType: 'USER_TASK', taskKey: expect.any(String), dueDate: '2031-01-01T00:00:00.000Z' },
      ],
    ]);
    expect(await find({ waitStateType: 'JOB' })).toEqual([
      [
        'work',
        'SERVICE_TASK',
        {
          waitStateType: 'JOB',
          jobKey: expect.any(String),
          jobType: 'work',
          jobKind: 'BPMN_ELEMENT',
          listenerEventType: null,
          retries: 3,
        },
      ],
    ]);
    engine.engine.clock.advance(2 * 3_600_000);
    expect(await find({ waitStateType: 'TIMER' })).toEqual([
      ['late', 'BOUNDARY_EVENT', expect.objectContaining({ repetitions: 2 })],
    ]);
    const path = `/process-instances/${key}/statistics/wait-states`;
    expect((await get(engine, path)).items).toEqual(
      ['condition', 'late', 'message', 'person', 'signal', 'work'].map((elementId) => ({
        elementId,
        waitingCount: 1,
      })),
    );
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    expect(await find()).toEqual([]);
    expect((await get(engine, path)).items).toEqual([]);
  });
});

describe('statistics of process definitions', () => {
  async function withVersions() {
    const engine = new TestEngine();
    await engine.deploy(oneTask('a'));
    await engine.create('a');
    await engine.create('a');
    await fail(engine, 'one');
    await engine.deploy(oneTask('a').replace('a name', 'a newer'));
    await engine.create('a');
    await engine.deploy(oneTask('b'));
    const ended = await engine.create('b');
    await engine.call('POST', `/process-instances/${ended}/cancellation`);
    await engine.deploy(oneTask('c'));
    await engine.create('c');
    return engine;
  }

  it('active instances by process, with and without incident; sorted and paged', async () => {
    const engine = await withVersions();
    const path = '/process-definitions/statistics/process-instances';
    const { items, page } = await post(engine, path);
    expect(items).toEqual([
      {
        processDefinitionId: 'a',
        tenantId: '<default>',
        latestProcessDefinitionName: 'a newer',
        hasMultipleVersions: true,
        activeInstancesWithoutIncidentCount: 2,
        activeInstancesWithIncidentCount: 1,
      },
      expect.objectContaining({ processDefinitionId: 'c', hasMultipleVersions: false }),
    ]);
    expect(page.totalItems).toBe(2);
    const sort = [{ field: 'activeInstancesWithoutIncidentCount', order: 'ASC' }];
    const sorted = await post(engine, path, { sort, page: { from: 0, limit: 1 } });
    expect(sorted.items).toMatchObject([{ processDefinitionId: 'c' }]);
    expect((await engine.call('POST', path, { sort: [{ field: 'tenantId' }] })).status).toBe(400);
    await engine.deploy(oneTask('c').replace('c name', 'c newer'));
    const [, again] = (await post(engine, path)).items;
    expect(again).toMatchObject({ latestProcessDefinitionName: 'c newer', hasMultipleVersions: true });
  });

  it('active instances by version of one process', async () => {
    const engine = await withVersions();
    const path = '/process-definitions/statistics/process-instances-by-version';
    const { items } = await post(engine, path, { filter: { processDefinitionId: 'a' } });
    expect(items).toMatchObject([
      {
        processDefinitionVersion: 1,
        activeInstancesWithIncidentCount: 1,
        activeInstancesWithoutIncidentCount: 1,
      },
      {
        processDefinitionVersion: 2,
        processDefinitionName: 'a newer',
        activeInstancesWithoutIncidentCount: 1,
      },
    ]);
    const { status, body } = await engine.call('POST', path, { filter: {} });
    expect([status, body.detail]).toEqual([400, expect.stringContaining('filter.processDefinitionId')]);
  });

  it('message subscriptions by definition', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${startOn('begin', on.message('paid'))}${element('startEvent', 'start')}${catchEvent('catch', on.message('paid'))}${end}${flows('start catch end')}${flows('begin end')}`,
        message('paid', '=order'),
      ),
    );
    for (const order of ['1', '2', '3']) {
      await engine.create('p', { order });
    }
    const path = '/process-definitions/statistics/message-subscriptions';
    const { items } = await post(engine, path);
    expect(items).toMatchObject([{ processInstancesWithActiveSubscriptions: 3, activeSubscriptions: 4 }]);
    const some = await post(engine, path, { filter: { correlationKey: { $in: ['1', '2'] } } });
    expect(some.items).toMatchObject([
      { processInstancesWithActiveSubscriptions: 2, activeSubscriptions: 2 },
    ]);
  });

  it('names of variables, each once', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    await engine.create('one-task', { b: 1, a: 2 });
    await engine.create('one-task', { a: 3, c: 4 });
    const [{ processDefinitionKey }] = await engine.search('process-definitions');
    const find = async (body: object) =>
      (
        await post(engine, `/process-definitions/${processDefinitionKey}/variable-names/search`, body)
      ).items.map((item: { name: string }) => item.name);
    expect(await find({})).toEqual(['a', 'b', 'c']);
    expect(await find({ filter: { name: { $in: ['a', 'z'] } } })).toEqual(['a']);
    expect(await find({ page: { limit: 2 } })).toEqual(['a', 'b']);
  });
});

describe('incidents', () => {
  async function withErrors() {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    await engine.deploy(oneTask('other', 'other'));
    await engine.deploy(caller());
    const keys = [
      await engine.create('one-task'),
      await engine.create('one-task'),
      await engine.create('other'),
    ];
    const jobs = [
      await fail(engine, 'no stock'),
      await fail(engine, 'no stock'),
      await fail(engine, 'no stock', 'other'),
    ];
    await engine.create('one-task');
    await fail(engine, 'broken');
    return { engine, keys, jobs };
  }

  it('by error, and by definition of one error', async () => {
    const { engine } = await withErrors();
    const path = '/incidents/statistics/process-instances-by-error';
    const sort = [{ field: 'activeInstancesWithErrorCount', order: 'DESC' }];
    const { items } = await post(engine, path, { sort });
    // The hash is that of Java's strings, which the API's numbers come from.
    expect(items).toEqual([
      { errorHashCode: -809_827_337, errorMessage: 'no stock', activeInstancesWithErrorCount: 3 },
      { errorHashCode: -1_380_616_235, errorMessage: 'broken', activeInstancesWithErrorCount: 1 },
    ]);
    const { errorHashCode } = items[0];
    const byDefinition = await post(engine, '/incidents/statistics/process-instances-by-definition', {
      filter: { errorHashCode },
      sort,
    });
    expect(byDefinition.items).toMatchObject([
      {
        processDefinitionId: 'one-task',
        processDefinitionName: 'one-task name',
        activeInstancesWithErrorCount: 2,
      },
      { processDefinitionId: 'other', processDefinitionVersion: 1, activeInstancesWithErrorCount: 1 },
    ]);
    const found = await engine.search('process-instances', { incidentErrorHashCode: errorHashCode });
    expect(found).toHaveLength(3);
    const missing = await engine.call('POST', '/incidents/statistics/process-instances-by-definition', {
      filter: {},
    });
    expect(missing.status).toBe(400);
  });

  it('of a process instance and of an element instance include those of what they called', async () => {
    const { engine } = await withErrors();
    const root = await engine.create('calls-one-task');
    await fail(engine, 'deep down');
    const [incident] = await engine.search('incidents', { errorMessage: 'deep down' });
    const elements = await engine.search('element-instances', { processInstanceKey: root, state: 'ACTIVE' });
    const inside = async (path: string) => (await post(engine, `/${path}/incidents/search`)).items;
    expect(await inside(`process-instances/${root}`)).toEqual([incident]);
    for (const { elementInstanceKey, elementId } of elements) {
      expect(await inside(`element-instances/${elementInstanceKey}`), elementId).toEqual([incident]);
    }
    const around = elements.map(({ elementId, hasIncident }) => [elementId, hasIncident]);
    expect(around).toEqual([
      ['calls-one-task', true],
      ['inside', true],
      ['call', true],
    ]);
    expect((await engine.call('POST', '/process-instances/1/incidents/search', {})).status).toBe(404);
    expect((await engine.call('POST', '/element-instances/1/incidents/search', {})).status).toBe(404);
  });
});
