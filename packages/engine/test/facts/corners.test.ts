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
  flows,
  mapping,
  oneTask,
  serviceTask,
  start,
  subProcess,
} from '../bpmn.ts';
import { catchEvent, message, on, signal, startOn, throwEvent } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

const k = '=&quot;k&quot;';
const loop = (attributes: string, inside = '', more = '') =>
  `<bpmn:multiInstanceLoopCharacteristics ${more}><bpmn:extensionElements><zeebe:loopCharacteristics ${attributes}/></bpmn:extensionElements>${inside}</bpmn:multiInstanceLoopCharacteristics>`;
const listeners = (...list: string[]) =>
  `<zeebe:executionListeners>${list
    .map((one) => {
      const [eventType, type] = one.split(' ');
      return `<zeebe:executionListener eventType="${eventType}" type="${type}"/>`;
    })
    .join('')}</zeebe:executionListeners>`;
const compensate = '<bpmn:compensateEventDefinition/>';
const undoable = (task: string, handler?: string) => {
  const id = /id="([^"]+)"/.exec(task)?.[1] ?? '';
  const undo =
    handler ??
    serviceTask(`${id}-undo`, 'undo').replace(
      '<bpmn:serviceTask',
      '<bpmn:serviceTask isForCompensation="true"',
    );
  return `${task}${element('boundaryEvent', `${id}-comp`, compensate, `attachedToRef="${id}"`)}${undo}<bpmn:association id="${id}-assoc" sourceRef="${id}-comp" targetRef="${id}-undo" associationDirection="One"/>`;
};
const deployed = async (model: string, options = {}) => {
  const engine = new TestEngine(options);
  await engine.deploy(model);
  return engine;
};
const publish = (engine: TestEngine, name: string, more: object = {}) =>
  engine.call('POST', '/messages/publication', { name, correlationKey: 'k', ...more });
const complete = (engine: TestEngine, { jobKey }: { jobKey: string }, body: object = {}) =>
  engine.call('POST', `/jobs/${jobKey}/completion`, body);

describe('ad-hoc sub-processes with a worker (3.10)', () => {
  const adHoc = element(
    'adHocSubProcess',
    'ad',
    `${extensions('<zeebe:taskDefinition type="agent" retries="2"/><zeebe:adHoc outputCollection="results" outputElement="={id: toolCall.id, r: r}"/>')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}`,
  );
  const model = bpmn('p', `${start}${adHoc}${end}${flows('start ad end')}`);
  const result = (more: object) => ({ result: { type: 'adHocSubProcess', ...more } });

  it('activates elements with variables of their own, gets a job after each path, and ends with what was collected', async () => {
    const engine = await deployed(model);
    const key = await engine.create('p');
    const [first] = await engine.activate('agent');
    expect(first).toMatchObject({ kind: 'AD_HOC_SUB_PROCESS', elementId: 'ad', retries: 2 });
    expect(
      first.variables.adHocSubProcessElements.map(({ elementId }: { elementId: string }) => elementId),
    ).toEqual(['a', 'b']);
    expect(
      (
        await complete(
          engine,
          first,
          result({
            activateElements: [
              { elementId: 'a', variables: { toolCall: { id: 1 } } },
              { elementId: 'b', variables: { toolCall: { id: 2 } } },
            ],
          }),
        )
      ).status,
    ).toBe(204);
    expect(await engine.work('b', { r: 'B' })).toBe(1);
    const [second] = await engine.activate('agent');
    expect(await engine.work('a', { r: 'A' })).toBe(1);
    expect((await complete(engine, second, result({ isCompletionConditionFulfilled: true }))).status).toBe(
      404,
    );
    const [third] = await engine.activate('agent');
    await complete(engine, third, result({ isCompletionConditionFulfilled: true }));
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.variablesOf(key)).results).toEqual([
      { id: 2, r: 'B' },
      { id: 1, r: 'A' },
    ]);
  });

  it('fulfilled together with elements is refused; an unknown element too; the job stays', async () => {
    const engine = await deployed(model);
    await engine.create('p');
    const [job] = await engine.activate('agent');
    const both = await complete(
      engine,
      job,
      result({ isCompletionConditionFulfilled: true, activateElements: [{ elementId: 'a' }] }),
    );
    expect([400, 409]).toContain(both.status);
    const unknown = await complete(engine, job, result({ activateElements: [{ elementId: 'nobody' }] }));
    expect([400, 404, 409]).toContain(unknown.status);
    expect((await complete(engine, job, result({ activateElements: [{ elementId: 'a' }] }))).status).toBe(
      204,
    );
    expect((await engine.activate('a')).length).toBe(1);
  });

  it('fulfilled with isCancelRemainingInstances ends what runs, without it waits for it', async () => {
    for (const [cancels, state] of [
      [true, 'COMPLETED'],
      [false, 'ACTIVE'],
    ] as const) {
      const engine = await deployed(model);
      const key = await engine.create('p');
      const [first] = await engine.activate('agent');
      await complete(
        engine,
        first,
        result({
          activateElements: [
            { elementId: 'a', variables: { toolCall: { id: 1 } } },
            { elementId: 'b', variables: { toolCall: { id: 2 } } },
          ],
        }),
      );
      await engine.work('b');
      const [second] = await engine.activate('agent');
      await complete(
        engine,
        second,
        result({ isCompletionConditionFulfilled: true, isCancelRemainingInstances: cancels }),
      );
      expect(await engine.stateOf(key)).toBe(state);
      await engine.work('a');
      expect(await engine.stateOf(key)).toBe('COMPLETED');
    }
  });
});

describe('message throw and end events (3.9, 3.14)', () => {
  it('are jobs with mappings, retries and headers; an end event’s results reach the process', async () => {
    const definition = (id: string) => `<bpmn:messageEventDefinition id="${id}-d" messageRef="message-m"/>`;
    const job = (type: string) =>
      `<zeebe:taskDefinition type="${type}" retries="7"/><zeebe:taskHeaders><zeebe:header key="h" value="v"/></zeebe:taskHeaders>`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${throwEvent('throw', definition('throw'), `${job('send')}${mapping({ inputs: { x: '=1' }, outputs: { sent: '=id' } })}`)}${throwEvent('finish', definition('finish'), job('done'), 'endEvent')}${flows('start throw finish')}`,
        message('m'),
      ),
    );
    const key = await engine.create('p');
    const [send] = await engine.activate('send');
    expect(send).toMatchObject({
      retries: 7,
      customHeaders: { h: 'v' },
      variables: { x: 1 },
      elementId: 'throw',
    });
    await complete(engine, send, { variables: { id: 'm1' } });
    await engine.work('done', { last: true });
    expect(await engine.variablesOf(key)).toEqual({ sent: 'm1', last: true });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a job of a throw event can throw an error to the event sub-process around it', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${throwEvent('throw', '<bpmn:messageEventDefinition messageRef="message-m"/>', '<zeebe:taskDefinition type="send"/>')}${end}${flows('start throw end')}${eventSubProcess('esp', errorEvent('e'), `${element('endEvent', 'ee')}${flows('esp-start ee')}`)}`,
        message('m') + error('e', 'E'),
      ),
    );
    const key = await engine.create('p');
    const [job] = await engine.activate('send');
    await engine.call('POST', `/jobs/${job.jobKey}/error`, { errorCode: 'E' });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.history(key)).toContain('throw TERMINATED');
  });
});

describe('several start events (3.7)', () => {
  it('a process with two message starts and a none start; two signals of one name start twice', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${startOn('s1', on.message('m1'))}${startOn('s2', on.message('m2'))}${serviceTask('t', 't')}${flows('start t')}${flows('s1 t')}${flows('s2 t')}`,
        message('m1') + message('m2'),
      ),
      'p.bpmn',
    );
    await publish(engine, 'm2', { correlationKey: '' });
    const [instance] = await engine.search('process-instances');
    expect(await engine.history(instance.processInstanceKey)).toEqual(['s2 COMPLETED', 't ACTIVE']);
    await engine.create('p');
    await publish(engine, 'm1');
    await publish(engine, 'm2');
    expect(await engine.search('process-instances')).toHaveLength(3);
  });

  it('the message start event’s output mappings choose the variables of the instance', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${startOn('s', on.message('m'), mapping({ outputs: { a: '=b' } }))}${end}${flows('s end')}`,
        message('m'),
      ),
    );
    await publish(engine, 'm', { variables: { b: 1, c: 2 } });
    const [instance] = await engine.search('process-instances');
    expect(await engine.variablesOf(instance.processInstanceKey)).toEqual({ a: 1 });
  });

  it('a none start event’s output mappings initialise variables', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${element('startEvent', 'start', extensions(mapping({ outputs: { total: '=0', name: 'Ann' } })))}${end}${flows('start end')}`,
      ),
    );
    expect(await engine.variablesOf(await engine.create('p', { given: 1 }))).toEqual({
      given: 1,
      total: 0,
      name: 'Ann',
    });
  });

  it('a timer start with an expression, and with a cycle that begins later', async () => {
    const begin = Date.UTC(2030, 0, 1);
    const engine = new TestEngine({ startTime: begin });
    await engine.deploy(
      bpmn(
        'a',
        `${startOn('s', on.timer('date', '=now() + duration(&quot;PT1H&quot;)'))}${end}${flows('s end')}`,
      ),
      'a.bpmn',
    );
    await engine.deploy(
      bpmn(
        'b',
        `${startOn('s', on.timer('cycle', '=cycle(2, duration(&quot;PT2H&quot;))'))}${end}${flows('s end')}`,
      ),
      'b.bpmn',
    );
    await engine.deploy(
      bpmn('c', `${startOn('s', on.timer('cycle', 'R2/2030-01-01T05:00:00Z/PT30M'))}${end}${flows('s end')}`),
      'c.bpmn',
    );
    engine.engine.clock.advance(24 * 3_600_000);
    const hours = async (processDefinitionId: string) =>
      (await engine.search('process-instances', { processDefinitionId })).map(
        ({ startDate }) => (Date.parse(startDate) - begin) / 3_600_000,
      );
    expect([await hours('a'), await hours('b'), await hours('c')]).toEqual([[1], [2, 4], [5, 5.5]]);
  });
});

describe('compensation in loops and scopes (3.17)', () => {
  it('what was done inside of the items of a completed multi-instance sub-process is undone for every item', async () => {
    const inside = `${element('startEvent', 's')}${undoable(serviceTask('a', 'a'))}${element('endEvent', 'e')}${flows('s a e')}${loop('inputCollection="=[1,2,3]" inputElement="i"')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside)}${element('endEvent', 'undo-all', compensate)}${flows('start sub undo-all')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    const jobs = await engine.activate('undo');
    expect(jobs.map(({ variables }) => variables.i).sort()).toEqual([1, 2, 3]);
    for (const job of jobs) {
      await complete(engine, job);
    }
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a throw inside one item undoes what this item did, not the others', async () => {
    const inside = `${element('startEvent', 's')}${undoable(serviceTask('a', 'a'))}${serviceTask('b', 'b')}${element('endEvent', 'e', compensate)}${flows('s a b e')}${loop('inputCollection="=[1,2]" inputElement="i"')}`;
    const engine = await deployed(
      bpmn('p', `${start}${subProcess('sub', inside)}${end}${flows('start sub end')}`),
    );
    const key = await engine.create('p');
    await engine.work('a');
    const [one, two] = await engine.activate('b');
    await complete(engine, one);
    const undone = await engine.activate('undo');
    expect(undone.map(({ variables }) => variables.i)).toEqual([one.variables.i]);
    await complete(engine, undone[0]);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await complete(engine, two);
    expect(await engine.work('undo')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a sub-process as handler runs its own flow', async () => {
    const handler = subProcess(
      'a-undo',
      `${element('startEvent', 'us')}${serviceTask('u1', 'undo')}${element('endEvent', 'ue')}${flows('us u1 ue')}`,
      'isForCompensation="true"',
    );
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${undoable(serviceTask('a', 'a'), handler)}${element('endEvent', 'undo-all', compensate)}${flows('start a undo-all')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect(await engine.work('undo')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a sub-process with its own compensation boundary event: its handler runs, and what it did inside too', async () => {
    const inside = `${element('startEvent', 's')}${undoable(serviceTask('a', 'a'))}${element('endEvent', 'e')}${flows('s a e')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${undoable(subProcess('sub', inside))}${element('endEvent', 'undo-all', compensate)}${flows('start sub undo-all')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    expect((await engine.activate('undo')).map(({ elementId }) => elementId).sort()).toEqual([
      'a-undo',
      'sub-undo',
    ]);
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    expect(await engine.search('element-instances', { state: 'ACTIVE' })).toEqual([]);
  });

  it('an interrupted throw event ends its handlers, and they are not run again', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${undoable(serviceTask('a', 'a'))}${element('intermediateThrowEvent', 'throw', compensate)}${end}${flows('start a throw end')}${eventSubProcess('esp', on.message('m'), `${element('endEvent', 'again', compensate)}${flows('esp-start again')}`)}`,
        message('m', k),
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    expect((await engine.search('jobs', { type: 'undo' })).length).toBe(1);
    await publish(engine, 'm');
    expect((await engine.search('jobs', { type: 'undo' })).map(({ state }) => state)).toEqual(['CANCELED']);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('listeners at events and scopes (3.12)', () => {
  it('a catch event’s start listeners run before it waits: what is published meanwhile is not for it, what is buffered is', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${catchEvent('c', on.message('m'), listeners('start begin', 'end done'))}${end}${flows('start c end')}`,
        message('m', k),
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p');
    await publish(engine, 'm');
    await engine.work('begin');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await publish(engine, 'm', { variables: { v: 1 } });
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    const [done] = await engine.activate('done');
    expect(done.variables).toEqual({ v: 1 });
    await complete(engine, done);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a start listener of the process sets root variables that its start event sees', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${extensions(listeners('start begin'))}${element('startEvent', 'start', extensions(mapping({ outputs: { b: '=a + 1' } })))}${end}${flows('start end')}`,
      ),
    );
    const key = await engine.create('p');
    expect(await engine.history(key)).toEqual([]);
    await engine.work('begin', { a: 1 });
    expect(await engine.variablesOf(key)).toEqual({ a: 1, b: 2 });
  });

  it('a sub-process with listeners: its event sub-process is not yet open during start, and gone during end', async () => {
    const inside = `${extensions(listeners('start begin', 'end done'))}${element('startEvent', 's')}${serviceTask('t', 't')}${element('endEvent', 'e')}${flows('s t e')}${eventSubProcess('esp', on.message('m'), `${serviceTask('x', 'x')}${flows('esp-start x')}`, 'isInterrupting="false"')}`;
    const engine = await deployed(
      bpmn('p', `${start}${subProcess('sub', inside)}${end}${flows('start sub end')}`, message('m', k)),
    );
    const key = await engine.create('p');
    await publish(engine, 'm');
    await engine.work('begin');
    expect(await engine.activate('x')).toEqual([]);
    await publish(engine, 'm');
    expect(await engine.work('x')).toBe(1);
    await engine.work('t');
    await publish(engine, 'm');
    expect(await engine.work('x')).toBe(0);
    await engine.work('done');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('an interrupting boundary event during an end listener takes no part: the element completes', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't', listeners('end done'))}${end}${flows('start t end')}${boundary('b', 't', on.message('m'))}${element('endEvent', 'e2')}${flows('b e2')}`,
        message('m', k),
      ),
    );
    const key = await engine.create('p');
    await engine.work('t');
    await publish(engine, 'm');
    await engine.work('done');
    expect(await engine.history(key)).toEqual(['start COMPLETED', 't COMPLETED', 'end COMPLETED']);
  });

  it('an end listener without retries: its incident, and only it runs again', async () => {
    const engine = await deployed(oneTask('p', 'work', listeners('start begin', 'end one', 'end two')));
    const key = await engine.create('p');
    await engine.work('begin');
    await engine.work('work');
    await engine.work('one');
    const [two] = await engine.activate('two');
    await engine.call('POST', `/jobs/${two.jobKey}/failure`, { retries: 0, errorMessage: 'no' });
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident).toMatchObject({
      errorType: 'EXECUTION_LISTENER_NO_RETRIES',
      jobKey: two.jobKey,
      elementId: 'task',
    });
    await engine.call('PATCH', `/jobs/${two.jobKey}`, { changeset: { retries: 1 } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect([
      await engine.work('begin'),
      await engine.work('work'),
      await engine.work('one'),
      await engine.work('two'),
    ]).toEqual([0, 0, 0, 1]);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('timers of event sub-processes (3.10, 3.16)', () => {
  it('a non-interrupting cycle runs beside, and an interrupting duration ends everything', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${flows('start t')}${eventSubProcess('tick', on.timer('cycle', 'R3/PT1M'), `${serviceTask('x', 'x')}${flows('tick-start x')}`, 'isInterrupting="false"')}${eventSubProcess('stop', on.timer('duration', 'PT150S'), `${serviceTask('y', 'y')}${flows('stop-start y')}`)}`,
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p');
    engine.engine.clock.advance(600_000);
    expect((await engine.search('jobs', { type: 'x' })).map(({ state }) => state)).toEqual([
      'CANCELED',
      'CANCELED',
    ]);
    expect(await engine.work('y')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(engine.engine.clock.nextDue()).toBeUndefined();
  });

  it('inside of a sub-process the timer counts from the scope’s activation', async () => {
    const inside = `${element('startEvent', 's')}${serviceTask('t', 't')}${flows('s t')}${eventSubProcess('stop', on.timer('duration', '=wait'), `${element('endEvent', 'ee')}${flows('stop-start ee')}`)}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('before', 'before')}${subProcess('sub', inside)}${end}${flows('start before sub end')}`,
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p');
    engine.engine.clock.advance(3_600_000);
    await engine.work('before', { wait: 'PT10S' });
    engine.engine.clock.advance(9_999);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    engine.engine.clock.advance(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('interrupting boundary events with what is inside (3.3)', () => {
  it('two interrupting boundary events triggered by one signal: only one goes on', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${end}${flows('start t end')}${boundary('b1', 't', on.signal('x'))}${boundary('b2', 't', on.signal('y'))}${element('endEvent', 'e1')}${element('endEvent', 'e2')}${flows('b1 e1')}${flows('b2 e2')}`,
        signal('x') + signal('y'),
      ),
    );
    const key = await engine.create('p');
    await engine.call('POST', '/signals/broadcast', { signalName: 'y' });
    await engine.call('POST', '/signals/broadcast', { signalName: 'x' });
    expect(await engine.history(key)).toEqual([
      'start COMPLETED',
      't TERMINATED',
      'b2 COMPLETED',
      'e2 COMPLETED',
    ]);
  });

  it('a signal that interrupts nested sub-processes goes on outside only, with join tokens inside dropped', async () => {
    const inner = `${element('startEvent', 's2')}${element('parallelGateway', 'f2')}${element('parallelGateway', 'j2')}${serviceTask('x', 'x')}${flows('s2 f2 j2')}${flows('f2 x j2')}`;
    const outer = `${element('startEvent', 's1')}${subProcess('inner', inner)}${element('endEvent', 'e1')}${flows('s1 inner e1')}${boundary('bi', 'inner', on.signal('x'))}${serviceTask('hi', 'hi')}${flows('bi hi')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('outer', outer)}${end}${flows('start outer end')}${boundary('bo', 'outer', on.signal('x'))}${serviceTask('ho', 'ho')}${element('endEvent', 'e2')}${flows('bo ho e2')}`,
        signal('x'),
      ),
    );
    const key = await engine.create('p');
    await engine.call('POST', '/signals/broadcast', { signalName: 'x' });
    expect(await engine.work('ho')).toBe(1);
    expect(await engine.activate('hi')).toEqual([]);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a loop back into the same sub-process after its interruption starts with empty joins', async () => {
    const inside = `${element('startEvent', 's')}${element('parallelGateway', 'f')}${element('parallelGateway', 'j')}${serviceTask('x', 'x')}${element('endEvent', 'e')}${flows('s f j e')}${flows('f x j')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('exclusiveGateway', 'm')}${subProcess('sub', inside)}${end}${flows('start m sub end')}${boundary('b', 'sub', on.message('m'))}${flows('b m')}`,
        message('m', k),
      ),
    );
    const key = await engine.create('p');
    await publish(engine, 'm');
    await publish(engine, 'm');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect(await engine.work('x')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).filter((line) => line.startsWith('sub '))).toEqual([
      'sub TERMINATED',
      'sub TERMINATED',
      'sub COMPLETED',
    ]);
  });

  it('a receive task with a non-interrupting boundary message of another name and an interrupting timer', async () => {
    const receive = element('receiveTask', 'r', '', 'messageRef="message-m"');
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${receive}${end}${flows('start r end')}${boundary('b', 'r', on.message('n'), 'cancelActivity="false"')}${serviceTask('x', 'x')}${flows('b x')}${boundary('t', 'r', on.timer('duration', 'PT1M'))}${element('endEvent', 'e2')}${flows('t e2')}`,
        message('m', k) + message('n', k),
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p');
    await publish(engine, 'n');
    await publish(engine, 'n');
    expect(await engine.work('x')).toBe(2);
    await publish(engine, 'm', { variables: { got: 1 } });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ got: 1 });
  });
});

describe('start instructions and runtime instructions (3.7)', () => {
  it('start in a nested sub-process with variables, and end after an element', async () => {
    const inside = `${element('startEvent', 's')}${serviceTask('a', 'a')}${serviceTask('b', 'b', mapping({ inputs: { copy: '=v' } }))}${element('endEvent', 'e')}${flows('s a b e')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside)}${serviceTask('after', 'after')}${flows('start sub after')}`,
      ),
    );
    const key = await engine.create(
      'p',
      { v: 3 },
      {
        startInstructions: [{ elementId: 'b' }],
        runtimeInstructions: [{ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: 'sub' }],
      },
    );
    const [job] = await engine.activate('b');
    expect(job.variables).toEqual({ v: 3, copy: 3 });
    await complete(engine, job);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
    expect(await engine.search('jobs', { type: 'after' })).toEqual([]);
  });
});
