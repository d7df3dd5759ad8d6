import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  error,
  errorEvent,
  eventSubProcess,
  extensions,
  flow,
  flows,
  mapping,
  oneTask,
  serviceTask,
  start,
  subProcess,
} from '../bpmn.ts';
import { catchEvent, message, on, signal, startOn } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

const k = '=&quot;k&quot;';
const call = (id: string, target: string) =>
  element('callActivity', id, extensions(`<zeebe:calledElement processId="${target}"/>`));
const loop = (attributes: string, more = '') =>
  `<bpmn:multiInstanceLoopCharacteristics ${more}><bpmn:extensionElements><zeebe:loopCharacteristics ${attributes}/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
const deployed = async (model: string, options = {}) => {
  const engine = new TestEngine(options);
  await engine.deploy(model);
  return engine;
};
const change = (engine: TestEngine, key: string, what: string, body?: object) =>
  engine.call('POST', `/process-instances/${key}/${what}`, body);
const modify = (engine: TestEngine, key: string, body: object) => change(engine, key, 'modification', body);
const publish = (engine: TestEngine, name: string, more: object = {}) =>
  engine.call('POST', '/messages/publication', { name, correlationKey: 'k', ...more });
const keyOf = async (engine: TestEngine, elementId: string, more: object = {}) =>
  (await engine.search('element-instances', { elementId, ...more }))[0]?.elementInstanceKey;

describe('modification (3.19)', () => {
  const nested = bpmn(
    'p',
    `${start}${serviceTask('first', 'first')}${subProcess('sub', `${element('startEvent', 's')}${serviceTask('in', 'in')}${serviceTask('later', 'later')}${element('endEvent', 'e')}${flows('s in later e')}${eventSubProcess('esp', on.message('m'), `${serviceTask('x', 'x')}${flows('esp-start x')}`, 'isInterrupting="false"')}${extensions(mapping({ inputs: { never: '=1' }, outputs: { lifted: '=given' } }))}`)}${serviceTask('last', 'last')}${end}${flows('start first sub last end')}${boundary('b', 'sub', on.timer('duration', 'PT1M'))}${element('endEvent', 'e2')}${flows('b e2')}`,
    message('m', k),
  );

  it('into a scope that is missing: no input mappings there, its boundary timer and event sub-process wait, output mappings apply', async () => {
    const engine = await deployed(nested, { startTime: 0 });
    const key = await engine.create('p');
    const { status } = await modify(engine, key, {
      activateInstructions: [
        {
          elementId: 'later',
          variableInstructions: [{ variables: { given: 7 }, scopeId: 'sub' }, { variables: { global: 1 } }],
        },
      ],
      terminateInstructions: [{ elementId: 'first' }],
    });
    expect(status).toBe(204);
    const sub = await keyOf(engine, 'sub');
    expect(await engine.variablesOf(sub)).toEqual({ given: 7 });
    expect(await engine.variablesOf(key)).toEqual({ global: 1 });
    await publish(engine, 'm');
    expect(await engine.work('x')).toBe(1);
    await engine.work('later');
    expect(await engine.variablesOf(key)).toEqual({ global: 1, lifted: 7 });
    await engine.work('last');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('the boundary timer of a scope that was made fires as ever', async () => {
    const engine = await deployed(nested, { startTime: 0 });
    const key = await engine.create('p');
    await modify(engine, key, {
      activateInstructions: [{ elementId: 'later' }],
      terminateInstructions: [{ elementId: 'first' }],
    });
    engine.engine.clock.advance(60_000);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.history(key)).toEqual(
      expect.arrayContaining(['later TERMINATED', 'sub TERMINATED', 'e2 COMPLETED']),
    );
  });

  it('two activations in one request share a scope that has to be made', async () => {
    const engine = await deployed(nested);
    const key = await engine.create('p');
    await modify(engine, key, {
      activateInstructions: [{ elementId: 'in' }, { elementId: 'later' }],
      terminateInstructions: [{ elementId: 'first' }],
    });
    expect(await engine.search('element-instances', { elementId: 'sub' })).toHaveLength(1);
    expect([(await engine.activate('in')).length, (await engine.activate('later')).length]).toEqual([1, 1]);
  });

  it.each([
    ['start event', { activateInstructions: [{ elementId: 'start' }] }],
    ['boundary event', { activateInstructions: [{ elementId: 'b' }] }],
    ['unknown element', { activateInstructions: [{ elementId: 'nobody' }] }],
    [
      'unknown scope',
      {
        activateInstructions: [
          { elementId: 'last', variableInstructions: [{ variables: {}, scopeId: 'nobody' }] },
        ],
      },
    ],
    [
      'scope that is not around the element',
      {
        activateInstructions: [
          { elementId: 'last', variableInstructions: [{ variables: { a: 1 }, scopeId: 'sub' }] },
        ],
      },
    ],
    [
      'unknown ancestor',
      { activateInstructions: [{ elementId: 'in', ancestorElementInstanceKey: '2251799813999999' }] },
    ],
    ['unknown instance to end', { terminateInstructions: [{ elementInstanceKey: '2251799813999999' }] }],
    ['unknown element to end', { terminateInstructions: [{ elementId: 'nobody' }] }],
    [
      'move to an unknown element',
      {
        moveInstructions: [
          {
            sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'first' },
            targetElementId: 'nobody',
          },
        ],
      },
    ],
  ])('refuses a %s with 400, and does none of the rest', async (_, body) => {
    const engine = await deployed(nested);
    const key = await engine.create('p');
    const before = engine.engine.events.list().length;
    const answer = await modify(engine, key, {
      ...body,
      activateInstructions: [
        { elementId: 'last' },
        ...((body as { activateInstructions?: object[] }).activateInstructions ?? []),
      ],
    });
    expect([answer.status, answer.body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(engine.engine.events.list().length).toBe(before);
  });

  it('a move sets variables too: in the root, or as locals of a scope around the target', async () => {
    const engine = await deployed(nested);
    const key = await engine.create('p');
    const move = (variableInstructions: object[]) =>
      modify(engine, key, {
        moveInstructions: [
          {
            sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'first' },
            targetElementId: 'in',
            variableInstructions,
          },
        ],
      });
    expect((await move([{ variables: [] }])).status).toBe(400);
    const { status } = await move([{ variables: { global: 1 } }, { variables: { own: 2 }, scopeId: 'sub' }]);
    expect(status).toBe(204);
    expect(await engine.variablesOf(key)).toEqual({ global: 1 });
    expect(await engine.variablesOf(await keyOf(engine, 'sub'))).toEqual({ own: 2 });
    expect((await engine.activate('in'))[0].variables).toEqual({ global: 1, own: 2 });
  });

  it('ending everything terminates the instance; an awaited creation then waits for its time-out', async () => {
    const engine = await deployed(nested);
    const key = await engine.create('p');
    expect((await modify(engine, key, { terminateInstructions: [{ elementId: 'first' }] })).status).toBe(204);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
    expect((await modify(engine, key, { activateInstructions: [{ elementId: 'last' }] })).status).toBe(404);
  });

  it('a job in an incident can be moved away; the incident is over and the new task has a fresh job', async () => {
    const engine = await deployed(nested);
    const key = await engine.create('p');
    const [job] = await engine.activate('first');
    await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 0 });
    await modify(engine, key, {
      moveInstructions: [
        {
          sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'first' },
          targetElementId: 'first',
        },
      ],
    });
    expect((await engine.call('GET', `/process-instances/${key}`)).body.hasIncident).toBe(false);
    const [again] = await engine.activate('first');
    expect(again.jobKey).not.toBe(job.jobKey);
    expect(again.retries).toBe(3);
  });

  it('moving an element behind an event-based gateway or the gateway itself', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('eventBasedGateway', 'g')}${catchEvent('c', on.message('m'))}${catchEvent('t', on.timer('duration', 'PT1M'))}${serviceTask('x', 'x')}${flows('start g c x')}${flows('g t x')}`,
        message('m', k),
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p');
    expect((await modify(engine, key, { activateInstructions: [{ elementId: 'c' }] })).status).toBe(400);
    expect(
      (
        await modify(engine, key, {
          moveInstructions: [
            { sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'g' }, targetElementId: 'g' },
          ],
        })
      ).status,
    ).toBe(204);
    await publish(engine, 'm');
    expect(await engine.work('x')).toBe(1);
    engine.engine.clock.advance(60_000);
    expect(await engine.work('x')).toBe(0);
  });

  it('a called instance may be modified, but not emptied', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'child',
        `${start}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${end}${flows('start a b end')}`,
      ),
      'c.bpmn',
    );
    await engine.deploy(bpmn('p', `${start}${call('c', 'child')}${end}${flows('start c end')}`), 'p.bpmn');
    const key = await engine.create('p');
    const [child] = await engine.search('process-instances', { processDefinitionId: 'child' });
    expect(
      (await modify(engine, child.processInstanceKey, { terminateInstructions: [{ elementId: 'a' }] }))
        .status,
    ).toBe(400);
    await modify(engine, child.processInstanceKey, {
      activateInstructions: [{ elementId: 'b' }],
      terminateInstructions: [{ elementId: 'a' }],
    });
    await engine.work('b');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a compensation that runs is not disturbed by an activation beside it', async () => {
    const undo = `${element('boundaryEvent', 'comp', '<bpmn:compensateEventDefinition/>', 'attachedToRef="a"')}${serviceTask('undo', 'undo').replace('<bpmn:serviceTask', '<bpmn:serviceTask isForCompensation="true"')}<bpmn:association id="as" sourceRef="comp" targetRef="undo"/>`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('a', 'a')}${undo}${element('intermediateThrowEvent', 'throw', '<bpmn:compensateEventDefinition/>')}${serviceTask('z', 'z')}${end}${flows('start a throw z end')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    await modify(engine, key, { activateInstructions: [{ elementId: 'z' }] });
    expect(await engine.work('z')).toBe(1);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.work('undo');
    expect(await engine.work('z')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('activating a multi-instance activity runs all its items; ending its body ends them all', async () => {
    const task = serviceTask('mi', 'mi').replace(
      '</bpmn:serviceTask>',
      `${loop('inputCollection="=[1,2]" inputElement="i"')}</bpmn:serviceTask>`,
    );
    const engine = await deployed(
      bpmn('p', `${start}${serviceTask('a', 'a')}${task}${end}${flows('start a mi end')}`),
    );
    const key = await engine.create('p');
    await modify(engine, key, { activateInstructions: [{ elementId: 'mi' }] });
    expect((await engine.activate('mi')).map(({ variables }) => variables.i)).toEqual([1, 2]);
    const body = await keyOf(engine, 'mi', { type: 'MULTI_INSTANCE_BODY' });
    expect(
      (await modify(engine, key, { terminateInstructions: [{ elementInstanceKey: body }] })).status,
    ).toBe(204);
    expect((await engine.search('jobs', { type: 'mi' })).map(({ state }) => state)).toEqual([
      'CANCELED',
      'CANCELED',
    ]);
    await engine.work('a');
    expect((await engine.activate('mi')).length).toBe(2);
  });
});

describe('suspension with the rest (3.19)', () => {
  it('a long poll that waits gets nothing from a suspended instance, and the job at its resumption', async () => {
    const engine = await deployed(oneTask(), { startTime: 0 });
    const key = await engine.create('one-task');
    const [job] = await engine.activate('work', { timeout: 100 });
    expect((await change(engine, key, 'suspension')).status).toBe(204);
    const waits = engine.call('POST', '/jobs/activation', {
      type: 'work',
      timeout: 1000,
      maxJobsToActivate: 1,
      requestTimeout: 20_000,
      worker: 'w',
    });
    engine.engine.clock.advance(100);
    expect((await engine.call('POST', `/jobs/${job.jobKey}/completion`, {})).status).toBe(409);
    await change(engine, key, 'resumption');
    expect((await waits).body.jobs[0].jobKey).toBe(job.jobKey);
  });

  it('a message start lock holds while the instance is suspended', async () => {
    const engine = await deployed(
      bpmn('p', `${startOn('s', on.message('m'))}${serviceTask('t', 't')}${flows('s t')}`, message('m')),
    );
    await publish(engine, 'm');
    const [one] = await engine.search('process-instances');
    await change(engine, one.processInstanceKey, 'suspension');
    await publish(engine, 'm');
    expect(await engine.search('process-instances')).toHaveLength(1);
  });

  it('a caller that is suspended takes the error of its called process when it is resumed', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'child',
        `${start}${serviceTask('t', 't')}${element('endEvent', 'boom', errorEvent('e'))}${flows('start t boom')}`,
        error('e', 'E'),
      ),
      'c.bpmn',
    );
    await engine.deploy(
      bpmn(
        'p',
        `${start}${call('c', 'child')}${end}${flows('start c end')}${boundary('b', 'c', errorEvent('e'))}${element('endEvent', 'e2')}${flows('b e2')}`,
        error('e', 'E'),
      ),
      'p.bpmn',
    );
    const key = await engine.create('p');
    await change(engine, key, 'suspension');
    await engine.work('t');
    expect(await engine.stateOf(key)).toBe('SUSPENDED');
    await change(engine, key, 'resumption');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.history(key)).toContain('e2 COMPLETED');
  });

  it('non-interrupting boundary cycle: a pause over three beats gives three at once, then one each', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${end}${flows('start t end')}${boundary('b', 't', on.timer('cycle', 'R/PT1M'), 'cancelActivity="false"')}${serviceTask('tick', 'tick')}${flows('b tick')}`,
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p');
    await change(engine, key, 'suspension');
    engine.engine.clock.advance(200_000);
    expect(await engine.search('jobs', { type: 'tick' })).toEqual([]);
    await change(engine, key, 'resumption');
    expect(await engine.search('jobs', { type: 'tick' })).toHaveLength(3);
    engine.engine.clock.advance(40_000);
    expect(await engine.search('jobs', { type: 'tick' })).toHaveLength(4);
  });

  it('resolving an incident while suspended, then resuming, makes one job', async () => {
    const engine = await deployed(
      bpmn('p', `${start}${serviceTask('t', '=kind')}${end}${flows('start t end')}`),
    );
    const key = await engine.create('p');
    await change(engine, key, 'suspension');
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { kind: 't' } });
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect((await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`)).status).toBe(204);
    await change(engine, key, 'resumption');
    expect(await engine.work('t')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('migration with the rest (3.19)', () => {
  it('carries a half-filled join, an open boundary timer and a buffered lock over, and goes on', async () => {
    const model = (suffix: string) =>
      bpmn(
        'p',
        `${startOn('s', on.message('m'))}${element('parallelGateway', `f${suffix}`)}${serviceTask(`a${suffix}`, 'a')}${serviceTask(`b${suffix}`, 'b')}${element('parallelGateway', `j${suffix}`)}${serviceTask(`z${suffix}`, 'z')}${end}
        <bpmn:sequenceFlow id="x1" sourceRef="s" targetRef="f${suffix}"/><bpmn:sequenceFlow id="x2" sourceRef="f${suffix}" targetRef="a${suffix}"/><bpmn:sequenceFlow id="x3" sourceRef="f${suffix}" targetRef="b${suffix}"/><bpmn:sequenceFlow id="x4" sourceRef="a${suffix}" targetRef="j${suffix}"/><bpmn:sequenceFlow id="x5" sourceRef="b${suffix}" targetRef="j${suffix}"/><bpmn:sequenceFlow id="x6" sourceRef="j${suffix}" targetRef="z${suffix}"/><bpmn:sequenceFlow id="x7" sourceRef="z${suffix}" targetRef="end"/>
        ${boundary(`t${suffix}`, `b${suffix}`, on.timer('duration', 'PT1H'))}${element('endEvent', `late${suffix}`)}${flow(`t${suffix}`, `late${suffix}`, undefined, `y${suffix}`)}`,
        message('m'),
      );
    const engine = await deployed(model('1'), { startTime: 0 });
    await publish(engine, 'm');
    const [{ processInstanceKey: key }] = await engine.search('process-instances');
    await engine.work('a');
    await engine.deploy(model('2'));
    const [target] = await engine.search('process-definitions', { isLatestVersion: true });
    engine.engine.clock.advance(1_800_000);
    const { status, body } = await change(engine, key, 'migration', {
      targetProcessDefinitionKey: target.processDefinitionKey,
      mappingInstructions: [
        ['b1', 'b2'],
        ['t1', 't2'],
        ['j1', 'j2'],
        ['x4', 'x4'],
      ].map(([sourceElementId, targetElementId]) => ({ sourceElementId, targetElementId })),
    });
    expect([status, body.detail]).toEqual([204, undefined]);
    await publish(engine, 'm', { timeToLive: 10_000 });
    expect(await engine.search('process-instances')).toHaveLength(1);
    const [job] = await engine.activate('b');
    expect([job.elementId, job.processDefinitionVersion]).toEqual(['b2', 2]);
    await engine.call('POST', `/jobs/${job.jobKey}/completion`, {});
    expect((await engine.activate('z'))[0].elementId).toBe('z2');
  });

  it.each([
    ['an unknown source', [{ sourceElementId: 'nobody', targetElementId: 'task' }], 400],
    ['an unknown target', [{ sourceElementId: 'task', targetElementId: 'nobody' }], 400],
    [
      'a source twice',
      [
        { sourceElementId: 'task', targetElementId: 'task' },
        { sourceElementId: 'task', targetElementId: 'task' },
      ],
      400,
    ],
    ['another type', [{ sourceElementId: 'task', targetElementId: 'end' }], 409],
    ['nothing for the active element', [{ sourceElementId: 'end', targetElementId: 'end' }], 409],
  ])('%s', async (_, mappingInstructions, expected) => {
    const engine = await deployed(oneTask());
    const key = await engine.create('one-task');
    await engine.deploy(oneTask('one-task', 'other'));
    const [target] = await engine.search('process-definitions', { isLatestVersion: true });
    const answer = await change(engine, key, 'migration', {
      targetProcessDefinitionKey: target.processDefinitionKey,
      mappingInstructions,
    });
    expect([answer.status, answer.body.title]).toEqual([
      expected,
      expected === 400 ? 'INVALID_ARGUMENT' : 'INVALID_STATE',
    ]);
    expect((await engine.call('GET', `/process-instances/${key}`)).body.processDefinitionVersion).toBe(1);
  });
});

describe('cancellation (3.19)', () => {
  it('of an instance with everything open leaves nothing that waits', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'f')}${catchEvent('c1', on.message('m'))}${catchEvent('c2', on.timer('duration', 'PT1H'))}${catchEvent('c3', on.signal('x'))}${catchEvent('c4', on.condition('=y'))}${serviceTask('t', 't')}${element('userTask', 'u', extensions('<zeebe:userTask/>'))}${flows('start f c1')}${flows('f c2')}${flows('f c3')}${flows('f c4')}${flows('f t')}${flows('f u')}${eventSubProcess('esp', on.message('n'), `${element('endEvent', 'e')}${flows('esp-start e')}`)}`,
        message('m', k) + message('n', k) + signal('x'),
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p');
    const waits = await engine.call('POST', '/element-instances/wait-states/search', {
      filter: { processInstanceKey: key },
    });
    expect(waits.status).toBe(200);
    expect(waits.body.items.length).toBeGreaterThan(5);
    await change(engine, key, 'cancellation');
    expect(
      (
        await engine.call('POST', '/element-instances/wait-states/search', {
          filter: { processInstanceKey: key },
        })
      ).body.items,
    ).toEqual([]);
    expect(await engine.search('message-subscriptions', { messageSubscriptionState: 'CREATED' })).toEqual([]);
    expect(await engine.search('element-instances', { state: 'ACTIVE' })).toEqual([]);
    expect((await engine.search('user-tasks'))[0].state).toBe('CANCELED');
    expect(engine.engine.clock.nextDue()).toBeUndefined();
    expect((await change(engine, key, 'cancellation')).status).toBe(404);
  });
});

describe('batch operations (3.19)', () => {
  it('cancel what a filter of variables finds, and say how many', async () => {
    const engine = await deployed(oneTask());
    for (const group of ['a', 'b', 'a']) {
      await engine.create('one-task', { group });
    }
    const { status, body } = await engine.call('POST', '/process-instances/cancellation', {
      filter: { variables: [{ name: 'group', value: '"a"' }] },
    });
    expect(status).toBe(200);
    await engine.engine.idle();
    const operation = (await engine.call('GET', `/batch-operations/${body.batchOperationKey}`)).body;
    expect(operation).toMatchObject({
      state: 'COMPLETED',
      operationsTotalCount: 2,
      operationsCompletedCount: 2,
      operationsFailedCount: 0,
      batchOperationType: 'CANCEL_PROCESS_INSTANCE',
    });
    expect((await engine.search('process-instances', { state: 'ACTIVE' })).length).toBe(1);
    const items = await engine.search('batch-operation-items', { batchOperationKey: body.batchOperationKey });
    expect(items.map(({ state }) => state)).toEqual(['COMPLETED', 'COMPLETED']);
  });

  it('resolving the incidents of one instance is a batch operation, those of called processes too', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'f')}${serviceTask('a', '=k1')}${serviceTask('b', '=k2')}${flows('start f a')}${flows('f b')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { k1: 'one', k2: 'two' } });
    const { status, body } = await change(engine, key, 'incident-resolution');
    expect(status).toBe(200);
    expect(body.batchOperationKey).toMatch(/^\d+$/);
    await engine.engine.idle();
    expect([(await engine.activate('one')).length, (await engine.activate('two')).length]).toEqual([1, 1]);
  });
});
