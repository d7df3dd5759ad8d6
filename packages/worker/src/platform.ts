import type { Clock } from '@camunda/core';
import { createTimerProbe, type LoadProbe } from './adaptive-limit.ts';
import type { ExecutionStrategy } from './execution-strategy.ts';
import type { JobContext } from './job-context.ts';
import type { JobHandlerModule } from './job-handler.ts';
import type { JsonObject } from './json-value.ts';
import type { PooledStrategyOptions } from './pooled-strategy-options.ts';

/** What only some runtimes can do. What is missing here is refused or left out by the worker. */
export interface Platform {
  /** Runs `action` so that code within it, however far away, can name the job. */
  runWithJob(job: JobContext<JsonObject, JsonObject, unknown>, action: () => void): void;
  createLoadProbe(clock: Clock): LoadProbe;
  /** Calls `listener` for SIGTERM and SIGINT; gives the function that ends it and tells whether nobody else listens. */
  readonly onStopSignal?: ((listener: (signal: string) => void) => () => void) | undefined;
  /** Ends the process as the signal would have, if nobody listens for it any more. */
  readonly raise?: ((signal: string) => void) | undefined;
  readonly createPooledStrategy?:
    | ((module: JobHandlerModule, options: PooledStrategyOptions) => ExecutionStrategy)
    | undefined;
}

/** What every runtime can do. */
export const portablePlatform: Platform = {
  runWithJob: (_, action) => action(),
  createLoadProbe: createTimerProbe,
};
