import { AsyncLocalStorage } from 'node:async_hooks';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { getHeapStatistics } from 'node:v8';
import type { LoadProbe } from './adaptive-limit.ts';
import type { JobContext } from './job-context.ts';
import type { JsonObject } from './json-value.ts';
import type { Platform } from './platform.ts';
import { PooledStrategy } from './pool/pooled-strategy.ts';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

let store: AsyncLocalStorage<JobContext<JsonObject, JsonObject, unknown>> | undefined;

/** The job whose handler this code runs for, however far away it was called; `undefined` outside of handlers. */
export function currentJob(): JobContext<JsonObject, JsonObject, unknown> | undefined {
  return store?.getStore();
}

/** What Node can do, and with it Bun and Deno. */
export const nodePlatform: Platform = {
  runWithJob(job, action) {
    store ??= new AsyncLocalStorage();
    store.run(job, action);
  },
  createLoadProbe: createNodeProbe,
  onStopSignal(listener) {
    for (const signal of STOP_SIGNALS) process.on(signal, listener);
    return () => {
      for (const signal of STOP_SIGNALS) process.off(signal, listener);
    };
  },
  raise(signal) {
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal as NodeJS.Signals);
  },
  createPooledStrategy: (module, options) => new PooledStrategy(module, options),
};

function createNodeProbe(): LoadProbe {
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  return {
    read() {
      const delayMs = Math.max(0, histogram.percentile(99) / 1e6 - 20);
      histogram.reset();
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
      return { delayMs, memory: used / limit };
    },
    close: () => histogram.disable(),
  };
}
