import type { ExecutionStrategy } from '../execution-strategy.ts';
import type { JobContext } from '../job-context.ts';
import type { JobHandlerModule } from '../job-handler.ts';
import type { JobInHand } from '../job-in-hand.ts';
import type { JsonObject } from '../json-value.ts';
import type { PooledStrategyOptions } from '../pooled-strategy-options.ts';
import { assertMayStart } from './assert-may-start.ts';
import { FairPool, type PoolLane, type PoolRuntime } from './fair-pool.ts';
import { PoolRun } from './pool-run.ts';

/** The pools of each client, by what they are made of. */
const pools = new WeakMap<object, Map<PoolRuntime, FairPool>>();

/** Runs the handler of a module in the threads or processes that all workers of a client share. */
export class PooledStrategy implements ExecutionStrategy {
  readonly #module: JobHandlerModule;
  readonly #options: PooledStrategyOptions;
  readonly #pool: FairPool;
  readonly #runs = new Map<JobInHand, PoolRun>();
  #lane: PoolLane | undefined;

  /** @throws WorkerConfigError where the runtime does not allow it */
  constructor(module: JobHandlerModule, options: PooledStrategyOptions) {
    assertMayStart(options.runtime);
    this.#module = module;
    this.#options = options;
    this.#pool = poolFor(options);
  }

  run(inHand: JobInHand, context: JobContext<JsonObject, JsonObject, unknown>, begin: () => boolean): void {
    this.#lane ??= this.#pool.open();
    const { runtime, logger } = this.#options;
    const run = new PoolRun({
      runtime,
      inHand,
      context,
      begin,
      module: this.#module,
      logLevel: logger.level,
      onEnd: () => this.#runs.delete(inHand),
    });
    this.#runs.set(inHand, run);
    this.#pool.submit(this.#lane, run);
  }

  kill(inHand: JobInHand): boolean {
    this.#runs.get(inHand)?.kill();
    return true;
  }

  async close(): Promise<void> {
    const lane = this.#lane;
    this.#lane = undefined;
    if (lane !== undefined) await this.#pool.leave(lane);
  }
}

function poolFor({ shared, runtime, size, logger }: PooledStrategyOptions): FairPool {
  let ofClient = pools.get(shared);
  if (ofClient === undefined) {
    ofClient = new Map();
    pools.set(shared, ofClient);
  }
  let pool = ofClient.get(runtime);
  if (pool === undefined) {
    pool = new FairPool(runtime, size, logger);
    ofClient.set(runtime, pool);
  }
  return pool;
}
