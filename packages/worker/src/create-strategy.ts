import type { SdkLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import { AsyncStrategy } from './async-strategy.ts';
import type { ExecutionStrategy } from './execution-strategy.ts';
import type { AroundHandler } from './guard-around-handler.ts';
import type { JobHandler, JobHandlerModule } from './job-handler.ts';
import type { ExecutionStrategyName } from './job-worker-options.ts';
import type { JsonObject } from './json-value.ts';
import { ModuleStrategy } from './module-strategy.ts';
import type { Platform } from './platform.ts';
import { WorkerConfigError } from './worker-config-error.ts';

type Handler = JobHandler<JsonObject, JsonObject, unknown, unknown>;

/** What {@link createStrategy} needs. */
export interface CreateStrategyOptions {
  readonly jobHandler: unknown;
  readonly name: ExecutionStrategyName;
  readonly platform: Platform;
  readonly transport: Transport;
  readonly client: unknown;
  readonly logger: SdkLogger;
  readonly poolSize: number | undefined;
  readonly aroundHandler: AroundHandler | undefined;
}

/**
 * The strategy for a handler. `auto` runs functions in this thread, and modules in threads where there are any.
 *
 * @throws WorkerConfigError when the handler and the strategy do not go together
 */
export function createStrategy(options: CreateStrategyOptions): ExecutionStrategy {
  const { jobHandler, name, platform, aroundHandler } = options;
  if (!['auto', 'async', 'thread', 'process'].includes(name)) {
    throw new WorkerConfigError(
      'executionStrategy',
      `executionStrategy must be one of auto, async, thread, process, not ${JSON.stringify(String(name))}`,
    );
  }
  if (typeof jobHandler === 'function') {
    if (name === 'auto' || name === 'async')
      return new AsyncStrategy(jobHandler as Handler, platform, aroundHandler);
    throw new WorkerConfigError(
      'jobHandler',
      `with executionStrategy ${name}, jobHandler must be { module: new URL('./handler.js', import.meta.url) }: a function cannot leave its thread`,
    );
  }
  if (!isModule(jobHandler)) {
    throw new WorkerConfigError(
      'jobHandler',
      'jobHandler must be a function, or an object with a module (a URL or a path) and, if it is not the default, the exportName of its function',
    );
  }
  const isPooled =
    name === 'thread' ||
    name === 'process' ||
    (name === 'auto' && platform.createPooledStrategy !== undefined);
  if (!isPooled) return new ModuleStrategy(jobHandler, platform, aroundHandler);
  if (platform.createPooledStrategy === undefined) {
    throw new WorkerConfigError(
      'executionStrategy',
      `executionStrategy ${name} needs Node, Bun or Deno: this runtime starts no threads or processes; use async here`,
    );
  }
  return platform.createPooledStrategy(jobHandler, {
    runtime: name === 'process' ? 'process' : 'thread',
    shared: options.transport,
    client: options.client,
    logger: options.logger,
    size: options.poolSize,
  });
}

function isModule(value: unknown): value is JobHandlerModule {
  const module = typeof value === 'object' && value !== null ? Reflect.get(value, 'module') : undefined;
  const exportName: unknown = module === undefined ? undefined : Reflect.get(value as object, 'exportName');
  const isNamed = exportName === undefined || (typeof exportName === 'string' && exportName !== '');
  return isNamed && (module instanceof URL || (typeof module === 'string' && module !== ''));
}
