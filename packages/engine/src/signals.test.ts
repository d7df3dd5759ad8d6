import { describe, expect, it } from 'vitest';
import { bpmn, end, flows, mapping, serviceTask, start } from '../test/bpmn.ts';
import { boundary, catchEvent, eventSubProcess, on, signal, startOn, throwEvent } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const alarm = signal('alarm');
const broadcast = (engine: TestEngine, variables: object = {}) =>
  engine.call('POST', '/signals/broadcast', { signalName: 'alarm', variables });
const waits = (id: string) =>
  bpmn(id, `${start}${catchEvent('catch', on.signal('alarm'))}${end}${flows('start catch end')}`, alarm);
const starts = (id: string) =>
  bpmn(id, `${startOn('begin', on.signal('alarm'))}${end}${flows('begin end')}`, alarm);

describe('signals (3.15)', () => {
  it('fires everything that waits: start events, catch events, boundary events, gateways and event sub-processes', async () => {
    const engine = new TestEngine();
    await engine.deploy(waits('catches'));
    await engine.deploy(starts('starts'));
    await engine.deploy(
      bpmn(
        'bounded',
        `${start}${serviceTask('task', 'work')}${boundary('caught', 'task', on.signal('alarm'))}${end}<bpmn:endEvent id="after"/>${flows('start task end')}${flows('caught after')}`,
        alarm,
      ),
    );
    await engine.deploy(
      bpmn(
        'races',
        `${start}<bpmn:eventBasedGateway id="gateway"/>${catchEvent('signalled', on.signal('alarm'))}${catchEvent('late', on.timer('duration', 'PT1H'))}${end}<bpmn:endEvent id="after"/>${flows('start gateway signalled end')}${flows('gateway late after')}`,
        alarm,
      ),
    );
    await engine.deploy(
      bpmn(
        'handles',
        `${start}${serviceTask('task', 'work')}${end}${flows('start task end')}${eventSubProcess('handler', startOn('caught', on.signal('alarm')), 'handle')}`,
        alarm,
      ),
    );
    const keys: string[] = [];
    for (const id of ['catches', 'catches', 'bounded', 'races']) {
      keys.push(await engine.create(id));
    }
    await engine.create('handles');
    const { status, body } = await broadcast(engine, { level: 3 });
    expect([status, typeof body.signalKey, body.tenantId]).toEqual([200, 'string', '<default>']);
    expect(await Promise.all(keys.map((key) => engine.stateOf(key)))).toEqual(Array(4).fill('COMPLETED'));
    expect(await engine.variablesOf(keys[0] ?? '')).toEqual({ level: 3 });
    expect((await engine.search('process-instances', { processDefinitionId: 'starts' })).length).toBe(1);
    expect((await engine.activate('handle')).length).toBe(1);
  });

  it('answers 200 although nobody listens, and is not kept for later', async () => {
    const engine = new TestEngine();
    await engine.deploy(waits('catches'));
    expect((await broadcast(engine)).status).toBe(200);
    expect(await engine.stateOf(await engine.create('catches'))).toBe('ACTIVE');
  });

  it('is thrown by throw and end events with their local variables as payload', async () => {
    const engine = new TestEngine();
    await engine.deploy(waits('catches'));
    await engine.deploy(
      bpmn(
        'throws',
        `${start}${throwEvent('throw', on.signal('alarm'), mapping({ inputs: { level: '=own' } }))}${throwEvent('finish', on.signal('alarm'), '', 'endEvent')}${flows('start throw finish')}`,
        alarm,
      ),
    );
    const first = await engine.create('catches');
    const thrower = await engine.create('throws', { own: 1, secret: 2 });
    expect(await engine.stateOf(thrower)).toBe('COMPLETED');
    expect(await engine.variablesOf(first)).toEqual({ level: 1 });
    expect(await engine.variablesOf(thrower)).toEqual({ own: 1, secret: 2 });
    const signals = engine.engine.events.list().filter(({ valueType }) => valueType === 'SIGNAL');
    expect(signals.length).toBe(2);
  });

  it('starts an instance of the newest version only', async () => {
    const engine = new TestEngine();
    await engine.deploy(starts('starts'));
    await engine.deploy(starts('starts').replace('starts name', 'version 2'));
    await broadcast(engine);
    const instances = await engine.search('process-instances', {});
    expect(instances.map(({ processDefinitionVersion }) => processDefinitionVersion)).toEqual([2]);
  });

  it('reaches only the boundary event when it interrupts the scope of an event sub-process that waits for it too', async () => {
    const engine = new TestEngine();
    const handler = eventSubProcess('handler', startOn('inside', on.signal('alarm'), '', false), 'handle');
    await engine.deploy(
      bpmn(
        'both',
        `${start}<bpmn:subProcess id="sub"><bpmn:startEvent id="inner"/>${serviceTask('task', 'work')}${flows('inner task')}${handler}</bpmn:subProcess>${boundary('outside', 'sub', on.signal('alarm'))}${end}${flows('start sub end')}${flows('outside end')}`,
        alarm,
      ),
    );
    const key = await engine.create('both');
    await broadcast(engine);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const triggered = engine.engine.events
      .list()
      .flatMap((event) =>
        event.valueType === 'SIGNAL_SUBSCRIPTION' && event.intent === 'TRIGGERED'
          ? event.value.elementId
          : [],
      );
    expect(triggered).toEqual(['outside']);
  });
});
