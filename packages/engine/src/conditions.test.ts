import { describe, expect, it } from 'vitest';
import { bpmn, end, flows, mapping, serviceTask, start } from '../test/bpmn.ts';
import { boundary, catchEvent, conditionFilter, eventSubProcess, on, startOn } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const bounded = (definition: string, interrupting: boolean, extensions = '') =>
  bpmn(
    'bounded',
    `${start}${serviceTask('task', 'work', extensions)}${boundary('caught', 'task', definition, interrupting)}${end}<bpmn:endEvent id="after"/>${flows('start task end')}${flows('caught after')}`,
  );
const set = (engine: TestEngine, key: string, variables: object, local = false) =>
  engine.call('PUT', `/element-instances/${key}/variables`, { variables, local });
const timesCaught = async (engine: TestEngine, key: string) =>
  (await engine.history(key)).filter((line) => line === 'caught COMPLETED').length;

describe('conditional events (3.5, 3.17)', () => {
  it('looks at the condition at once when the wait begins', async () => {
    const engine = new TestEngine();
    await engine.deploy(bounded(on.condition('=amount > 10'), true));
    const key = await engine.create('bounded', { amount: 11 });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).slice(1)).toEqual([
      'task TERMINATED',
      'caught COMPLETED',
      'after COMPLETED',
    ]);
  });

  it('looks again when a variable that it reads is created or updated', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'waits',
        `${start}${catchEvent('catch', on.condition('=amount > 10'))}${end}${flows('start catch end')}`,
      ),
    );
    const key = await engine.create('waits');
    await set(engine, key, { amount: 5 });
    await set(engine, key, { other: 50 });
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await set(engine, key, { amount: 11 });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('fires a non-interrupting event each time, once a command, and only for variables that it reads', async () => {
    const engine = new TestEngine();
    await engine.deploy(bounded(on.condition('=a > 1 and b > 1'), false));
    const key = await engine.create('bounded');
    await set(engine, key, { a: 2, b: 2 });
    expect(await timesCaught(engine, key)).toBe(1);
    await set(engine, key, { a: 3, c: 1 });
    expect(await timesCaught(engine, key)).toBe(2);
    await set(engine, key, { c: 2 });
    await set(engine, key, { a: 3 });
    expect(await timesCaught(engine, key)).toBe(2);
  });

  it('does not look at a variable that is hidden by one of the same name', async () => {
    const engine = new TestEngine();
    await engine.deploy(bounded(on.condition('=a > 1'), false, mapping({ inputs: { a: '=3' } })));
    const key = await engine.create('bounded', { a: 1 });
    expect(await timesCaught(engine, key)).toBe(1);
    await set(engine, key, { a: 5 });
    expect(await timesCaught(engine, key)).toBe(1);
    const [task] = await engine.search('element-instances', { elementId: 'task' });
    await set(engine, task.elementInstanceKey, { a: 5 }, true);
    expect(await timesCaught(engine, key)).toBe(2);
  });

  it('is triggered by input mappings of its activity, not by the output mappings', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bounded(on.condition('=a > 1'), false, mapping({ inputs: { a: '=2' } })),
      'input.bpmn',
    );
    const first = await engine.create('bounded');
    expect(await timesCaught(engine, first)).toBe(1);
    await engine.work('work');
    await engine.deploy(
      bounded(on.condition('=a > 1'), false, mapping({ outputs: { a: '=2' } })),
      'output.bpmn',
    );
    const second = await engine.create('bounded');
    await engine.work('work');
    expect(await engine.stateOf(second)).toBe('COMPLETED');
    expect(await timesCaught(engine, second)).toBe(0);
  });

  it('goes from the outermost scope inwards, and stops when something was interrupted', async () => {
    const engine = new TestEngine();
    const handler = (id: string, interrupting: boolean) =>
      eventSubProcess(id, startOn(`${id}-start`, on.condition('=a > 1'), '', interrupting), id);
    await engine.deploy(
      bpmn(
        'nested',
        `${start}<bpmn:subProcess id="sub"><bpmn:startEvent id="inner"/>${serviceTask('task', 'work')}<bpmn:endEvent id="inner-end"/>${flows('inner task inner-end')}${handler('inside', false)}</bpmn:subProcess>${end}${flows('start sub end')}${handler('outside', true)}`,
      ),
    );
    const key = await engine.create('nested');
    await set(engine, key, { a: 2 });
    expect((await engine.activate('outside')).length).toBe(1);
    expect(await engine.search('element-instances', { elementId: 'inside' })).toEqual([]);
    const triggered = engine.engine.events
      .list()
      .flatMap((event) =>
        event.valueType === 'CONDITION_SUBSCRIPTION' && event.intent === 'TRIGGERED'
          ? event.value.elementId
          : [],
      );
    expect(triggered).toEqual(['outside-start']);
  });

  it('looks only at the variables and changes that its filter names', async () => {
    const engine = new TestEngine();
    const filter = conditionFilter('variableNames="a" variableEvents="update"');
    await engine.deploy(bounded(on.condition('=a > 1 or b > 1', filter), false));
    const key = await engine.create('bounded');
    await set(engine, key, { b: 5 });
    await set(engine, key, { b: 6 });
    await set(engine, key, { a: 5 });
    expect(await timesCaught(engine, key)).toBe(0);
    await set(engine, key, { a: 6 });
    expect(await timesCaught(engine, key)).toBe(1);
  });

  it('counts null as false, and raises an incident for anything else that is not true or false', async () => {
    const engine = new TestEngine();
    await engine.deploy(bounded(on.condition('=a'), true));
    const key = await engine.create('bounded');
    expect(await engine.search('incidents', {})).toEqual([]);
    await set(engine, key, { a: 'yes' });
    expect(await engine.search('incidents', {})).toMatchObject([
      { errorType: 'CONDITION_ERROR', elementId: 'task' },
    ]);
  });

  it('is one of the events behind an event-based gateway', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'race',
        `${start}<bpmn:eventBasedGateway id="gateway"/>${catchEvent('rich', on.condition('=amount > 10'))}${catchEvent('late', on.timer('duration', 'PT1H'))}${end}<bpmn:endEvent id="after"/>${flows('start gateway rich end')}${flows('gateway late after')}`,
      ),
    );
    const key = await engine.create('race');
    await set(engine, key, { amount: 11 });
    expect((await engine.history(key)).slice(1)).toEqual([
      'gateway COMPLETED',
      'rich COMPLETED',
      'end COMPLETED',
    ]);
  });
});

describe('conditional start events (3.7, 3.17)', () => {
  const starts = (id: string, condition: string) =>
    bpmn(id, `${startOn('begin', on.condition(condition))}${end}${flows('begin end')}`);
  const evaluate = (engine: TestEngine, variables: object, more: object = {}) =>
    engine.call('POST', '/conditionals/evaluation', { variables, ...more });

  it('start an instance for every condition that holds, with the variables', async () => {
    const engine = new TestEngine();
    await engine.deploy(starts('small', '=amount > 1'), 'small.bpmn');
    await engine.deploy(starts('large', '=amount > 100'), 'large.bpmn');
    const { status, body } = await evaluate(engine, { amount: 5 });
    expect([status, body.processInstances.length]).toEqual([200, 1]);
    const [{ processInstanceKey }] = body.processInstances;
    expect(await engine.variablesOf(processInstanceKey)).toEqual({ amount: 5 });
    expect((await evaluate(engine, { amount: 500 })).body.processInstances.length).toBe(2);
    expect((await evaluate(engine, { amount: 0 })).body.processInstances).toEqual([]);
  });

  it('can be limited to one definition; an unknown one is 404, no variables 400', async () => {
    const engine = new TestEngine();
    await engine.deploy(starts('one', '=amount > 1'), 'one.bpmn');
    await engine.deploy(starts('two', '=amount > 1'), 'two.bpmn');
    const [definition] = await engine.search('process-definitions', { processDefinitionId: 'two' });
    const { processDefinitionKey } = definition;
    const { body } = await evaluate(engine, { amount: 5 }, { processDefinitionKey });
    expect(body.processInstances.map((row: object) => Object.entries(row)[0]?.[1])).toEqual([
      processDefinitionKey,
    ]);
    expect((await evaluate(engine, { amount: 5 }, { processDefinitionKey: '1' })).status).toBe(404);
    expect((await evaluate(engine, {})).status).toBe(400);
  });

  it('do not fire when variables of instances change', async () => {
    const engine = new TestEngine();
    await engine.deploy(starts('small', '=amount > 1'), 'small.bpmn');
    await engine.deploy(
      bpmn('other', `${start}${serviceTask('task', 'work')}${end}${flows('start task end')}`),
    );
    const key = await engine.create('other', { amount: 5 });
    await set(engine, key, { amount: 6 });
    expect((await engine.search('process-instances', {})).length).toBe(1);
  });
});
