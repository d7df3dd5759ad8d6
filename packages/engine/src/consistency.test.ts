import type { Clock } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { oneTask } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';
import type { EngineOptions } from './runtime/engine-options.ts';

/** A machine whose time the test decides; its timers never fire. */
function wallClock(): Clock & { time: number } {
  const clock = {
    time: Date.UTC(2030, 0, 1),
    now: () => clock.time,
    monotonic: () => clock.time,
    setTimeout: () => 0,
    clearTimeout: () => {},
  };
  return clock;
}

const MODEL = oneTask();

async function started(options: EngineOptions) {
  const engine = new TestEngine(options);
  await engine.deploy(MODEL);
  const key = await engine.create('one-task');
  const status = async () => (await engine.call('GET', `/process-instances/${key}`)).status;
  return { engine, key, status };
}

describe('consistency (3.24)', () => {
  it('shows everything at once if nothing else is asked for', async () => {
    const { engine, status } = await started({});
    expect(await status()).toBe(200);
    expect(engine.engine.projections.behind).toBe(0);
  });

  it('answers 404 and finds nothing until the lag is over, and never keeps a command waiting', async () => {
    const clock = wallClock();
    const { engine, key, status } = await started({ clock, consistency: { lagMs: 200 } });
    expect(await status()).toBe(404);
    expect(await engine.search('process-instances')).toEqual([]);
    expect(await engine.work('work')).toBe(1);
    clock.time += 199;
    expect(await status()).toBe(404);
    clock.time += 1;
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(engine.engine.projections.behind).toBe(0);
  });

  it('ends when virtual time passes, and also in real time while virtual time stands still', async () => {
    const clock = wallClock();
    const { engine, key, status } = await started({ clock, startTime: 0, consistency: { lagMs: 200 } });
    expect(await status()).toBe(404);
    engine.engine.clock.advance(200);
    expect(await status()).toBe(200);
    await engine.work('work');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    clock.time += 200;
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('waits for a flush if the lag is endless', async () => {
    const clock = wallClock();
    const { engine, status } = await started({ clock, consistency: { lagMs: Number.POSITIVE_INFINITY } });
    clock.time += 1e12;
    expect(await status()).toBe(404);
    expect(engine.engine.projections.behind).toBeGreaterThan(0);
    engine.engine.projections.flush();
    expect(await status()).toBe(200);
  });

  it('draws a lag by the seed: the same one each time, without touching the events', async () => {
    const range = { fromMs: 0, toMs: 1000 };
    const seen = async (seed: number) => {
      const clock = wallClock();
      const { engine } = await started({ clock, seed, consistency: { lagMs: range } });
      const counts: number[] = [];
      for (let index = 0; index < 20; index++) {
        counts.push(engine.engine.projections.behind);
        clock.time += 50;
      }
      return { counts, events: engine.engine.events.list() };
    };
    const first = await seen(1);
    expect(await seen(1)).toEqual(first);
    const other = await seen(2);
    expect(other.counts).not.toEqual(first.counts);
    expect(other.events).toEqual(first.events);
  });

  it.each([
    [-1, '`consistency.lagMs` is -1'],
    [Number.NaN, '`consistency.lagMs` is NaN'],
    [{ fromMs: 5, toMs: 1 }, '`consistency.lagMs` goes from 5 to 1'],
    [{ fromMs: 0, toMs: Number.POSITIVE_INFINITY }, '`consistency.lagMs.toMs` is Infinity'],
  ])('refuses %j', (lagMs, message) => {
    expect(() => new TestEngine({ consistency: { lagMs } })).toThrow(message);
  });
});
