import { describe, expect, it } from 'vitest';
import { bpmn, end, flows, oneTask, serviceTask, start } from '../test/bpmn.ts';
import { boundary, catchEvent, eventSubProcess, on, startOn } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2030, 0, 1);
type Kind = 'date' | 'duration' | 'cycle';

const waits = (kind: Kind, text: string) =>
  bpmn('waits', `${start}${catchEvent('wait', on.timer(kind, text))}${end}${flows('start wait end')}`);
const starts = (kind: Kind, text: string, id = 'starts') =>
  bpmn(id, `${startOn('begin', on.timer(kind, text))}${end}${flows('begin end')}`);
const bounded = (kind: Kind, text: string, interrupting: boolean) =>
  bpmn(
    'bounded',
    `${start}${serviceTask('task', 'work')}${boundary('late', 'task', on.timer(kind, text), interrupting)}${end}<bpmn:endEvent id="after"/>${flows('start task end')}${flows('late after')}`,
  );
const newEngine = () => new TestEngine({ startTime: START });
const startTimes = async (engine: TestEngine) =>
  (await engine.search('process-instances', {})).map(({ startDate }) => startDate);
const finish = async (engine: TestEngine) => (await engine.search('process-instances', {}))[0].endDate;

describe('timers (3.16)', () => {
  it.each([
    ['a date with an offset', 'date', '2030-01-01T02:00:00+01:00', '2030-01-01T01:00:00.000Z'],
    ['a date with a zone', 'date', '2030-01-01T02:00:00+01:00[Europe/Berlin]', '2030-01-01T01:00:00.000Z'],
    ['a date without a zone, read as UTC', 'date', '2030-01-01T02:00:00', '2030-01-01T02:00:00.000Z'],
    ['a date that has passed, at once', 'date', '2029-01-01T00:00:00Z', '2030-01-01T00:00:00.000Z'],
    ['a date of an expression', 'date', '=now() + duration("PT2H")', '2030-01-01T02:00:00.000Z'],
    ['a duration', 'duration', 'PT90M', '2030-01-01T01:30:00.000Z'],
    ['a duration of years and months, by the calendar', 'duration', 'P1Y1M', '2031-02-01T00:00:00.000Z'],
    ['a duration of weeks', 'duration', 'P1W', '2030-01-08T00:00:00.000Z'],
    ['a duration with fractions', 'duration', 'PT0.25S', '2030-01-01T00:00:00.250Z'],
    ['a duration of zero, at once', 'duration', 'PT0S', '2030-01-01T00:00:00.000Z'],
    ['a negative duration, at once', 'duration', '-PT1H', '2030-01-01T00:00:00.000Z'],
    [
      'a duration of an expression',
      'duration',
      '=duration("PT" + string(hours) + "H")',
      '2030-01-01T03:00:00.000Z',
    ],
  ] as const)('waits for %s', async (_, kind, text, expected) => {
    const engine = newEngine();
    await engine.deploy(waits(kind, text));
    await engine.create('waits', { hours: 3 });
    engine.engine.clock.advance(500 * 24 * HOUR);
    expect(await finish(engine)).toBe(expected);
  });

  it('never fires early', async () => {
    const engine = newEngine();
    await engine.deploy(waits('duration', 'PT1H'));
    const key = await engine.create('waits');
    engine.engine.clock.advance(HOUR - 1);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    engine.engine.clock.advance(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('raises an incident for a timer that cannot be read, and waits after its resolution', async () => {
    const engine = newEngine();
    await engine.deploy(waits('duration', '=pause'));
    const key = await engine.create('waits', { pause: 'soon' });
    const [incident] = await engine.search('incidents', {});
    expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'wait' });
    expect(incident.errorMessage).toContain("'soon'");
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { pause: 'PT1H' } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    engine.engine.clock.advance(HOUR);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it.each([
    ['R3/PT1H', [1, 2, 3]],
    ['R0/PT1H', []],
    ['R2/2030-01-01T02:00:00Z/PT1H', [2, 3]],
    ['R2/2029-01-01T00:00:00Z/PT1H', [0, 1]],
    ['0 0 */2 * * *', [2, 4]],
    ['@hourly', [1, 2, 3, 4]],
    ['R/PT2H', [2, 4]],
    ['R-1/PT2H', [2, 4]],
  ])('starts instances by the cycle %s', async (cycle, hours) => {
    const engine = newEngine();
    await engine.deploy(starts('cycle', cycle));
    engine.engine.clock.advance(4.5 * HOUR);
    expect(await startTimes(engine)).toEqual(
      hours.map((hour) => new Date(START + hour * HOUR).toISOString()),
    );
  });

  it('starts an instance at a date, at once if that has passed', async () => {
    const engine = newEngine();
    await engine.deploy(starts('date', '2030-01-01T01:00:00Z', 'soon'));
    await engine.deploy(starts('date', '2020-01-01T00:00:00Z', 'past'));
    expect(await startTimes(engine)).toEqual(['2030-01-01T00:00:00.000Z']);
    engine.engine.clock.advance(5 * HOUR);
    expect(await startTimes(engine)).toEqual(['2030-01-01T00:00:00.000Z', '2030-01-01T01:00:00.000Z']);
  });

  it('drops the timers of the version before when a new one is deployed', async () => {
    const engine = newEngine();
    await engine.deploy(starts('cycle', 'R/PT1H'));
    engine.engine.clock.advance(1.5 * HOUR);
    await engine.deploy(oneTask('starts'));
    expect(engine.engine.clock.nextDue()).toBeUndefined();
    engine.engine.clock.advance(5 * HOUR);
    expect((await startTimes(engine)).length).toBe(1);
  });

  it('refuses a deployment whose start timer needs variables (3.2)', async () => {
    const engine = newEngine();
    await expect(engine.deploy(starts('cycle', '=cycle'))).rejects.toThrow(/begin/);
    expect(await engine.search('process-definitions', {})).toEqual([]);
  });

  it('counts the next due date from the last one, and catches up one by one after a jump of the clock', async () => {
    const engine = newEngine();
    await engine.deploy(starts('cycle', 'R/PT1H'));
    await engine.call('PUT', '/clock', { timestamp: START + 3.5 * HOUR });
    expect((await startTimes(engine)).length).toBe(3);
    const dueDates = engine.engine.events
      .list()
      .flatMap((event) =>
        event.valueType === 'TIMER' && event.intent === 'TRIGGERED' ? event.value.dueAt : [],
      );
    expect(dueDates).toEqual([1, 2, 3].map((hour) => START + hour * HOUR));
    expect(engine.engine.clock.nextDue()).toBe(START + 4 * HOUR);
  });

  it('fires timers of different things in order of (due date, key) in a jump', async () => {
    const engine = newEngine();
    await engine.deploy(starts('cycle', 'R3/PT2H', 'second'), 'second.bpmn');
    await engine.deploy(starts('cycle', 'R3/PT1H', 'first'), 'first.bpmn');
    engine.engine.clock.pin(START + 10 * HOUR);
    const order = (await engine.search('process-instances', {})).map((row) => row.processDefinitionId);
    expect(order).toEqual(['first', 'second', 'first', 'first', 'second', 'second']);
  });

  it('interrupts an activity with a boundary timer', async () => {
    const engine = newEngine();
    await engine.deploy(bounded('duration', 'PT1H', true));
    const key = await engine.create('bounded');
    engine.engine.clock.advance(HOUR);
    expect((await engine.history(key)).slice(1)).toEqual([
      'task TERMINATED',
      'late COMPLETED',
      'after COMPLETED',
    ]);
    expect(await engine.activate('work')).toEqual([]);
  });

  it.each([
    ['duration', 'PT1H', 1],
    ['cycle', 'R3/PT1H', 3],
    ['cycle', 'R/PT1H', 10],
  ] as const)('fires a non-interrupting boundary timer of the %s %s %d times', async (kind, text, times) => {
    const engine = newEngine();
    await engine.deploy(bounded(kind, text, false));
    const key = await engine.create('bounded');
    engine.engine.clock.advance(10 * HOUR);
    const history = await engine.history(key);
    expect(history.filter((line) => line === 'late COMPLETED').length).toBe(times);
    expect(history).toContain('task ACTIVE');
    await engine.work('work');
    expect(engine.engine.clock.nextDue()).toBeUndefined();
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('triggers event sub-processes by time, a cycle many times', async () => {
    const engine = newEngine();
    const handler = eventSubProcess(
      'handler',
      startOn('tick', on.timer('cycle', 'R2/PT1H'), '', false),
      'handle',
    );
    await engine.deploy(
      bpmn('ticks', `${start}${serviceTask('task', 'work')}${end}${flows('start task end')}${handler}`),
    );
    const key = await engine.create('ticks');
    engine.engine.clock.advance(10 * HOUR);
    expect(await engine.work('handle')).toBe(2);
    await engine.work('work');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('virtual time (3.1)', () => {
  const chain = bpmn(
    'chain',
    `${start}${catchEvent('one', on.timer('duration', 'PT1H'))}${catchEvent('two', on.timer('duration', 'PT1H'))}${end}${flows('start one two end')}`,
  );

  it('advances through every due date on the way, so that timers that follow from timers fire too', async () => {
    const engine = newEngine();
    await engine.deploy(chain);
    await engine.create('chain');
    engine.engine.clock.advance(3 * HOUR);
    expect(await finish(engine)).toBe('2030-01-01T02:00:00.000Z');
    expect(engine.engine.clock.now()).toBe(START + 3 * HOUR);
  });

  it('jumps when the clock is pinned: what follows counts from there', async () => {
    const engine = newEngine();
    await engine.deploy(chain);
    const key = await engine.create('chain');
    await engine.call('PUT', '/clock', { timestamp: START + 3 * HOUR });
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect(engine.engine.clock.nextDue()).toBe(START + 4 * HOUR);
  });

  it('goes back to the time of the machine, where due timers fire by themselves', async () => {
    const engine = newEngine();
    await engine.deploy(waits('date', '2001-01-01T00:00:00Z'), 'past.bpmn');
    engine.engine.clock.pin(0);
    const key = await engine.create('waits');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect((await engine.call('POST', '/clock/reset')).status).toBe(204);
    expect(engine.engine.clock.isPinned).toBe(false);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('is idle when nothing happens by itself any more', async () => {
    const engine = newEngine();
    await engine.deploy(chain);
    await engine.create('chain');
    await engine.engine.idle();
    expect(engine.engine.clock.nextDue()).toBe(START + HOUR);
  });

  it('gives the host a turn when a loop of timers without a duration never ends', async () => {
    const engine = newEngine();
    await engine.deploy(
      bpmn('loop', `${start}${catchEvent('wait', on.timer('duration', 'PT0S'))}${flows('start wait wait')}`),
    );
    const key = await engine.create('loop');
    engine.engine.clock.advance(HOUR);
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    await engine.engine.idle();
    expect(await engine.stateOf(key)).toBe('TERMINATED');
  });

  it('does at once what is due, however much that is', async () => {
    const { engine } = newEngine();
    const message = JSON.stringify({ name: 'late', correlationKey: '1', timeToLive: 1000 });
    for (let count = 0; count < 4500; count += 1) {
      await engine.fetch('http://engine/v2/messages/publication', { method: 'POST', body: message });
    }
    engine.clock.advance(HOUR);
    const expired = engine.events
      .list()
      .filter(({ valueType, intent }) => valueType === 'MESSAGE' && intent === 'EXPIRED');
    expect(expired).toHaveLength(4500);
  });
});
