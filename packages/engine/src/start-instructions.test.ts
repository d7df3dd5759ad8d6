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

const startAt = (...ids: string[]) => ({
  startInstructions: ids.map((elementId) => ({ elementId })),
});
const inside = `${element('startEvent', 'inner-start')}${serviceTask('inside', 'inside', mapping({ inputs: { local: '=a' } }))}${element('endEvent', 'inner-end')}${flows('inner-start inside inner-end')}`;
const nested = bpmn(
  'nested',
  `${start}${subProcess(
    'outer',
    `${extensions(mapping({ inputs: { made: '=1' } }))}${element('startEvent', 'outer-start')}${subProcess('inner', inside)}${element('endEvent', 'outer-end')}${flows('outer-start inner outer-end')}
    ${eventSubProcess('on-message', on.message('go'), `${element('endEvent', 'on-message-end')}${flows('on-message-start on-message-end')}`)}`,
  )}
  ${boundary('bound', 'outer', on.message('stop'))}${end}${element('endEvent', 'stopped')}${flows('start outer end')}${flows('bound stopped')}`,
  `${message('go', '=a')}${message('stop', '=a')}`,
);

describe('start instructions (3.7)', () => {
  it('begin before the element: its input mappings run, the start event does not', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('p', 'work', mapping({ inputs: { doubled: '=2 * n' } })));
    const key = await engine.create('p', { n: 3 }, startAt('task'));
    expect(await engine.history(key)).toEqual(['task ACTIVE']);
    const [job] = await engine.activate('work');
    expect(job.variables).toEqual({ n: 3, doubled: 6 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('make the scopes around it without start events and without input mappings, and what those wait for opens', async () => {
    const engine = new TestEngine();
    await engine.deploy(nested);
    const key = await engine.create('nested', { a: 'x' }, startAt('inside'));
    expect(await engine.history(key)).toEqual(['outer ACTIVE', 'inner ACTIVE', 'inside ACTIVE']);
    const [outer] = await engine.search('element-instances', { elementId: 'outer' });
    expect(await engine.variablesOf(outer.elementInstanceKey)).toEqual({});
    const open = await engine.search('message-subscriptions', { processInstanceKey: key });
    expect(open.map(({ elementId }) => elementId).sort()).toEqual(['bound', 'on-message-start']);
    await engine.work('inside');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('may be several, also for one element and inside one scope', async () => {
    const engine = new TestEngine();
    await engine.deploy(nested);
    const key = await engine.create('nested', { a: 'x' }, startAt('inside', 'inside'));
    expect(await engine.history(key)).toEqual([
      'outer ACTIVE',
      'inner ACTIVE',
      'inside ACTIVE',
      'inside ACTIVE',
    ]);
    expect(await engine.work('inside')).toBe(2);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('do not need a none start event', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${element('startEvent', 'begin', on.message('go'))}${serviceTask('task', 'work')}${flows('begin task')}`,
        message('go'),
      ),
    );
    const key = await engine.create('p', {}, startAt('task'));
    await engine.work('work');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('hand the result to a waiting request', async () => {
    const engine = new TestEngine();
    await engine.deploy(bpmn('p', `${start}${element('task', 'task')}${end}${flows('start task end')}`));
    const { status, body } = await engine.call('POST', '/process-instances', {
      processDefinitionId: 'p',
      variables: { a: 1 },
      awaitCompletion: true,
      ...startAt('task'),
    });
    expect([status, body.variables]).toEqual([200, { a: 1 }]);
  });

  it.each([
    ['nowhere', 'there is no such element', "has no element 'nowhere'"],
    ['start', 'a start event', 'a start event'],
    ['bound', 'a boundary event', 'a boundary event'],
    ['caught', 'an event behind an event-based gateway', 'behind an event-based gateway'],
    ['item', 'an element inside a multi-instance', 'inside of a multi-instance'],
    ['p', 'the process', 'the process itself'],
    ['a-flow', 'a sequence flow', "has no element 'a-flow'"],
  ])('refuse %s with 400: %s', async (elementId, _, reason) => {
    const engine = new TestEngine();
    const loop =
      '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1]"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';
    const catches = (id: string, name: string) => element('intermediateCatchEvent', id, on.message(name));
    await engine.deploy(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work')}${boundary('bound', 'task', on.message('go'))}<bpmn:sequenceFlow id="a-flow" sourceRef="start" targetRef="task"/>
        ${element('eventBasedGateway', 'gateway')}${catches('caught', 'go')}${catches('other', 'stop')}${flows('task gateway caught')}${flows('gateway other')}
        ${subProcess('each', `${element('startEvent', 'each-start')}${serviceTask('item', 'work')}${flows('each-start item')}${loop}`)}${flows('other each')}`,
        `${message('go', '=a')}${message('stop', '=a')}`,
      ),
    );
    const { status, body } = await engine.call('POST', '/process-instances', {
      processDefinitionId: 'p',
      ...startAt('task', elementId),
    });
    expect([status, body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(body.detail).toContain(reason);
    expect(await engine.search('process-instances')).toEqual([]);
  });

  it('leave nothing behind when what a scope waits for cannot be opened', async () => {
    const engine = new TestEngine();
    await engine.deploy(nested);
    const { status, body } = await engine.call('POST', '/process-instances', {
      processDefinitionId: 'nested',
      ...startAt('inside'),
    });
    expect([status, body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(body.detail).toContain('correlation key');
    expect(await engine.search('process-instances')).toEqual([]);
  });
});

describe('the runtime instruction TERMINATE_PROCESS_INSTANCE (3.7)', () => {
  const endAfter = (afterElementId: string) => ({
    runtimeInstructions: [{ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId }],
  });
  const two = bpmn(
    'two',
    `${start}${serviceTask('a', 'a')}${boundary('bound', 'a', on.message('stop'))}${serviceTask('b', 'b')}${end}${element('endEvent', 'stopped')}${flows('start a b end')}${flows('bound stopped')}`,
    message('stop', '=1'),
  );

  it('ends the instance when the element has completed', async () => {
    const engine = new TestEngine();
    await engine.deploy(two);
    const key = await engine.create('two', {}, endAfter('a'));
    await engine.work('a');
    expect(await engine.stateOf(key)).toBe('TERMINATED');
    expect(await engine.history(key)).toEqual(['start COMPLETED', 'a COMPLETED']);
  });

  it('ends the instance when the element was terminated', async () => {
    const engine = new TestEngine();
    await engine.deploy(two);
    const key = await engine.create('two', {}, endAfter('a'));
    await engine.call('POST', '/messages/publication', { name: 'stop', correlationKey: '1' });
    expect(await engine.stateOf(key)).toBe('TERMINATED');
    expect(await engine.history(key)).toContain('a TERMINATED');
    expect(await engine.work('b')).toBe(0);
  });

  it('waits for all items of a multi-instance', async () => {
    const engine = new TestEngine();
    const task = serviceTask('each', 'each').replace(
      '</bpmn:serviceTask>',
      '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1,2]"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>',
    );
    await engine.deploy(
      bpmn('p', `${start}${task}${serviceTask('b', 'b')}${end}${flows('start each b end')}`),
    );
    const key = await engine.create('p', {}, endAfter('each'));
    const [first, second] = await engine.activate('each');
    await engine.call('POST', `/jobs/${first.jobKey}/completion`);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.call('POST', `/jobs/${second.jobKey}/completion`);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
  });

  it('lets a waiting request run into its time-out', async () => {
    const engine = new TestEngine();
    await engine.deploy(bpmn('p', `${start}${element('task', 'task')}${end}${flows('start task end')}`));
    const { status } = await engine.call('POST', '/process-instances', {
      processDefinitionId: 'p',
      awaitCompletion: true,
      requestTimeout: 1,
      ...endAfter('task'),
    });
    expect(status).toBe(504);
  });

  it.each([
    [{ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: 'nowhere' }, "'nowhere'"],
    [{ type: 'PAUSE', afterElementId: 'a' }, "'PAUSE'"],
    [{ type: 'TERMINATE_PROCESS_INSTANCE' }, 'runtimeInstructions[0].afterElementId'],
  ])('is refused with 400 if it is %j', async (instruction, reason) => {
    const engine = new TestEngine();
    await engine.deploy(two);
    const { status, body } = await engine.call('POST', '/process-instances', {
      processDefinitionId: 'two',
      runtimeInstructions: [instruction],
    });
    expect(status).toBe(400);
    expect(body.detail).toContain(reason);
  });
});
