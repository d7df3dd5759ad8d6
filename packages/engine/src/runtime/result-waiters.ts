import type { TimerHandle } from '@camunda/core';
import type { EngineCore } from './engine-core.ts';
import { EngineRejection, engineClosed } from './engine-rejection.ts';
import type { JsonObject } from './json.ts';

interface Waiter {
  readonly resolve: (variables: JsonObject) => void;
  readonly reject: (error: unknown) => void;
}

/** Requests that wait until an instance has completed; in real time, never in the engine's. */
export class ResultWaiters {
  readonly #engine: EngineCore;
  readonly #waiting = new Map<number, Waiter>();
  /** Instances that somebody is about to wait for, and the results of those that have ended before that. */
  readonly #early = new Map<number, JsonObject | undefined>();

  constructor(engine: EngineCore) {
    this.#engine = engine;
    engine.log.subscribe((event) => {
      if (event.valueType === 'PROCESS_INSTANCE_RESULT') {
        const { processInstanceKey, variables } = event.value;
        if (event.intent === 'COMPLETED') {
          this.#complete(processInstanceKey, variables);
        } else {
          this.#early.set(processInstanceKey, undefined);
        }
      }
    });
  }

  /** The variables of the instance when it has completed. @throws EngineRejection DEADLINE_EXCEEDED when the time is over; the instance runs on */
  wait(processInstanceKey: number, timeoutMs: number, signal: AbortSignal | null): Promise<JsonObject> {
    const early = this.#early.get(processInstanceKey);
    this.#early.delete(processInstanceKey);
    if (early !== undefined) {
      return Promise.resolve(early);
    }
    if (this.#engine.isClosed) {
      return Promise.reject(engineClosed());
    }
    const { wall } = this.#engine.environment;
    return new Promise<JsonObject>((resolve, reject) => {
      const leave = () => {
        wall.clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#waiting.delete(processInstanceKey);
      };
      const settle =
        <Value>(how: (value: Value) => void) =>
        (value: Value) => {
          leave();
          how(value);
        };
      const waiter: Waiter = { resolve: settle(resolve), reject: settle(reject) };
      const onAbort = () => waiter.reject(signal?.reason);
      const timer: TimerHandle = wall.setTimeout(
        () => waiter.reject(timedOut(processInstanceKey, timeoutMs)),
        timeoutMs,
      );
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(processInstanceKey, waiter);
    });
  }

  /** Ends every wait with an error. */
  close(): void {
    for (const waiter of this.#waiting.values()) {
      waiter.reject(engineClosed());
    }
  }

  #complete(processInstanceKey: number, variables: JsonObject): void {
    const waiter = this.#waiting.get(processInstanceKey);
    if (waiter !== undefined) {
      waiter.resolve(variables);
    } else if (this.#early.has(processInstanceKey)) {
      this.#early.set(processInstanceKey, variables);
    }
  }
}

function timedOut(processInstanceKey: number, timeoutMs: number): EngineRejection {
  return new EngineRejection(
    'DEADLINE_EXCEEDED',
    `The process instance '${processInstanceKey}' did not complete within ${timeoutMs} ms; it is still running`,
  );
}
