import { describe, expect, it } from 'vitest';
import { bpmn, end, flow, flows, mapping, oneTask, serviceTask, start } from '../test/bpmn.ts';
import {
  boundary,
  catchEvent,
  eventSubProcess,
  message,
  on,
  signal,
  startOn,
  throwEvent,
} from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const paid = message('paid', '=orderId');
const waits = (id = 'waits') =>
  bpmn(id, `${start}${catchEvent('catch', on.message('paid'))}${end}${flows('start catch end')}`, paid);
const starts = (id = 'starts', extra = '') =>
  bpmn(
    id,
    `${startOn('begin', on.message('paid'), extra)}${serviceTask('task', 'work')}${end}${flows('begin task end')}`,
    paid,
  );

const publish = (engine: TestEngine, more: object = {}) =>
  engine.call('POST', '/messages/publication', { name: 'paid', correlationKey: '7', ...more });
const correlate = (engine: TestEngine, more: object = {}) =>
  engine.call('POST', '/messages/correlation', { name: 'paid', correlationKey: '7', ...more });
const statesOf = async (engine: TestEngine, ...keys: string[]) =>
  Promise.all(keys.map((key) => engine.stateOf(key)));

describe('messages (3.14)', () => {
  it('refuses a live message with the same name, correlation key and id, and takes it again once that has expired (1)', async () => {
    const engine = new TestEngine({ startTime: 0 });
    const more = { messageId: 'once', timeToLive: 1000 };
    expect((await publish(engine, more)).status).toBe(200);
    const { status, body } = await publish(engine, more);
    expect([status, body.title]).toEqual([409, 'ALREADY_EXISTS']);
    expect((await publish(engine, { ...more, correlationKey: '8' })).status).toBe(200);
    engine.engine.clock.advance(1000);
    expect((await publish(engine, more)).status).toBe(200);
  });

  it('correlates once per process, over all its versions, to the oldest subscription (2, 3)', async () => {
    const engine = new TestEngine();
    await engine.deploy(waits());
    const first = await engine.create('waits', { orderId: '7' });
    await engine.deploy(waits().replace('waits name', 'version 2'));
    const second = await engine.create('waits', { orderId: 7 });
    await engine.deploy(waits('other'));
    const other = await engine.create('other', { orderId: '7' });
    await publish(engine, { variables: { amount: 5 } });
    expect(await statesOf(engine, first, second, other)).toEqual(['COMPLETED', 'ACTIVE', 'COMPLETED']);
    expect(await engine.variablesOf(first)).toEqual({ orderId: '7', amount: 5 });
  });

  it('chooses among several subscriptions of one process by seed when asked to (3)', async () => {
    const chosen = new Set<number>();
    for (let seed = 1; seed <= 12; seed++) {
      const engine = new TestEngine({ seed, ambiguousMessages: 'random' });
      await engine.deploy(waits());
      const keys = [
        await engine.create('waits', { orderId: '7' }),
        await engine.create('waits', { orderId: '7' }),
      ];
      await publish(engine);
      chosen.add((await statesOf(engine, ...keys)).indexOf('COMPLETED'));
    }
    expect([...chosen].sort()).toEqual([0, 1]);
  });

  it('starts no second instance for a key while the first is active; a buffered message starts the next one (4)', async () => {
    const engine = new TestEngine();
    await engine.deploy(starts());
    for (const n of [1, 2, 3]) {
      await publish(engine, { timeToLive: 60_000, variables: { n } });
    }
    await publish(engine, { timeToLive: 0, variables: { n: 'dropped' } });
    const running = () => engine.search('process-instances', { processDefinitionId: 'starts' });
    expect((await running()).length).toBe(1);
    await engine.work('work');
    expect((await running()).length).toBe(2);
    const [, second] = await running();
    expect(await engine.variablesOf(second.processInstanceKey)).toEqual({ n: 2 });
    await engine.call('POST', `/process-instances/${second.processInstanceKey}/cancellation`);
    expect((await running()).map(({ state }) => state)).toEqual(['COMPLETED', 'TERMINATED', 'ACTIVE']);
    await engine.work('work');
    expect((await running()).length).toBe(3);
  });

  it('starts an instance for every message with an empty key (4)', async () => {
    const engine = new TestEngine();
    await engine.deploy(starts());
    await publish(engine, { correlationKey: '', businessId: 'order-1' });
    await publish(engine, { correlationKey: '' });
    const instances = await engine.search('process-instances', {});
    expect(instances.map(({ businessId }) => businessId)).toEqual(['order-1', null]);
  });

  it('keeps a message for its time to live, also after one process has taken it (5, 6)', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(waits());
    await engine.deploy(waits('other'));
    await publish(engine, { timeToLive: 1000 });
    const first = await engine.create('waits', { orderId: '7' });
    const again = await engine.create('waits', { orderId: '7' });
    const other = await engine.create('other', { orderId: '7' });
    expect(await statesOf(engine, first, again, other)).toEqual(['COMPLETED', 'ACTIVE', 'COMPLETED']);
  });

  it('looks at the buffer when a subscription opens, oldest message first (6)', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(waits());
    await publish(engine, { timeToLive: 1000, variables: { n: 1 } });
    await publish(engine, { timeToLive: 1000, variables: { n: 2 } });
    const first = await engine.create('waits', { orderId: '7' });
    const second = await engine.create('waits', { orderId: '7' });
    expect([await engine.variablesOf(first), await engine.variablesOf(second)]).toEqual([
      { orderId: '7', n: 1 },
      { orderId: '7', n: 2 },
    ]);
  });

  it('gives a message without a time to live up at once, others when the engine clock says so (5, 7)', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(waits());
    await publish(engine);
    await publish(engine, { timeToLive: 1000 });
    engine.engine.clock.advance(1000);
    const key = await engine.create('waits', { orderId: '7' });
    expect(await engine.stateOf(key)).toBe('ACTIVE');
  });

  it('drops a message without a time to live before what follows from it can wait for it (5)', async () => {
    const engine = new TestEngine();
    const root = `${paid}${signal('next')}`;
    await engine.deploy(
      bpmn(
        'first',
        `${start}${catchEvent('catch', on.message('paid'))}${throwEvent('finish', on.signal('next'), mapping({ inputs: { orderId: '=orderId' } }), 'endEvent')}${flows('start catch finish')}`,
        root,
      ),
    );
    await engine.deploy(
      bpmn(
        'second',
        `${startOn('begin', on.signal('next'))}${catchEvent('catch', on.message('paid'))}${end}${flows('begin catch end')}`,
        root,
      ),
    );
    await engine.create('first', { orderId: '7' });
    await publish(engine);
    const [second] = await engine.search('process-instances', { processDefinitionId: 'second' });
    expect(second.state).toBe('ACTIVE');
  });

  it('does not use up a buffered message when another event has interrupted the activity (6)', async () => {
    const engine = new TestEngine();
    const root = `${paid}${message('canceled', '=orderId')}`;
    await engine.deploy(
      bpmn(
        'bounded',
        `${start}${serviceTask('task', 'work')}${boundary('one', 'task', on.message('paid'))}${boundary('two', 'task', on.message('canceled'))}${end}${flows('start task end')}${flows('one end')}${flows('two end')}`,
        root,
      ),
    );
    await publish(engine, { timeToLive: 1000 });
    await publish(engine, { timeToLive: 1000, name: 'canceled' });
    const key = await engine.create('bounded', { orderId: '7' });
    expect((await engine.history(key)).slice(2)).toEqual(['one COMPLETED', 'end COMPLETED']);
    const correlated = await engine.search('correlated-message-subscriptions', {});
    expect(correlated.map(({ elementId }) => elementId)).toEqual(['one']);
  });

  it('closes an interrupting boundary event with the first message; a non-interrupting one takes many (8)', async () => {
    const engine = new TestEngine();
    const model = (id: string, interrupting: boolean) =>
      bpmn(
        id,
        `${start}${serviceTask('task', id)}${boundary('caught', 'task', on.message('paid'), interrupting)}${end}
        <bpmn:endEvent id="after"/>${flows('start task end')}${flows('caught after')}`,
        paid,
      );
    await engine.deploy(model('stops', true));
    await engine.deploy(model('goes-on', false));
    const stops = await engine.create('stops', { orderId: '7' });
    const goesOn = await engine.create('goes-on', { orderId: '7' });
    await publish(engine);
    await publish(engine);
    expect(await engine.history(stops)).toEqual([
      'start COMPLETED',
      'task TERMINATED',
      'caught COMPLETED',
      'after COMPLETED',
    ]);
    expect(await engine.history(goesOn)).toEqual([
      'start COMPLETED',
      'task ACTIVE',
      'caught COMPLETED',
      'after COMPLETED',
      'caught COMPLETED',
      'after COMPLETED',
    ]);
  });

  it('triggers event sub-processes: interrupting once, non-interrupting many times (8)', async () => {
    const engine = new TestEngine();
    const model = (id: string, interrupting: boolean) =>
      bpmn(
        id,
        `${start}${serviceTask('task', id)}${end}${flows('start task end')}
        ${eventSubProcess('handler', startOn('caught', on.message('paid'), '', interrupting), 'handle')}`,
        paid,
      );
    await engine.deploy(model('stops', true));
    await engine.deploy(model('goes-on', false));
    const stops = await engine.create('stops', { orderId: '7' });
    const goesOn = await engine.create('goes-on', { orderId: '7' });
    await publish(engine);
    await publish(engine);
    expect((await engine.activate('handle')).length).toBe(3);
    expect(await engine.activate('stops')).toEqual([]);
    expect((await engine.activate('goes-on')).length).toBe(1);
    expect(await statesOf(engine, stops, goesOn)).toEqual(['ACTIVE', 'ACTIVE']);
  });

  it('takes a buffered message in an event sub-process before its scope has begun', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'early',
        `${start}${serviceTask('task', 'work')}${end}${flows('start task end')}
        ${eventSubProcess('handler', startOn('caught', on.message('paid')), 'handle')}`,
        paid,
      ),
    );
    await publish(engine, { timeToLive: 1000 });
    const key = await engine.create('early', { orderId: '7' });
    expect(await engine.work('work')).toBe(0);
    expect(await engine.work('handle')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('keeps the name and key that a subscription was opened with (9)', async () => {
    const engine = new TestEngine();
    await engine.deploy(waits());
    const key = await engine.create('waits', { orderId: '7' });
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { orderId: '8' } });
    await publish(engine, { correlationKey: '8' });
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await publish(engine);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('lets output mappings choose from the payload (10)', async () => {
    const engine = new TestEngine();
    const mapped = catchEvent('catch', on.message('paid'), mapping({ outputs: { total: '=amount + 1' } }));
    await engine.deploy(bpmn('mapped', `${start}${mapped}${end}${flows('start catch end')}`, paid));
    const key = await engine.create('mapped', { orderId: '7' });
    await publish(engine, { variables: { amount: 5, other: 1 } });
    expect(await engine.variablesOf(key)).toEqual({ orderId: '7', total: 6 });
  });

  it('correlates at once or not at all; answers 404 with NOT_FOUND when nothing waits', async () => {
    const engine = new TestEngine();
    await engine.deploy(waits());
    const key = await engine.create('waits', { orderId: '7' });
    const { status, body } = await correlate(engine);
    expect([status, body.processInstanceKey]).toEqual([200, key]);
    const refused = await correlate(engine);
    expect([refused.status, refused.body.title]).toEqual([404, 'NOT_FOUND']);
    const late = await engine.create('waits', { orderId: '7' });
    expect(await engine.stateOf(late)).toBe('ACTIVE');
  });

  it('refuses a correlation to a start event that an active instance with the same key blocks', async () => {
    const engine = new TestEngine();
    await engine.deploy(starts());
    expect((await correlate(engine)).status).toBe(200);
    expect((await correlate(engine)).status).toBe(404);
    await engine.work('work');
    expect((await correlate(engine)).status).toBe(200);
  });

  it('raises an incident for a correlation key that is neither text nor number, and goes on after its resolution', async () => {
    const engine = new TestEngine();
    await engine.deploy(waits());
    const key = await engine.create('waits', {});
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'catch' });
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { orderId: 7.0 } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    await publish(engine);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('makes jobs of message throw and end events, and publishes nothing', async () => {
    const engine = new TestEngine();
    const job = '<zeebe:taskDefinition type="send"/>';
    await engine.deploy(waits());
    const waiting = await engine.create('waits', { orderId: '7' });
    await engine.deploy(
      bpmn(
        'throws',
        `${start}${throwEvent('throw', on.message('paid'), job)}${throwEvent('finish', on.message('paid'), job, 'endEvent')}${flows('start throw finish')}`,
        paid,
      ),
    );
    const key = await engine.create('throws', { orderId: '7' });
    expect(await engine.work('send', { sent: 1 })).toBe(1);
    expect(await engine.work('send')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ orderId: '7', sent: 1 });
    expect(await engine.stateOf(waiting)).toBe('ACTIVE');
  });

  it('waits in a receive task, with boundary events', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(
      bpmn(
        'receives',
        `${start}<bpmn:receiveTask id="receive" messageRef="message-paid"/>${boundary('late', 'receive', on.timer('duration', 'PT1H'))}
        ${end}<bpmn:endEvent id="too-late"/>${flows('start receive end')}${flows('late too-late')}`,
        paid,
      ),
    );
    const first = await engine.create('receives', { orderId: '7' });
    await publish(engine, { variables: { amount: 1 } });
    expect(await engine.variablesOf(first)).toEqual({ orderId: '7', amount: 1 });
    const second = await engine.create('receives', { orderId: '7' });
    engine.engine.clock.advance(3_600_000);
    expect((await engine.history(second)).at(-1)).toBe('too-late COMPLETED');
  });

  it('shows subscriptions and correlations in their searches', async () => {
    const engine = new TestEngine();
    await engine.deploy(waits());
    await engine.deploy(starts());
    const key = await engine.create('waits', { orderId: '7' });
    const gone = await engine.create('waits', { orderId: '9' });
    await engine.call('POST', `/process-instances/${gone}/cancellation`);
    const { body } = await publish(engine);
    const subscriptions = await engine.search('message-subscriptions', {});
    expect(
      subscriptions.map((row) => [
        row.messageSubscriptionType,
        row.messageSubscriptionState,
        row.correlationKey,
      ]),
    ).toEqual([
      ['START_EVENT', 'CORRELATED', null],
      ['PROCESS_EVENT', 'CORRELATED', '7'],
      ['PROCESS_EVENT', 'DELETED', '9'],
    ]);
    const correlated = await engine.search('correlated-message-subscriptions', {
      messageKey: body.messageKey,
    });
    expect(
      correlated.map(({ elementId, processInstanceKey }) => [elementId, processInstanceKey === key]),
    ).toEqual([
      ['catch', true],
      ['begin', false],
    ]);
  });
});

describe('message start events (3.7)', () => {
  it('waits at the newest version only, and lets output mappings choose what the instance gets', async () => {
    const engine = new TestEngine();
    await engine.deploy(starts('starts', mapping({ outputs: { total: '=amount' } })));
    await engine.deploy(starts('starts', mapping({ outputs: { sum: '=amount' } })));
    await publish(engine, { variables: { amount: 3, other: 1 } });
    const instances = await engine.search('process-instances', {});
    expect(instances.map((instance) => instance.processDefinitionVersion)).toEqual([2]);
    expect(await engine.variablesOf(instances[0].processInstanceKey)).toEqual({ sum: 3 });
  });

  it('waits no more when the newest version has no message start event', async () => {
    const engine = new TestEngine();
    await engine.deploy(starts());
    await engine.deploy(oneTask('starts'));
    expect((await correlate(engine)).status).toBe(404);
  });

  it('starts with a message that was buffered before the deployment', async () => {
    const engine = new TestEngine();
    await publish(engine, { timeToLive: 1000 });
    await engine.deploy(starts());
    expect((await engine.search('process-instances', {})).length).toBe(1);
  });
});

describe('event-based gateways (3.8)', () => {
  const gateway = bpmn(
    'race',
    `${start}<bpmn:eventBasedGateway id="gateway"/>${catchEvent('answer', on.message('paid'))}${catchEvent('late', on.timer('duration', 'PT1H'))}
    <bpmn:endEvent id="answered"/><bpmn:endEvent id="expired"/>${flow('start', 'gateway')}${flows('gateway answer answered')}${flows('gateway late expired')}`,
    paid,
  );

  it('follows the first event, with its payload, and closes the rest', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(gateway);
    const answered = await engine.create('race', { orderId: '7' });
    await publish(engine, { variables: { amount: 1 } });
    expect(await engine.history(answered)).toEqual([
      'start COMPLETED',
      'gateway COMPLETED',
      'answer COMPLETED',
      'answered COMPLETED',
    ]);
    expect(await engine.variablesOf(answered)).toEqual({ orderId: '7', amount: 1 });
    expect(engine.engine.clock.nextDue()).toBeUndefined();
    const expired = await engine.create('race', { orderId: '7' });
    engine.engine.clock.advance(3_600_000);
    expect((await engine.history(expired)).at(-1)).toBe('expired COMPLETED');
    expect((await correlate(engine)).status).toBe(404);
  });

  it('follows the first event only when several have come already, and leaves the others for later', async () => {
    const engine = new TestEngine();
    const root = `${paid}${message('canceled', '=orderId')}`;
    await engine.deploy(
      bpmn(
        'two-messages',
        `${start}<bpmn:eventBasedGateway id="gateway"/>${catchEvent('one', on.message('paid'))}${catchEvent('two', on.message('canceled'))}${end}${flows('start gateway one end')}${flows('gateway two end')}`,
        root,
      ),
    );
    await publish(engine, { timeToLive: 1000 });
    await publish(engine, { timeToLive: 1000, name: 'canceled' });
    const first = await engine.create('two-messages', { orderId: '7' });
    const second = await engine.create('two-messages', { orderId: '7' });
    expect((await engine.history(first)).slice(2)).toEqual(['one COMPLETED', 'end COMPLETED']);
    expect((await engine.history(second)).slice(2)).toEqual(['two COMPLETED', 'end COMPLETED']);
  });
});
