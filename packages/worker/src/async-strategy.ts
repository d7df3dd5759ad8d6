import type { ExecutionStrategy } from './execution-strategy.ts';
import type { AroundHandler } from './guard-around-handler.ts';
import type { JobHandler } from './job-handler.ts';
import type { JobInHand } from './job-in-hand.ts';
import type { JsonObject } from './json-value.ts';
import type { Platform } from './platform.ts';

type Handler = JobHandler<JsonObject, JsonObject, unknown, unknown>;

/** Runs handlers in this thread. They share it, so a handler that computes for long holds up all others. */
export class AsyncStrategy implements ExecutionStrategy {
  readonly #handler: Handler;
  readonly #platform: Platform;
  readonly #aroundHandler: AroundHandler | undefined;

  constructor(handler: Handler, platform: Platform, aroundHandler: AroundHandler | undefined) {
    this.#aroundHandler = aroundHandler;
    this.#handler = handler;
    this.#platform = platform;
  }

  run(inHand: JobInHand, context: Parameters<Handler>[0], begin: () => boolean): void {
    if (!begin()) return;
    const call = (): void => this.#platform.runWithJob(context, () => this.#call(inHand, context));
    if (this.#aroundHandler === undefined) call();
    else this.#aroundHandler(inHand.job, call);
  }

  kill(): boolean {
    return false;
  }

  async close(): Promise<void> {}

  #call(inHand: JobInHand, context: Parameters<Handler>[0]): void {
    let returned: unknown;
    try {
      returned = this.#handler(context);
    } catch (error) {
      inHand.settle?.({ kind: 'threw', error });
      return;
    }
    // Whatever can be awaited is awaited: an async function, also behind a decorator or as a callable object.
    if (!isThenable(returned)) {
      inHand.settle?.({ kind: 'returned', value: returned });
      return;
    }
    returned.then(
      (value) => inHand.settle?.({ kind: 'returned', value }),
      (error: unknown) => inHand.settle?.({ kind: 'threw', error }),
    );
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function';
}
