import { AsyncStrategy } from './async-strategy.ts';
import type { ExecutionStrategy } from './execution-strategy.ts';
import type { AroundHandler } from './guard-around-handler.ts';
import type { JobHandlerModule } from './job-handler.ts';
import type { JobInHand } from './job-in-hand.ts';
import { loadHandler } from './load-handler.ts';
import type { Platform } from './platform.ts';

/** Runs the handler of a module in this thread; the module is loaded with the first job. */
export class ModuleStrategy implements ExecutionStrategy {
  readonly #module: JobHandlerModule;
  readonly #platform: Platform;
  readonly #aroundHandler: AroundHandler | undefined;
  #loading: Promise<AsyncStrategy> | undefined;

  constructor(module: JobHandlerModule, platform: Platform, aroundHandler: AroundHandler | undefined) {
    this.#aroundHandler = aroundHandler;
    this.#module = module;
    this.#platform = platform;
  }

  run(inHand: JobInHand, context: Parameters<ExecutionStrategy['run']>[1], begin: () => boolean): void {
    this.#loading ??= loadHandler(this.#module).then(
      (handler) => new AsyncStrategy(handler, this.#platform, this.#aroundHandler),
    );
    this.#loading.then(
      (strategy) => strategy.run(inHand, context, begin),
      (error: unknown) => {
        this.#loading = undefined;
        inHand.settle?.({ kind: 'threw', error });
      },
    );
  }

  kill(): boolean {
    return false;
  }

  async close(): Promise<void> {}
}
