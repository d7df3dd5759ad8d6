import type { TimerHandle } from '@camunda/core';
import type { EngineCore } from './engine-core.ts';
import { EngineRejection, engineClosed } from './engine-rejection.ts';
import type { EngineEvent } from './event.ts';

/** Until when a request waits, in real time. */
export interface WaitLimit {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | null;
  /** What the refusal says when the time is over. */
  readonly late: string;
}

/** Requests that wait for an event. */
export class EventWaiters {
  readonly #engine: EngineCore;
  readonly #waiting = new Set<(error: unknown) => void>();

  constructor(engine: EngineCore) {
    this.#engine = engine;
  }

  /**
   * Resolves when an event comes that `test` wants; what `test` throws rejects.
   *
   * @throws EngineRejection DEADLINE_EXCEEDED when the time is over
   */
  wait(test: (event: EngineEvent) => boolean, { timeoutMs, signal, late }: WaitLimit): Promise<void> {
    const { log, environment } = this.#engine;
    if (this.#engine.isClosed) {
      return Promise.reject(engineClosed());
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        environment.wall.clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#waiting.delete(fail);
        unsubscribe();
      };
      const fail = (error: unknown) => {
        leave();
        reject(error);
      };
      const onAbort = () => fail(signal?.reason);
      const timer: TimerHandle = environment.wall.setTimeout(
        () => fail(new EngineRejection('DEADLINE_EXCEEDED', late)),
        timeoutMs,
      );
      const unsubscribe = log.subscribe((event) => {
        try {
          if (test(event)) {
            leave();
            resolve();
          }
        } catch (error) {
          fail(error);
        }
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(fail);
    });
  }

  /** Ends every wait with an error. */
  close(): void {
    for (const fail of [...this.#waiting]) {
      fail(engineClosed());
    }
  }
}
