import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  eventSubProcess,
  extensions,
  flows,
  mapping,
  oneTask,
  serviceTask,
  start,
  subProcess,
} from '../test/bpmn.ts';
import { message, on } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const loop = (collection = '=[1,2]', sequential = false) =>
  `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="${collection}"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
const looped = (task: string, ...of: Parameters<typeof loop>) =>
  task.replace('</bpmn:serviceTask>', `${loop(...of)}</bpmn:serviceTask>`);

/** start → a → b → end; beside them a sub-process with two tasks, and a sub-process in it. */
const model = bpmn(
  'p',
  `${start}${serviceTask('a', 'a', mapping({ inputs: { local: '=n' } }))}${serviceTask('b', 'b')}${boundary('bound', 'b', on.message('stop'))}${end}${element('endEvent', 'stopped')}${flows('start a b end')}${flows('bound stopped')}
  ${subProcess(
    'outer',
    `${extensions(mapping({ inputs: { mapped: '=1' } }))}${element('startEvent', 'outer-start')}${serviceTask('c', 'c')}${serviceTask('d', 'd')}${flows('outer-start c d')}
    ${subProcess('inner', `${element('startEvent', 'inner-start')}${serviceTask('e', 'e', mapping({ inputs: { seen: '=given' } }))}${flows('inner-start e')}`)}${flows('d inner')}
    ${eventSubProcess('on-go', on.message('go'), `${serviceTask('f', 'f')}${flows('on-go-start f')}`)}`,
  )}${flows('b outer')}
  ${subProcess('each', `${element('startEvent', 'each-start')}${serviceTask('item', 'item')}${serviceTask('next', 'next')}${flows('each-start item next')}${loop()}`)}`,
  `${message('go', '=1')}${message('stop', '=1')}`,
);

async function deployed(): Promise<TestEngine> {
  const engine = new TestEngine();
  await engine.deploy(model);
  return engine;
}

async function keyOf(engine: TestEngine, elementId: string): Promise<string> {
  const items = await engine.search('element-instances', { elementId, state: 'ACTIVE' });
  return items[0]?.elementInstanceKey ?? '';
}

const modify = (engine: TestEngine, key: string, body: object) =>
  engine.call('POST', `/process-instances/${key}/modification`, body);

/** The elements that are active, sorted. */
async function active(engine: TestEngine, processInstanceKey: string): Promise<string> {
  const items = await engine.search('element-instances', { processInstanceKey, state: 'ACTIVE' });
  return items
    .filter(({ type }) => type !== 'PROCESS')
    .map(({ elementId }) => elementId)
    .sort()
    .join(' ');
}

describe('modifyProcessInstance (3.19)', () => {
  it('activates an element beside what is active: input mappings run and boundary events wait', async () => {
    const engine = await deployed();
    const key = await engine.create('p', { n: 1 });
    const { status } = await modify(engine, key, {
      activateInstructions: [{ elementId: 'b' }, { elementId: 'a' }],
    });
    expect(status).toBe(204);
    expect(await active(engine, key)).toBe('a a b');
    expect((await engine.activate('a')).map(({ variables }) => variables.local)).toEqual([1, 1]);
    const [open] = await engine.search('message-subscriptions', { processInstanceKey: key });
    expect(open).toMatchObject({ elementId: 'bound', messageSubscriptionState: 'CREATED' });
  });

  it('ends element instances by key and by id; job, user task, subscription and incident go with them', async () => {
    const engine = new TestEngine();
    const userTask = element('userTask', 'task', extensions('<zeebe:userTask/>'));
    await engine.deploy(
      bpmn(
        'q',
        `${start}${element('parallelGateway', 'fork')}${serviceTask('work', 'work')}${userTask}${element('intermediateCatchEvent', 'wait', on.message('go'))}${serviceTask('broken', '=null')}${serviceTask('stays', 'stays')}
        ${flows('start fork work')}${flows('fork task')}${flows('fork wait')}${flows('fork broken')}${flows('fork stays')}`,
        message('go', '=1'),
      ),
    );
    const key = await engine.create('q');
    const { status } = await modify(engine, key, {
      terminateInstructions: [
        { elementInstanceKey: await keyOf(engine, 'work') },
        { elementId: 'task' },
        { elementId: 'wait' },
        { elementId: 'broken' },
      ],
    });
    expect(status).toBe(204);
    expect(await active(engine, key)).toBe('stays');
    expect((await engine.search('jobs', { elementId: 'work' }))[0].state).toBe('CANCELED');
    expect((await engine.search('user-tasks'))[0].state).toBe('CANCELED');
    expect((await engine.search('message-subscriptions'))[0].messageSubscriptionState).toBe('DELETED');
    expect((await engine.search('incidents'))[0].state).toBe('RESOLVED');
    expect(await engine.activate('work')).toEqual([]);
  });

  it('does not ask the canceling listeners of a user task', async () => {
    const engine = new TestEngine();
    const listener =
      '<zeebe:userTask/><zeebe:taskListeners><zeebe:taskListener eventType="canceling" type="undo"/></zeebe:taskListeners>';
    await engine.deploy(
      bpmn(
        'q',
        `${start}${element('userTask', 'task', extensions(listener))}${serviceTask('b', 'b')}${flows('start task b')}`,
      ),
    );
    const key = await engine.create('q');
    await modify(engine, key, {
      moveInstructions: [
        { sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'task' }, targetElementId: 'b' },
      ],
    });
    expect(await active(engine, key)).toBe('b');
    expect((await engine.search('user-tasks'))[0].state).toBe('CANCELED');
    expect(await engine.search('jobs', { type: 'undo' })).toEqual([]);
  });

  it('moves by id: one target for each source', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await modify(engine, key, { activateInstructions: [{ elementId: 'a' }] });
    const { status } = await modify(engine, key, {
      moveInstructions: [
        {
          sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'a' },
          targetElementId: 'b',
        },
      ],
    });
    expect(status).toBe(204);
    expect(await active(engine, key)).toBe('b b');
  });

  it('moves one instance by key', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await modify(engine, key, { activateInstructions: [{ elementId: 'a' }] });
    await modify(engine, key, {
      moveInstructions: [
        {
          sourceElementInstruction: {
            sourceType: 'byKey',
            sourceElementInstanceKey: await keyOf(engine, 'a'),
          },
          targetElementId: 'b',
        },
      ],
    });
    expect(await active(engine, key)).toBe('a b');
  });

  it('activates before it terminates, so that what is replaced does not end its scope', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    const { status } = await modify(engine, key, {
      terminateInstructions: [{ elementId: 'a' }],
      activateInstructions: [{ elementId: 'a' }],
    });
    expect(status).toBe(204);
    expect(await engine.history(key)).toEqual(['start COMPLETED', 'a TERMINATED', 'a ACTIVE']);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
  });

  it('does everything or nothing', async () => {
    const engine = await deployed();
    const key = await engine.create('p', { n: 1 });
    const before = engine.engine.events.list().length;
    const { status, body } = await modify(engine, key, {
      activateInstructions: [
        {
          elementId: 'c',
          variableInstructions: [{ variables: { n: 2 } }, { scopeId: 'outer', variables: { x: 1 } }],
        },
      ],
      moveInstructions: [
        { sourceElementInstruction: { sourceElementId: 'a', sourceType: 'byId' }, targetElementId: 'b' },
      ],
      terminateInstructions: [{ elementId: 'd' }],
    });
    expect([status, body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(body.detail).toContain("'d'");
    expect(engine.engine.events.list().length).toBe(before);
    expect(await active(engine, key)).toBe('a');
    expect(await engine.variablesOf(key)).toEqual({ n: 1 });
  });

  it('makes missing scopes without start events and without input mappings, and opens what they wait for', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await modify(engine, key, { activateInstructions: [{ elementId: 'e' }] });
    expect(await active(engine, key)).toBe('a e inner outer');
    expect(await engine.variablesOf(await keyOf(engine, 'outer'))).toEqual({});
    await engine.call('POST', '/messages/publication', { name: 'go', correlationKey: '1' });
    expect(await active(engine, key)).toBe('a f on-go outer');
  });

  it('sets variables first: in the root without a scope, as locals of the scopes around the target with one', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await modify(engine, key, { activateInstructions: [{ elementId: 'c' }] });
    const { status } = await modify(engine, key, {
      activateInstructions: [
        {
          elementId: 'e',
          variableInstructions: [
            { variables: { everywhere: 1 } },
            { scopeId: 'outer', variables: { there: 2 } },
            { scopeId: 'inner', variables: { given: 3 } },
            { scopeId: 'p', variables: { root: 4 } },
          ],
        },
      ],
    });
    expect(status).toBe(204);
    expect(await engine.variablesOf(key)).toEqual({ everywhere: 1, root: 4 });
    expect(await engine.variablesOf(await keyOf(engine, 'outer'))).toEqual({ there: 2 });
    expect(await engine.variablesOf(await keyOf(engine, 'inner'))).toEqual({ given: 3 });
    expect(await engine.variablesOf(await keyOf(engine, 'e'))).toEqual({ seen: 3 });
  });

  it('refuses several live instances of the enclosing scope with 400, unless an ancestor says which', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await modify(engine, key, { activateInstructions: [{ elementId: 'c' }] });
    const first = await keyOf(engine, 'outer');
    await modify(engine, key, {
      activateInstructions: [{ elementId: 'c', ancestorElementInstanceKey: key }],
    });
    expect(await active(engine, key)).toBe('a c c outer outer');
    const refused = await modify(engine, key, { activateInstructions: [{ elementId: 'd' }] });
    expect([refused.status, refused.body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(refused.body.detail).toContain("'outer'");
    const { status } = await modify(engine, key, {
      activateInstructions: [{ elementId: 'd', ancestorElementInstanceKey: first }],
    });
    expect(status).toBe(204);
    const [d] = await engine.search('element-instances', { elementInstanceScopeKey: first, elementId: 'd' });
    expect(d.state).toBe('ACTIVE');
  });

  it('refuses an ancestor that is no scope around the element', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    const other = await engine.create('p');
    for (const ancestorElementInstanceKey of [await keyOf(engine, 'a'), other, '1']) {
      const { status, body } = await modify(engine, key, {
        activateInstructions: [{ elementId: 'c', ancestorElementInstanceKey }],
      });
      expect([status, body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    }
  });

  it.each([
    ['a start event', 'inner-start'],
    ['a boundary event', 'bound'],
    ['something inside of a multi-instance', 'item'],
    ['an unknown element', 'nowhere'],
  ])('refuses to activate %s with 400', async (_, elementId) => {
    const engine = await deployed();
    const key = await engine.create('p');
    const { status, body } = await modify(engine, key, { activateInstructions: [{ elementId }] });
    expect([status, body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(body.detail).toContain(`'${elementId}'`);
    expect(await active(engine, key)).toBe('a');
  });

  it('moves inside of a multi-instance, to the same item', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await modify(engine, key, { activateInstructions: [{ elementId: 'each' }] });
    const [one] = await engine.search('element-instances', { elementId: 'item' });
    const move = (ancestorScopeType: string) => ({
      moveInstructions: [
        {
          sourceElementInstruction: {
            sourceType: 'byKey',
            sourceElementInstanceKey: one.elementInstanceKey,
          },
          targetElementId: 'next',
          ancestorScopeInstruction: { ancestorScopeType },
        },
      ],
    });
    expect((await modify(engine, key, move('sourceParent'))).status).toBe(204);
    expect(await active(engine, key)).toBe('a each each each item next');
    const [job] = await engine.activate('next');
    const [item] = await engine.search('element-instances', { elementId: 'item', state: 'ACTIVE' });
    expect(job.elementInstanceKey).not.toBe(item.elementInstanceKey);
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    await engine.work('item');
    await engine.work('next');
    expect(await active(engine, key)).toBe('a');
  });

  it('moves all items of a multi-instance activity to one target', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'q',
        `${start}${looped(serviceTask('many', 'many'))}${serviceTask('b', 'b')}${flows('start many b')}`,
      ),
    );
    const key = await engine.create('q');
    await modify(engine, key, {
      moveInstructions: [
        { sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'many' }, targetElementId: 'b' },
      ],
    });
    expect(await active(engine, key)).toBe('b');
    expect(await engine.activate('many')).toEqual([]);
  });

  it.each(['inferred', 'sourceParent', 'direct'] as const)(
    'activates the target of a move in the scope that is %s',
    async (ancestorScopeType) => {
      const engine = await deployed();
      const key = await engine.create('p');
      const inOuter = [{ elementId: 'c', ancestorElementInstanceKey: key }];
      await modify(engine, key, { activateInstructions: inOuter });
      await modify(engine, key, { activateInstructions: inOuter });
      const sources = await engine.search('element-instances', { elementId: 'c', state: 'ACTIVE' });
      const [scope] = await engine.search('element-instances', { elementId: 'outer' });
      const direct = { ancestorElementInstanceKey: scope.elementInstanceKey };
      const { status } = await modify(engine, key, {
        moveInstructions: [
          {
            sourceElementInstruction: {
              sourceType: 'byKey',
              sourceElementInstanceKey: sources[0].elementInstanceKey,
            },
            targetElementId: 'd',
            ancestorScopeInstruction: {
              ancestorScopeType,
              ...(ancestorScopeType === 'direct' ? direct : {}),
            },
          },
        ],
      });
      expect(status).toBe(204);
      expect(await active(engine, key)).toBe('a c d outer outer');
      const inside = await engine.search('element-instances', {
        elementInstanceScopeKey: scope.elementInstanceKey,
      });
      expect(inside.map(({ elementId, state }) => `${elementId} ${state}`)).toEqual([
        'c TERMINATED',
        'd ACTIVE',
      ]);
    },
  );

  it('infers the ancestor from further outside, and makes the scopes that are missing', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await modify(engine, key, { activateInstructions: [{ elementId: 'c' }] });
    await modify(engine, key, {
      moveInstructions: [
        {
          sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'c' },
          targetElementId: 'e',
          ancestorScopeInstruction: { ancestorScopeType: 'inferred' },
        },
      ],
    });
    expect(await active(engine, key)).toBe('a e inner outer');
  });

  it('ends a scope with its last child, and so on up to the instance', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await modify(engine, key, {
      activateInstructions: [{ elementId: 'e' }],
      terminateInstructions: [{ elementId: 'a' }],
    });
    await modify(engine, key, {
      activateInstructions: [{ elementId: 'a' }],
      terminateInstructions: [{ elementId: 'e' }],
    });
    expect(await active(engine, key)).toBe('a');
    expect((await engine.search('element-instances', { elementId: 'outer' }))[0].state).toBe('TERMINATED');
    await modify(engine, key, { terminateInstructions: [{ elementId: 'a' }] });
    expect(await engine.stateOf(key)).toBe('TERMINATED');
  });

  it('ends a sequential multi-instance with its item', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'q',
        `${start}${looped(serviceTask('many', 'many'), '=[1,2]', true)}${end}${flows('start many end')}`,
      ),
    );
    const key = await engine.create('q');
    const [item] = await engine.search('element-instances', { elementId: 'many', type: 'SERVICE_TASK' });
    await modify(engine, key, {
      terminateInstructions: [{ elementInstanceKey: item.elementInstanceKey }],
    });
    expect(await engine.stateOf(key)).toBe('TERMINATED');
  });

  it('keeps a scope in which a token waits at a join, and drops the token with its scope', async () => {
    const engine = new TestEngine();
    const inside = `${element('startEvent', 'begin')}${element('parallelGateway', 'fork')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('parallelGateway', 'join')}${flows('begin fork a join')}${flows('fork b join')}`;
    await engine.deploy(bpmn('q', `${start}${subProcess('sub', inside)}${end}${flows('start sub end')}`));
    const key = await engine.create('q');
    await engine.work('a');
    await modify(engine, key, { terminateInstructions: [{ elementId: 'b' }] });
    expect(await active(engine, key)).toBe('sub');
    await modify(engine, key, { activateInstructions: [{ elementId: 'b' }] });
    await engine.work('b');
    expect(await engine.stateOf(key)).toBe('COMPLETED');

    const other = await engine.create('q');
    await engine.work('a');
    await modify(engine, other, {
      activateInstructions: [{ elementId: 'sub' }],
      terminateInstructions: [{ elementId: 'sub' }],
    });
    expect(await active(engine, other)).toBe('a b sub');
    await engine.work('a');
    await engine.work('b');
    expect(await engine.stateOf(other)).toBe('COMPLETED');
  });

  it('lets an inclusive join go on that nothing can reach any more', async () => {
    const engine = new TestEngine();
    const flow = (id: string, from: string, to: string) =>
      `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"><bpmn:conditionExpression>=true</bpmn:conditionExpression></bpmn:sequenceFlow>`;
    await engine.deploy(
      bpmn(
        'q',
        `${start}${element('inclusiveGateway', 'fork')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('inclusiveGateway', 'join')}${end}
        ${flows('start fork')}${flow('to-a', 'fork', 'a')}${flow('to-b', 'fork', 'b')}${flows('a join end')}${flows('b join')}`,
      ),
    );
    const key = await engine.create('q');
    await engine.work('a');
    await modify(engine, key, { terminateInstructions: [{ elementId: 'b' }] });
    // The token at the join keeps the scope, and the join is all that is left.
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('does not let an interrupting event sub-process interrupt', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await modify(engine, key, { activateInstructions: [{ elementId: 'c' }] });
    const { status } = await modify(engine, key, { activateInstructions: [{ elementId: 'on-go' }] });
    expect(status).toBe(204);
    expect(await active(engine, key)).toBe('a c f on-go outer');
    await engine.call('POST', '/messages/publication', { name: 'go', correlationKey: '1' });
    expect(await active(engine, key)).toBe('a f on-go outer');
  });

  it('activates elements in a scope that an event sub-process has interrupted', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await modify(engine, key, { activateInstructions: [{ elementId: 'c' }] });
    await engine.call('POST', '/messages/publication', { name: 'go', correlationKey: '1' });
    expect(await active(engine, key)).toBe('a f on-go outer');
    await modify(engine, key, { activateInstructions: [{ elementId: 'c' }] });
    expect(await active(engine, key)).toBe('a c f on-go outer');
    await engine.work('c');
    expect(await active(engine, key)).toBe('a d f on-go outer');
  });

  it('ends a called instance with its call activity, and refuses to empty a called instance', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child'));
    await engine.deploy(
      bpmn(
        'parent',
        `${start}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="child"/>'))}${serviceTask('other', 'other')}${end}${flows('start call end')}`,
      ),
      'parent.bpmn',
    );
    const key = await engine.create('parent');
    const [child] = await engine.search('process-instances', { parentProcessInstanceKey: key });
    const refused = await modify(engine, child.processInstanceKey, {
      terminateInstructions: [{ elementId: 'task' }],
    });
    expect([refused.status, refused.body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(await engine.stateOf(child.processInstanceKey)).toBe('ACTIVE');
    const replaced = await modify(engine, child.processInstanceKey, {
      activateInstructions: [{ elementId: 'task' }],
      terminateInstructions: [{ elementId: 'task' }],
    });
    expect(replaced.status).toBe(204);
    await modify(engine, key, {
      moveInstructions: [
        {
          sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'call' },
          targetElementId: 'other',
        },
      ],
    });
    expect(await engine.stateOf(child.processInstanceKey)).toBe('TERMINATED');
    expect(await active(engine, key)).toBe('other');
  });

  it('begins a new path through an ad-hoc sub-process', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'q',
        `${start}${element('adHocSubProcess', 'tools', serviceTask('x', 'x') + serviceTask('y', 'y'))}${end}${flows('start tools end')}`,
      ),
    );
    const key = await engine.create('q');
    await modify(engine, key, { activateInstructions: [{ elementId: 'x' }, { elementId: 'y' }] });
    expect(await active(engine, key)).toBe('tools tools#innerInstance tools#innerInstance x y');
    await engine.work('x');
    await engine.work('y');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('answers 404 for an instance that is unknown or has ended', async () => {
    const engine = await deployed();
    const key = await engine.create('p');
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    for (const unknown of [key, '42']) {
      const { status, body } = await modify(engine, unknown, { activateInstructions: [{ elementId: 'a' }] });
      expect([status, body.title]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it.each([
    [{ activateInstructions: [{}] }, 'activateInstructions[0].elementId'],
    [{ terminateInstructions: [{}] }, 'terminateInstructions[0].elementId'],
    [{ terminateInstructions: [{ elementId: 'a', elementInstanceKey: '1' }] }, 'Exactly one'],
    [{ terminateInstructions: [{ elementInstanceKey: '1' }] }, "'1'"],
    [{ moveInstructions: [{ targetElementId: 'b' }] }, 'sourceElementId'],
    [
      { moveInstructions: [{ sourceElementInstruction: { sourceElementId: 'c' }, targetElementId: 'b' }] },
      "'c'",
    ],
    [
      {
        activateInstructions: [
          { elementId: 'b', variableInstructions: [{ scopeId: 'outer', variables: {} }] },
        ],
      },
      "'outer'",
    ],
    [{ activateInstructions: [{ elementId: 'b', variableInstructions: [{}] }] }, 'variables'],
    [{ activateInstructions: 'b' }, 'activateInstructions'],
  ])('refuses %j with 400 and the reason', async (body, reason) => {
    const engine = await deployed();
    const key = await engine.create('p');
    const answer = await modify(engine, key, body);
    expect([answer.status, answer.body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(answer.body.detail).toContain(reason);
    expect(await active(engine, key)).toBe('a');
  });
});
