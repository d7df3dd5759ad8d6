import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { BackpressureGate } from './backpressure-gate.ts';
import { BACKPRESSURE_PROFILES, type BackpressureSettings } from './backpressure-profiles.ts';

function setUp(changes: Partial<BackpressureSettings> = {}) {
  const clock = new ManualClock();
  const settings = { ...BACKPRESSURE_PROFILES.BALANCED, ...changes };
  return { clock, settings, gate: new BackpressureGate(settings, clock) };
}

describe('BackpressureGate', () => {
  it('starts without a limit', () => {
    const { gate } = setUp();
    for (let call = 0; call < 10_000; call += 1) expect(gate.tryAcquire()).toBe(true);
    expect(gate.state).toMatchObject({ severity: 'healthy', permitsMax: undefined, permitsCurrent: 10_000 });
  });

  it('limits after the first sign and shrinks with each further one', () => {
    const { gate } = setUp();
    const limits = Array.from({ length: 6 }, () => {
      gate.signalOverload();
      return gate.state.permitsMax;
    });
    expect(limits).toEqual([16, 11, 5, 2, 1, 1]);
    expect(gate.state).toMatchObject({ severity: 'severe', consecutiveSignals: 6, extraDelayMs: 25 });
  });

  it('doubles the extra delay at the floor up to its bound, and drops it with a success', () => {
    const { gate } = setUp();
    for (let sign = 0; sign < 30; sign += 1) gate.signalOverload();
    expect(gate.extraDelayMs).toBe(2000);
    gate.signalSuccess();
    expect(gate.state).toMatchObject({ extraDelayMs: 0, consecutiveSignals: 0, permitsMax: 1 });
  });

  it('recovers with time: by steps, then by a factor, then altogether', () => {
    const { gate, clock } = setUp();
    for (let sign = 0; sign < 5; sign += 1) gate.signalOverload();
    expect(gate.state).toMatchObject({ severity: 'severe', permitsMax: 1 });
    clock.advance(2000);
    expect(gate.state).toMatchObject({ severity: 'soft', permitsMax: 3 });
    clock.advance(2000);
    expect(gate.state).toMatchObject({ severity: 'healthy' });
    clock.advance(1000);
    const grown = gate.state.permitsMax ?? 0;
    clock.advance(1000);
    expect(gate.state.permitsMax).toBe(Math.max(grown + 1, Math.floor(grown * 1.5)));
    clock.advance(30_000);
    expect(gate.state).toMatchObject({ severity: 'healthy', permitsMax: undefined });
  });

  it('lets waiters in when the limit is lifted, without anybody asking', () => {
    const { gate, clock } = setUp({ initialMax: 1 });
    gate.signalOverload();
    expect(gate.tryAcquire()).toBe(true);
    let admitted = 0;
    for (let waiter = 0; waiter < 5; waiter += 1) gate.enqueue(() => (admitted += 1));
    clock.advance(60_000);
    expect(admitted).toBe(5);
    expect(gate.state).toMatchObject({ waiters: 0, permitsCurrent: 6, permitsMax: undefined });
    expect(clock.timers).toBe(0);
  });

  it('lets waiters in when the limit is lifted at once [P7]', () => {
    const { gate, clock } = setUp({ initialMax: 1, unlimitedAfterHealthyMs: 10, recoveryIntervalMs: 5000 });
    gate.signalOverload();
    expect(gate.tryAcquire()).toBe(true);
    let admitted = 0;
    for (let waiter = 0; waiter < 3; waiter += 1) gate.enqueue(() => (admitted += 1));
    clock.advance(5000);
    expect(admitted).toBe(3);
    expect(gate.state).toMatchObject({ waiters: 0, permitsCurrent: 4, permitsMax: undefined });
  });

  it('has one timer while calls wait, and none when the last one has left or has got in', () => {
    const { gate, clock } = setUp({ initialMax: 1 });
    gate.signalOverload();
    gate.tryAcquire();
    const leaves = [1, 2].map(() => gate.enqueue(() => undefined));
    expect(clock.timers).toBe(1);
    for (const leave of leaves) leave?.();
    expect(clock.timers).toBe(0);
    gate.enqueue(() => undefined);
    gate.release();
    expect(clock.timers).toBe(0);
  });

  it('counts the time of its first step from the last sign', () => {
    const { gate, clock } = setUp();
    clock.advance(500);
    for (const limit of [16, 11]) {
      gate.signalOverload();
      expect(gate.state.permitsMax).toBe(limit);
    }
    clock.advance(999);
    expect(gate.state.permitsMax).toBe(11);
    clock.advance(1);
    expect(gate.state.permitsMax).toBe(12);
  });

  it('stays severe after a success, until it has been quiet', () => {
    const { gate } = setUp();
    for (let sign = 0; sign < 3; sign += 1) gate.signalOverload();
    gate.signalSuccess();
    const before = gate.state.permitsMax ?? 0;
    gate.signalOverload();
    expect(gate.state).toMatchObject({ severity: 'severe', permitsMax: Math.floor(before * 0.5) });
  });

  it('grows no further than it began while the cluster is not healthy, and drops the extra pause as it grows', () => {
    const { gate, clock } = setUp({ recoveryStep: 100, decayQuietMs: 60_000 });
    for (let sign = 0; sign < 6; sign += 1) gate.signalOverload();
    expect(gate.extraDelayMs).toBe(25);
    clock.advance(1000);
    expect(gate.state).toMatchObject({ severity: 'severe', permitsMax: 16, extraDelayMs: 0 });
  });

  it('grows by a step where a factor would not do', () => {
    const { gate, clock } = setUp({ initialMax: 1 });
    gate.signalOverload();
    clock.advance(3000);
    expect(gate.state).toMatchObject({ severity: 'healthy', permitsMax: 3 });
  });

  it('tells of what time has brought', () => {
    const clock = new ManualClock();
    const told: string[] = [];
    const gate = new BackpressureGate(BACKPRESSURE_PROFILES.BALANCED, clock, ({ severity, permitsMax }) =>
      told.push(`${severity} ${permitsMax}`),
    );
    gate.signalOverload();
    clock.advance(2000);
    gate.tryAcquire();
    clock.advance(30_000);
    gate.tryAcquire();
    expect(told).toEqual(['soft 16', 'healthy 24', 'healthy undefined']);
  });

  it('counts a waiter once, however it leaves the queue [P8]', () => {
    const { gate } = setUp({ initialMax: 1, maxWaiters: 2 });
    gate.signalOverload();
    gate.tryAcquire();
    for (let round = 0; round < 5; round += 1) {
      const leave = gate.enqueue(() => undefined);
      expect([leave?.(), leave?.()]).toEqual([true, false]);
      gate.enqueue(() => undefined);
      gate.release();
    }
    expect(gate.state).toMatchObject({ waiters: 0, permitsCurrent: 1 });
    expect([1, 2, 3].map(() => gate.enqueue(() => undefined) !== undefined)).toEqual([true, true, false]);
  });

  it('never limits with LEGACY, but still tells', () => {
    const clock = new ManualClock();
    const gate = new BackpressureGate(BACKPRESSURE_PROFILES.LEGACY, clock);
    for (let sign = 0; sign < 10; sign += 1) gate.signalOverload();
    expect(gate.state).toMatchObject({ severity: 'severe', permitsMax: undefined, extraDelayMs: 0 });
    expect(gate.tryAcquire()).toBe(true);
  });

  it('refuses to take back what nobody holds', () => {
    expect(() => setUp().gate.release()).toThrow(RangeError);
  });
});

/** What the test knows of a call. */
interface ModelCall {
  state: 'waiting' | 'holding' | 'gone';
  leave?: (() => boolean) | undefined;
}

interface Model {
  readonly calls: ModelCall[];
}

interface Real {
  readonly gate: BackpressureGate;
  readonly clock: ManualClock;
  readonly settings: BackpressureSettings;
}

type Command = fc.Command<Model, Real>;

const holding = (model: Model) => model.calls.filter((call) => call.state === 'holding');
const waiting = (model: Model) => model.calls.filter((call) => call.state === 'waiting');

/** What has to hold after every step. */
function checkInvariants(model: Model, { gate, settings }: Real): void {
  const state = gate.state;
  expect(state.permitsCurrent).toBe(holding(model).length);
  expect(state.waiters).toBe(waiting(model).length);
  expect(state.waiters).toBeLessThanOrEqual(settings.maxWaiters);
  if (state.permitsMax !== undefined) {
    expect(state.permitsMax).toBeGreaterThanOrEqual(settings.floor);
    expect(Number.isInteger(state.permitsMax)).toBe(true);
  }
  // No waiter is forgotten while there is room.
  if (state.waiters > 0)
    expect(state.permitsCurrent).toBeGreaterThanOrEqual(state.permitsMax ?? Number.POSITIVE_INFINITY);
}

class Acquire implements Command {
  check = () => true;
  run(model: Model, real: Real): void {
    const { gate, settings } = real;
    const before = gate.state;
    if (gate.tryAcquire()) {
      expect(before.waiters).toBe(0);
      expect(before.permitsCurrent).toBeLessThan(before.permitsMax ?? Number.POSITIVE_INFINITY);
      model.calls.push({ state: 'holding' });
    } else {
      const call: ModelCall = { state: 'waiting' };
      call.leave = gate.enqueue(() => {
        // The first in is the first out, and nobody is let in twice.
        expect(call.state).toBe('waiting');
        expect(waiting(model)[0]).toBe(call);
        call.state = 'holding';
      });
      if (call.leave === undefined) expect(before.waiters).toBe(settings.maxWaiters);
      else model.calls.push(call);
    }
    checkInvariants(model, real);
  }
  toString = () => 'acquire';
}

class Release implements Command {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
  check = (model: Model) => holding(model).length > 0;
  run(model: Model, real: Real): void {
    const held = holding(model);
    const call = held[this.index % held.length];
    if (call !== undefined) call.state = 'gone';
    real.gate.release();
    checkInvariants(model, real);
    const { permitsCurrent, permitsMax = Number.POSITIVE_INFINITY } = real.gate.state;
    expect(permitsCurrent).toBeLessThanOrEqual(Math.max(permitsMax, held.length - 1));
  }
  toString = () => `release(${this.index})`;
}

class Cancel implements Command {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
  check = (model: Model) => waiting(model).length > 0;
  run(model: Model, real: Real): void {
    const queue = waiting(model);
    const call = queue[this.index % queue.length];
    expect(call?.leave?.()).toBe(true);
    if (call !== undefined) call.state = 'gone';
    expect(call?.leave?.()).toBe(false);
    checkInvariants(model, real);
  }
  toString = () => `cancel(${this.index})`;
}

class Signal implements Command {
  readonly kind: 'overload' | 'success';
  constructor(kind: 'overload' | 'success') {
    this.kind = kind;
  }
  check = () => true;
  run(model: Model, real: Real): void {
    if (this.kind === 'overload') real.gate.signalOverload();
    else real.gate.signalSuccess();
    checkInvariants(model, real);
  }
  toString = () => this.kind;
}

class Pass implements Command {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = () => true;
  run(model: Model, real: Real): void {
    real.clock.advance(this.ms);
    checkInvariants(model, real);
  }
  toString = () => `pass(${this.ms})`;
}

describe('the time that passes', () => {
  it('does the same in one leap as in small steps', () => {
    const signs = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(signs, fc.integer({ min: 0, max: 40_000 }), (pauses, rest) => {
        const [leap, steps] = [setUp(), setUp()];
        for (const pause of pauses) {
          for (const { gate, clock } of [leap, steps]) {
            clock.advance(pause);
            gate.signalOverload();
          }
        }
        leap.clock.advance(rest);
        for (let passed = 0; passed < rest; passed += 250) {
          steps.clock.advance(Math.min(250, rest - passed));
          expect(steps.gate.state.permitsCurrent).toBe(0);
        }
        const { severity, permitsMax } = steps.gate.state;
        expect(leap.gate.state).toMatchObject({ severity, permitsMax });
      }),
      { numRuns: 200 },
    );
  });
});

describe('BackpressureGate under any sequence of calls, signs and time', () => {
  const commands = fc.commands(
    [
      fc.constant(new Acquire()),
      fc.nat(20).map((index) => new Release(index)),
      fc.nat(20).map((index) => new Cancel(index)),
      fc.constantFrom('overload', 'success').map((kind) => new Signal(kind)),
      fc.integer({ min: 1, max: 5000 }).map((ms) => new Pass(ms)),
    ],
    { maxCommands: 120, size: '+1' },
  );

  it.each(['BALANCED', 'CONSERVATIVE', 'AGGRESSIVE', 'LEGACY'] as const)(
    'never leaks a permit, never goes negative and forgets no waiter (%s)',
    (profile) => {
      fc.assert(
        fc.property(
          commands,
          fc.integer({ min: 1, max: 4 }),
          fc.integer({ min: 0, max: 5 }),
          fc.constantFrom(BACKPRESSURE_PROFILES[profile].recoveryIntervalMs, 50_000),
          (steps, initialMax, maxWaiters, recoveryIntervalMs) => {
            const settings = {
              ...BACKPRESSURE_PROFILES[profile],
              initialMax,
              maxWaiters,
              recoveryIntervalMs,
            };
            const clock = new ManualClock();
            const real: Real = { gate: new BackpressureGate(settings, clock), clock, settings };
            const model: Model = { calls: [] };
            fc.modelRun(() => ({ model, real }), steps);
            // Whatever happened, everybody gets through in the end, and nothing is left behind.
            for (
              let round = 0;
              round < 200 && waiting(model).length + holding(model).length > 0;
              round += 1
            ) {
              for (const call of holding(model)) {
                call.state = 'gone';
                real.gate.release();
              }
              clock.advance(1000);
            }
            clock.advance(200_000);
            expect(real.gate.state).toMatchObject({
              severity: 'healthy',
              permitsMax: undefined,
              permitsCurrent: 0,
              waiters: 0,
              extraDelayMs: 0,
            });
            expect(clock.timers).toBe(0);
          },
        ),
        { numRuns: 150 },
      );
    },
  );
});
