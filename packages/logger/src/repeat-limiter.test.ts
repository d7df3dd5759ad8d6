import type { Clock } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { RecordingLogger } from '../test/recording-logger.ts';
import { SdkLogger } from './sdk-logger.ts';

/** A clock that goes only when it is told to. */
class StandingClock implements Clock {
  #now = 0;
  #timers = new Map<number, { at: number; callback: () => void }>();
  #last = 0;

  get pending(): number {
    return this.#timers.size;
  }

  now = (): number => this.#now;
  monotonic = (): number => this.#now;

  setTimeout(callback: () => void, delayMs: number): number {
    this.#last += 1;
    this.#timers.set(this.#last, { at: this.#now + delayMs, callback });
    return this.#last;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(Number(handle));
  }

  advance(byMs: number): void {
    this.#now += byMs;
    for (const [handle, { at, callback }] of this.#timers) {
      if (at > this.#now) continue;
      this.#timers.delete(handle);
      callback();
    }
  }
}

function setup(repeatWindowMs?: number) {
  const clock = new StandingClock();
  const target = new RecordingLogger();
  return { clock, target, logger: new SdkLogger(target, '', { clock, repeatWindowMs }) };
}

describe('repeated lines', () => {
  it('are written once at once, and then as a count', () => {
    const { clock, target, logger } = setup();
    for (let count = 0; count < 241; count += 1) {
      logger.error('no connection', new Error('refused'));
      expect(target.lines).toHaveLength(1);
    }
    clock.advance(59_999);
    expect(target.lines).toHaveLength(1);
    clock.advance(1);
    expect(target.messages).toEqual(['no connection', 'no connection (240 more of the same in 60 s)']);
    expect(clock.pending).toBe(0);
    logger.error('no connection', new Error('refused'));
    expect(target.lines).toHaveLength(3);
  });

  it('are told apart by level, context, message and values', () => {
    const { target, logger } = setup();
    logger.error('a');
    logger.warn('a');
    logger.error('b');
    logger.bind({ jobKey: '1' }).error('a');
    logger.bind({ jobKey: '2' }).error('a');
    logger.error('a', new Error('x'));
    logger.error('a', new Error('y'));
    logger.error('a', { n: 1 });
    logger.error('a', { n: 2 });
    expect(target.lines).toHaveLength(9);
    logger.error('a', { n: 2 });
    expect(target.lines).toHaveLength(9);
  });

  it('are told apart by context, too, when the logger binds by itself', () => {
    const target = Object.assign(new RecordingLogger(), { child: () => target });
    const logger = new SdkLogger(target);
    logger.bind({ jobKey: '1' }).error('a');
    logger.bind({ jobKey: '2' }).error('a');
    expect(target.lines).toHaveLength(2);
  });

  it('are not limited below warnings, nor when that is switched off', () => {
    const { target, logger } = setup();
    for (let count = 0; count < 3; count += 1) logger.info('a');
    expect(target.lines).toHaveLength(3);
    const off = setup(0);
    for (let count = 0; count < 3; count += 1) off.logger.error('a');
    expect(off.target.lines).toHaveLength(3);
  });

  it('are counted on request, and leave no timer behind', () => {
    const { clock, target, logger } = setup();
    logger.error('a');
    logger.error('a');
    expect(clock.pending).toBe(1);
    logger.flush();
    expect(target.messages).toEqual(['a', 'a (1 more of the same in 1 s)']);
    expect(clock.pending).toBe(0);
  });

  it('of very many kinds do not pile up', () => {
    const { clock, target, logger } = setup();
    for (let index = 0; index < 1000; index += 1) {
      logger.error(`e${index}`);
      logger.error(`e${index}`);
    }
    expect(clock.pending).toBeLessThanOrEqual(256);
    logger.flush();
    expect(target.lines).toHaveLength(2000);
  });
});
