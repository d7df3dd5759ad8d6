import { readEnvironment } from '@camunda/config';
import { systemClock, systemRandom } from '@camunda/core';
import { createLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import { checkWorkerOptions } from './check-worker-options.ts';
import { createStrategy } from './create-strategy.ts';
import { FailureHistory } from './failure-history.ts';
import { guardAroundHandler } from './guard-around-handler.ts';
import { createRestJobSource } from './job-source.ts';
import type { JobWorkerOptions, WorkerClient } from './job-worker-options.ts';
import { Ledger } from './ledger.ts';
import { LockMargin } from './lock-margin.ts';
import type { Platform } from './platform.ts';
import { resolveWorkerConfig } from './resolve-worker-config.ts';
import { WorkerConfigError } from './worker-config-error.ts';
import { WorkerEvents } from './worker-events.ts';
import type { WorkerParts } from './worker-parts.ts';
import type { WorkerState } from './worker-status.ts';

/**
 * Decides all that a worker needs from what its user gave.
 *
 * @throws WorkerConfigError
 */
export function createWorkerParts(
  options: JobWorkerOptions,
  platform: Platform,
  setState: (state: WorkerState) => void,
): WorkerParts {
  checkWorkerOptions(options);
  const transport = transportOf(options.client);
  const { startupJitterMaxSeconds, clock = systemClock, random = systemRandom } = options;
  const config = resolveWorkerConfig(
    { ...options.config, ...(startupJitterMaxSeconds !== undefined && { startupJitterMaxSeconds }) },
    options.settings ?? readEnvironment(),
  );
  const logger = createLogger(options.logger);
  const events = new WorkerEvents(logger, config);
  return {
    config,
    transport,
    client: options.client,
    source: options.source ?? createRestJobSource(transport, logger),
    strategy: createStrategy({
      jobHandler: options.jobHandler,
      name: options.executionStrategy === undefined ? 'auto' : options.executionStrategy,
      platform,
      transport,
      client: options.client,
      logger,
      poolSize: config.poolSize,
      aroundHandler: guardAroundHandler(options.instrumentation, logger),
    }),
    clock,
    random,
    logger,
    ledger: new Ledger(),
    history: new FailureHistory(
      { initialMs: config.retryBackOffMs, maxMs: config.retryBackOffMaxMs },
      random,
    ),
    events,
    lockMargin: new LockMargin({ config, clock, logger, events }),
    platform,
    budget: options.budget,
    setState,
  };
}

function transportOf(client: WorkerClient): Transport {
  const given: unknown = client;
  const candidate: unknown =
    (typeof given === 'object' && given !== null && Reflect.get(given, 'transport')) || given;
  if (
    typeof candidate === 'object' &&
    candidate !== null &&
    typeof Reflect.get(candidate, 'call') === 'function'
  ) {
    return candidate as Transport;
  }
  throw new WorkerConfigError('client', 'client must be a transport, or have one under "transport"');
}
