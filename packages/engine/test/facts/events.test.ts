import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  eventSubProcess,
  extensions,
  flow,
  flows,
  mapping,
  serviceTask,
  start,
  subProcess,
} from '../bpmn.ts';
import { catchEvent, conditionFilter, message, on, signal, startOn } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

const deployed = async (model: string, options = {}) => {
  const engine = new TestEngine(options);
  await engine.deploy(model);
  return engine;
};
const publish = (engine: TestEngine, name: string, more: object = {}) =>
  engine.call('POST', '/messages/publication', { name, correlationKey: 'k', ...more });
const k = '=&quot;k&quot;';
const states = async (engine: TestEngine, keys: string[]) =>
  Promise.all(keys.map((key) => engine.stateOf(key)));
const multi = (attributes: string, more = '') =>
  `<bpmn:multiInstanceLoopCharacteristics ${more}><bpmn:extensionElements><zeebe:loopCharacteristics ${attributes}/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;

describe('messages (3.14)', () => {
  it('a buffered message goes to one instance per process id, and to another process too while it lives', async () => {
    const engine = new TestEngine({ startTime: 0 });
    const waits = (id: string) =>
      bpmn(id, `${start}${catchEvent('c', on.message('m'))}${end}${flows('start c end')}`, message('m', k));
    await engine.deploy(waits('p'), 'p.bpmn');
    await engine.deploy(waits('q'), 'q.bpmn');
    await publish(engine, 'm', { timeToLive: 60_000, variables: { x: 1 } });
    const keys = [await engine.create('p'), await engine.create('p'), await engine.create('q')];
    expect(await states(engine, keys)).toEqual(['COMPLETED', 'ACTIVE', 'COMPLETED']);
  });

  it('one instance that waits twice for the same message in a row needs two messages', async () => {
    const model = bpmn(
      'p',
      `${start}${catchEvent('c', on.message('m'))}${catchEvent('d', on.message('m'))}${end}${flows('start c d end')}`,
      message('m', k),
    );
    const engine = await deployed(model, { startTime: 0 });
    const key = await engine.create('p');
    await publish(engine, 'm', { timeToLive: 60_000 });
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await publish(engine, 'm', { timeToLive: 60_000 });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a loop over one catch event takes the buffered messages in the order of publication', async () => {
    const model = bpmn(
      'p',
      `${start}${element('exclusiveGateway', 'again')}${catchEvent('c', on.message('m'))}${serviceTask('t', 't')}${element('exclusiveGateway', 'more', '', 'default="out"')}${end}${flows('start again c t more')}${flow('more', 'again', '=n < 3')}${flow('more', 'end', undefined, 'out')}`,
      message('m', k),
    );
    const engine = await deployed(model, { startTime: 0 });
    for (const n of [1, 2, 3]) {
      await publish(engine, 'm', { timeToLive: 1000, variables: { n } });
    }
    const key = await engine.create('p');
    const seen: unknown[] = [];
    for (let round = 0; round < 3; round++) {
      const [job] = await engine.activate('t');
      seen.push(job.variables.n);
      await engine.call('POST', `/jobs/${job.jobKey}/completion`, {});
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a message starts one process and correlates to another at once', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'waits',
        `${start}${catchEvent('c', on.message('m'))}${end}${flows('start c end')}`,
        message('m', k),
      ),
      'w.bpmn',
    );
    await engine.deploy(
      bpmn('starts', `${startOn('s', on.message('m'))}${end}${flows('s end')}`, message('m')),
      's.bpmn',
    );
    const key = await engine.create('waits');
    await publish(engine, 'm');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.search('process-instances', { processDefinitionId: 'starts' })).toHaveLength(1);
  });

  it('an instance of the process that was created by the API does not block a message start', async () => {
    const model = bpmn(
      'p',
      `${start}${startOn('s', on.message('m'))}${serviceTask('t', 't')}${flows('start t')}${flows('s t')}`,
      message('m'),
    );
    const engine = await deployed(model);
    await engine.create('p');
    await publish(engine, 'm');
    expect(await engine.search('process-instances', { processDefinitionId: 'p' })).toHaveLength(2);
    await publish(engine, 'm');
    expect(await engine.search('process-instances', { processDefinitionId: 'p' })).toHaveLength(2);
    await publish(engine, 'm', { correlationKey: 'other' });
    expect(await engine.search('process-instances', { processDefinitionId: 'p' })).toHaveLength(3);
  });

  it('the lock of a message start outlasts a new version, and is freed by cancellation; buffered messages then start oldest first', async () => {
    const model = bpmn(
      'p',
      `${startOn('s', on.message('m'))}${serviceTask('t', 't')}${flows('s t')}`,
      message('m'),
    );
    const engine = await deployed(model, { startTime: 0 });
    await publish(engine, 'm', { variables: { n: 1 } });
    await engine.deploy(model.replace('p name', 'second'));
    await publish(engine, 'm', { variables: { n: 2 }, timeToLive: 1000 });
    await publish(engine, 'm', { variables: { n: 3 }, timeToLive: 1000 });
    const running = () => engine.search('process-instances', { state: 'ACTIVE' });
    const [first] = await running();
    expect(await running()).toHaveLength(1);
    await engine.call('POST', `/process-instances/${first.processInstanceKey}/cancellation`);
    const [second] = await running();
    expect(await engine.variablesOf(second.processInstanceKey)).toEqual({ n: 2 });
    expect(second.processDefinitionVersion).toBe(2);
    await engine.work('t');
    const [third] = await running();
    expect(await engine.variablesOf(third.processInstanceKey)).toEqual({ n: 3 });
  });

  it('a buffered start message that expires while it is locked out starts nothing', async () => {
    const engine = await deployed(
      bpmn('p', `${startOn('s', on.message('m'))}${serviceTask('t', 't')}${flows('s t')}`, message('m')),
      { startTime: 0 },
    );
    await publish(engine, 'm');
    await publish(engine, 'm', { timeToLive: 500 });
    engine.engine.clock.advance(500);
    await engine.work('t');
    expect(await engine.search('process-instances', { state: 'ACTIVE' })).toEqual([]);
  });

  it('the same message id with another key or name, or after expiry, is no duplicate; an empty id never is', async () => {
    const engine = await deployed(bpmn('p', `${start}${end}${flows('start end')}`), { startTime: 0 });
    const status = async (name: string, more: object) =>
      (await publish(engine, name, { timeToLive: 100, ...more })).status;
    expect(await status('m', { messageId: 'i' })).toBe(200);
    expect(await status('m', { messageId: 'i' })).toBe(409);
    expect(await status('n', { messageId: 'i' })).toBe(200);
    expect(await status('m', { messageId: 'i', correlationKey: 'l' })).toBe(200);
    expect(await status('m', { messageId: '' })).toBe(200);
    expect(await status('m', { messageId: '' })).toBe(200);
    engine.engine.clock.advance(99);
    expect(await status('m', { messageId: 'i' })).toBe(409);
    engine.engine.clock.advance(1);
    expect(await status('m', { messageId: 'i' })).toBe(200);
  });

  it('a message without a time to live leaves its id free at once, even when it was correlated', async () => {
    const engine = await deployed(
      bpmn('p', `${start}${catchEvent('c', on.message('m'))}${end}${flows('start c end')}`, message('m', k)),
    );
    await engine.create('p');
    expect((await publish(engine, 'm', { messageId: 'i' })).status).toBe(200);
    expect((await publish(engine, 'm', { messageId: 'i' })).status).toBe(200);
  });

  it('a number as correlation key is its text without .0', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${catchEvent('c', on.message('m'))}${end}${flows('start c end')}`,
        message('m', '=n'),
      ),
    );
    const keys = [await engine.create('p', { n: 12 }), await engine.create('p', { n: 1.5 })];
    await publish(engine, 'm', { correlationKey: '12' });
    expect(await states(engine, keys)).toEqual(['COMPLETED', 'ACTIVE']);
    await publish(engine, 'm', { correlationKey: '1.5' });
    expect(await states(engine, keys)).toEqual(['COMPLETED', 'COMPLETED']);
  });

  it('the correlation endpoint answers with the instance; it leaves nothing in the buffer', async () => {
    const engine = await deployed(
      bpmn('p', `${start}${catchEvent('c', on.message('m'))}${end}${flows('start c end')}`, message('m', k)),
    );
    const correlate = () => engine.call('POST', '/messages/correlation', { name: 'm', correlationKey: 'k' });
    expect((await correlate()).status).toBe(404);
    const key = await engine.create('p');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    const { status, body } = await correlate();
    expect(status).toBe(200);
    expect(body).toMatchObject({ processInstanceKey: key, tenantId: '<default>' });
    expect(body.messageKey).toMatch(/^\d+$/);
  });

  it('a non-interrupting boundary message on a multi-instance body fires once a message, not once an item', async () => {
    const task = serviceTask('task', 'work').replace(
      '</bpmn:serviceTask>',
      `${multi('inputCollection="=[1,2,3]"')}</bpmn:serviceTask>`,
    );
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${task}${end}${flows('start task end')}${boundary('b', 'task', on.message('m'), 'cancelActivity="false"')}${serviceTask('side', 'side')}${flows('b side')}`,
        message('m', k),
      ),
    );
    await engine.create('p');
    await publish(engine, 'm');
    await publish(engine, 'm');
    expect((await engine.activate('side')).length).toBe(2);
  });

  it('a boundary message closed by the completion of its task does not take a later message, and its subscription says so', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work')}${serviceTask('next', 'next')}${flows('start task next')}${boundary('b', 'task', on.message('m'))}${serviceTask('side', 'side')}${flows('b side')}`,
        message('m', k),
      ),
    );
    await engine.create('p');
    await engine.work('work');
    await publish(engine, 'm');
    expect(await engine.activate('side')).toEqual([]);
    const subscriptions = await engine.search('message-subscriptions', { elementId: 'b' });
    expect(subscriptions.map(({ messageSubscriptionState }) => messageSubscriptionState)).toEqual([
      'DELETED',
    ]);
  });

  it('the payload of a boundary message is propagated outwards, over the locals of the task that it ended', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work', mapping({ inputs: { x: '=1' } }))}${end}${flows('start task end')}${boundary('b', 'task', on.message('m'))}${element('endEvent', 'e2')}${flows('b e2')}`,
        message('m', k),
      ),
    );
    const key = await engine.create('p');
    await publish(engine, 'm', { variables: { x: 2 } });
    expect(await engine.variablesOf(key)).toEqual({ x: 2 });
  });
});

describe('signals (3.15)', () => {
  it('one broadcast fires a start event, a boundary event and an event sub-process of different instances, with the payload', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('starts', `${startOn('s', on.signal('x'))}${end}${flows('s end')}`, signal('x')),
      'a.bpmn',
    );
    await engine.deploy(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${flows('start t')}${boundary('b', 't', on.signal('x'))}${serviceTask('side', 'side')}${flows('b side')}${eventSubProcess('esp', on.signal('x'), serviceTask('in', 'in') + flows('esp-start in'), 'isInterrupting="false"')}`,
        signal('x'),
      ),
      'b.bpmn',
    );
    await engine.create('p');
    const { status, body } = await engine.call('POST', '/signals/broadcast', {
      signalName: 'x',
      variables: { v: 1 },
    });
    expect([status, Object.keys(body).sort()]).toEqual([200, ['signalKey', 'tenantId']]);
    expect((await engine.activate('side'))[0].variables).toMatchObject({ v: 1 });
    expect((await engine.activate('in'))[0].variables).toMatchObject({ v: 1 });
    const [started] = await engine.search('process-instances', { processDefinitionId: 'starts' });
    expect(await engine.variablesOf(started.processInstanceKey)).toEqual({ v: 1 });
  });

  it('a signal thrown inside a process does not reach a catch event of the same name that comes after it', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('intermediateThrowEvent', 'throw', on.signal('x'))}${catchEvent('c', on.signal('x'))}${end}${flows('start throw c end')}`,
        signal('x'),
      ),
    );
    const key = await engine.create('p');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.call('POST', '/signals/broadcast', { signalName: 'x' });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a signal name that is an expression is evaluated when the wait begins', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${catchEvent('c', on.signal('x'))}${end}${flows('start c end')}`,
        signal('x').replace('name="x"', 'name="=n"'),
      ),
    );
    const key = await engine.create('p', { n: 'mine' });
    await engine.call('POST', '/signals/broadcast', { signalName: '=n' });
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.call('POST', '/signals/broadcast', { signalName: 'mine' });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('timers (3.16)', () => {
  const waits = (kind: 'date' | 'duration', text: string) =>
    bpmn('p', `${start}${catchEvent('c', on.timer(kind, text))}${end}${flows('start c end')}`);
  const begin = Date.UTC(2030, 0, 31, 12);

  it.each([
    ['duration', 'PT0S', 0],
    ['duration', 'PT-5S', 0],
    ['duration', '-PT5S', 0],
    ['duration', 'PT1.5S', 1500],
    ['duration', 'P1W', 7 * 86_400_000],
    ['duration', 'P1M', 28 * 86_400_000],
    ['duration', 'P1Y1DT1H', 366 * 86_400_000 + 3_600_000],
    ['duration', '=duration("PT2S")', 2000],
    ['duration', '="PT" + string(3) + "S"', 3000],
    ['date', '2030-01-31T12:00:01Z', 1000],
    ['date', '2030-01-31T13:00:01+01:00', 1000],
    ['date', '2030-01-31T12:00:01', 1000],
    ['date', '2030-01-31T13:00:01+01:00[Europe/Berlin]', 1000],
    ['date', '=date and time("2030-01-31T13:00:01@Europe/Berlin")', 1000],
    ['date', '=now() + duration("PT4S")', 4000],
    ['date', '2029-01-01T00:00:00Z', 0],
  ] as const)('a %s of %s waits %d ms, never less', async (kind, text, waitMs) => {
    const engine = await deployed(waits(kind, text.replaceAll('"', '&quot;')), { startTime: begin });
    const key = await engine.create('p');
    if (waitMs > 0) {
      engine.engine.clock.advance(waitMs - 1);
      expect(await engine.stateOf(key)).toBe('ACTIVE');
      engine.engine.clock.advance(1);
    }
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a duration that gives null is an incident; resolving it evaluates again', async () => {
    const engine = await deployed(waits('duration', '=d'), { startTime: begin });
    const key = await engine.create('p');
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect([incident.errorType, incident.elementId]).toEqual(['EXTRACT_VALUE_ERROR', 'c']);
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { d: 'PT1S' } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    engine.engine.clock.advance(1000);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  const ticking = (cycle: string) =>
    bpmn(
      'p',
      `${start}${serviceTask('t', 't')}${end}${flows('start t end')}${boundary('b', 't', on.timer('cycle', cycle), 'cancelActivity="false"')}${serviceTask('tick', 'tick')}${flows('b tick')}`,
    );
  const ticks = async (engine: TestEngine) => (await engine.search('jobs', { type: 'tick' })).length;

  it.each([
    ['R3/PT1M', 3],
    ['R1/PT1M', 1],
    ['R0/PT1M', 0],
    ['R/PT1M', 10],
    ['R-1/PT1M', 10],
    ['R5/2030-01-31T12:05:00Z/PT1M', 5],
    ['R/2030-01-31T12:05:00Z/PT2M', 3],
    ['0 */2 * * * *', 5],
    ['@hourly', 0],
  ])('a cycle of %s fires %d times in ten minutes', async (cycle, count) => {
    const engine = await deployed(ticking(cycle), { startTime: begin });
    await engine.create('p');
    engine.engine.clock.advance(600_000);
    expect(await ticks(engine)).toBe(count);
  });

  it('a jump over several occurrences fires each once, and the next keeps its beat', async () => {
    const engine = await deployed(ticking('R/PT1M'), { startTime: begin });
    await engine.create('p');
    await engine.call('PUT', '/clock', { timestamp: begin + 150_000 });
    expect(await ticks(engine)).toBe(2);
    await engine.call('PUT', '/clock', { timestamp: begin + 179_999 });
    expect(await ticks(engine)).toBe(2);
    await engine.call('PUT', '/clock', { timestamp: begin + 180_000 });
    expect(await ticks(engine)).toBe(3);
  });

  it('a cycle ends with its activity', async () => {
    const engine = await deployed(ticking('R/PT1M'), { startTime: begin });
    await engine.create('p');
    engine.engine.clock.advance(60_000);
    await engine.work('t');
    engine.engine.clock.advance(600_000);
    expect(await ticks(engine)).toBe(1);
  });

  it('a timer start with R2 makes two instances, one for each due date', async () => {
    const engine = await deployed(
      bpmn('p', `${startOn('s', on.timer('cycle', 'R2/PT1H'))}${end}${flows('s end')}`),
      { startTime: begin },
    );
    engine.engine.clock.advance(5 * 3_600_000);
    const items = await engine.search('process-instances');
    expect(items.map(({ startDate }) => startDate)).toEqual([
      '2030-01-31T13:00:00.000Z',
      '2030-01-31T14:00:00.000Z',
    ]);
  });

  it('two timers due at the same moment: both boundary events of one task, the older key wins', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${flows('start t')}${boundary('b1', 't', on.timer('duration', 'PT1M'))}${boundary('b2', 't', on.timer('duration', 'PT1M'))}${element('endEvent', 'e1')}${element('endEvent', 'e2')}${flows('b1 e1')}${flows('b2 e2')}`,
      ),
      { startTime: begin },
    );
    const key = await engine.create('p');
    engine.engine.clock.advance(60_000);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).filter((line) => /^e[12] /.test(line))).toEqual(['e1 COMPLETED']);
  });

  it('a timer that was opened while the clock was pinned fires when it is pinned further on', async () => {
    const engine = await deployed(waits('duration', 'PT1H'));
    await engine.call('PUT', '/clock', { timestamp: begin });
    const key = await engine.create('p');
    await engine.call('PUT', '/clock', { timestamp: begin + 3_600_000 });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const { body } = await engine.call('GET', `/process-instances/${key}`);
    expect([body.startDate, body.endDate]).toEqual(['2030-01-31T12:00:00.000Z', '2030-01-31T13:00:00.000Z']);
  });
});

describe('conditional events (3.17)', () => {
  it('a boundary condition on a task: true at once, before the job can be taken', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${end}${flows('start t end')}${boundary('b', 't', on.condition('=x &gt; 1'.replace('&gt;', '>')))}${element('endEvent', 'e2')}${flows('b e2')}`,
      ),
    );
    const key = await engine.create('p', { x: 2 });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.activate('t')).toEqual([]);
  });

  it('a job result in a parallel branch triggers a condition, and locals of that branch do not', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'f')}${catchEvent('c', on.condition('=x = 1'))}${serviceTask('t', 't', mapping({ inputs: { x: '=1' }, outputs: { y: '=1' } }))}${serviceTask('u', 'u')}${end}${flows('start f c end')}${flows('f t u end')}`,
      ),
    );
    const key = await engine.create('p', { x: 0 });
    await engine.work('t');
    expect((await engine.search('element-instances', { elementId: 'c' }))[0].state).toBe('ACTIVE');
    await engine.work('u', { x: 1 });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('reading a nested member reacts to the root variable, a change of another one does not fire it', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${end}${flows('start t end')}${boundary('b', 't', on.condition('=order.total > 100'), 'cancelActivity="false"')}${serviceTask('side', 'side')}${flows('b side')}`,
      ),
    );
    const key = await engine.create('p', { order: { total: 1 } });
    const set = (variables: object) =>
      engine.call('PUT', `/element-instances/${key}/variables`, { variables });
    await set({ order: { total: 101 } });
    await set({ other: 1 });
    await set({ order: { total: 102, note: 'x' } });
    expect((await engine.activate('side')).length).toBe(2);
  });

  it('variableEvents create: an update of the variable does not trigger', async () => {
    const filter = conditionFilter('variableEvents="create"');
    const engine = await deployed(
      bpmn('p', `${start}${catchEvent('c', on.condition('=x > 1', filter))}${end}${flows('start c end')}`),
    );
    const updated = await engine.create('p', { x: 0 });
    await engine.call('PUT', `/element-instances/${updated}/variables`, { variables: { x: 5 } });
    const created = await engine.create('p');
    await engine.call('PUT', `/element-instances/${created}/variables`, { variables: { x: 5 } });
    expect(await states(engine, [updated, created])).toEqual(['ACTIVE', 'COMPLETED']);
  });
});

describe('escalations and links (3.17)', () => {
  const escalate = '<bpmn:escalationEventDefinition escalationRef="e"/>';
  const root = '<bpmn:escalation id="e" escalationCode="E"/><bpmn:escalation id="f" escalationCode="F"/>';

  it('leaves a called process through the call activity; non-interrupting, both go on', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'child',
        `${start}${element('intermediateThrowEvent', 'throw', escalate)}${serviceTask('rest', 'rest')}${flows('start throw rest')}`,
        root,
      ),
      'c.bpmn',
    );
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="child"/>'))}${end}${flows('start call end')}${boundary('b', 'call', escalate, 'cancelActivity="false"')}${serviceTask('side', 'side')}${flows('b side')}`,
        root,
      ),
      'p.bpmn',
    );
    const key = await engine.create('p');
    expect(await engine.work('side')).toBe(1);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect(await engine.work('rest')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('interrupting: the outgoing flow of the throw event is not taken, and every item of the scope ends', async () => {
    const inside = `${element('startEvent', 's')}${element('parallelGateway', 'fork')}${element('intermediateThrowEvent', 'throw', escalate)}${serviceTask('never', 'never')}${serviceTask('other', 'other')}${serviceTask('gate', 'gate')}${flows('s fork other')}${flows('fork gate throw never')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside)}${flows('start sub')}${boundary('b', 'sub', escalate)}${element('endEvent', 'e2')}${flows('b e2')}`,
        root,
      ),
    );
    const key = await engine.create('p');
    await engine.work('gate');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.search('jobs', { type: 'never' })).toEqual([]);
    expect(await engine.history(key)).toContain('other TERMINATED');
  });

  it('another code is passed by; the next scope that catches it gets it', async () => {
    const inside = `${element('startEvent', 's')}${element('endEvent', 'throw', escalate)}${flows('s throw')}`;
    const middle = `${element('startEvent', 's1')}${subProcess('inner', inside)}${element('endEvent', 'e1')}${flows('s1 inner e1')}${boundary('wrong', 'inner', '<bpmn:escalationEventDefinition escalationRef="f"/>')}${element('endEvent', 'e3')}${flows('wrong e3')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('outer', middle)}${end}${flows('start outer end')}${boundary('right', 'outer', escalate, 'cancelActivity="false"')}${serviceTask('side', 'side')}${flows('right side')}`,
        root,
      ),
    );
    const key = await engine.create('p');
    expect(await engine.work('side')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.history(key)).toContain('inner COMPLETED');
  });

  it('links go several times around', async () => {
    const link = '<bpmn:linkEventDefinition name="L"/>';
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${catchEvent('land', link)}${element('exclusiveGateway', 'm')}${serviceTask('t', 't')}${element('exclusiveGateway', 'x', '', 'default="out"')}${element('intermediateThrowEvent', 'jump', link)}${end}${flows('start m t x')}${flows('land m')}${flow('x', 'jump', '=again')}${flow('x', 'end', undefined, 'out')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('t', { again: true });
    await engine.work('t', { again: true });
    await engine.work('t', { again: false });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).filter((line) => line === 'land COMPLETED')).toHaveLength(2);
  });
});
