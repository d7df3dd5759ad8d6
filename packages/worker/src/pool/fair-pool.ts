import { availableParallelism } from 'node:os';
import process from 'node:process';
import type { SdkLogger } from '@camunda/logger';
import type { Tinypool } from 'tinypool';

export type PoolRuntime = 'thread' | 'process';

/** Something that waits for a thread. */
export interface PoolJob {
  /**
   * Called when there may be a thread. Resolves when the thread is free again; must not reject.
   *
   * @param startFault why the last thread that did not come up did not; the pool then cancels what waits for one
   */
  run(pool: Tinypool, startFault: () => unknown): Promise<void>;
  /** Called instead when there cannot be any. */
  refuse(error: unknown): void;
}

/** The waiting jobs of one worker. */
export interface PoolLane {
  readonly waiting: Set<PoolJob>;
}

const SOURCE_CONDITION = '--conditions=camunda-source';
const IDLE_MS = 10_000;
/**
 * What Node can end a thread with that has no memory left: it allows the collection that finds out 50 MB more. With a larger
 * young generation, which is V8's default, that is too little, and V8 ends the whole program.
 */
const YOUNG_GENERATION_MB = 48;

/**
 * One pool of threads or processes for all workers of a client. It hands a thread to the workers in turn, and to tinypool
 * never more than there are threads, so that no worker's queue can hold up another's.
 */
export class FairPool {
  readonly #runtime: PoolRuntime;
  readonly #size: number;
  readonly #logger: SdkLogger;
  readonly #lanes = new Set<PoolLane>();
  #busy = 0;
  #pool: Promise<Tinypool> | undefined;
  #startFault: unknown;

  constructor(runtime: PoolRuntime, size: number | undefined, logger: SdkLogger) {
    this.#runtime = runtime;
    this.#logger = logger;
    this.#size = size ?? Math.max(1, availableParallelism() - 1);
  }

  /** Joins a worker. */
  open(): PoolLane {
    const lane: PoolLane = { waiting: new Set() };
    this.#lanes.add(lane);
    return lane;
  }

  submit(lane: PoolLane, job: PoolJob): void {
    lane.waiting.add(job);
    this.#pump();
  }

  /** Takes leave of a worker. With the last one, all threads end. */
  async leave(lane: PoolLane): Promise<void> {
    this.#lanes.delete(lane);
    if (this.#lanes.size > 0) return;
    const pool = this.#pool;
    this.#pool = undefined;
    await (await pool)?.destroy();
  }

  #pump(): void {
    while (this.#busy < this.#size) {
      const job = this.#next();
      if (job === undefined) return;
      this.#busy += 1;
      void this.#run(job).finally(() => {
        this.#busy -= 1;
        this.#pump();
      });
    }
  }

  /** The first job of the lane that has waited longest for its turn. */
  #next(): PoolJob | undefined {
    for (const lane of this.#lanes) {
      const [job] = lane.waiting;
      if (job === undefined) continue;
      lane.waiting.delete(job);
      this.#lanes.delete(lane);
      this.#lanes.add(lane);
      return job;
    }
    return undefined;
  }

  async #run(job: PoolJob): Promise<void> {
    let pool: Tinypool;
    try {
      this.#pool ??= createPool(this.#runtime, this.#size, (failed, error) => this.#onError(failed, error));
      pool = await this.#pool;
    } catch (error) {
      this.#pool = undefined;
      job.refuse(error);
      return;
    }
    await job.run(pool, () => this.#startFault);
  }

  /** A thread has ended without a job. If there are more jobs than threads to come now, it has not even come up. */
  #onError(pool: Tinypool, error: unknown): void {
    const { queueSize } = pool;
    const what = queueSize > 0 ? 'could not be started' : 'ended while it ran no job; it is replaced';
    this.#logger.error(`a ${this.#runtime} of the pool ${what}`, { error });
    if (queueSize === 0) return;
    this.#startFault = error;
    // The pool would let them wait for ever.
    pool.cancelPendingTasks();
  }
}

async function createPool(
  runtime: PoolRuntime,
  size: number,
  onError: (pool: Tinypool, error: unknown) => void,
): Promise<Tinypool> {
  const { Tinypool } = await import('tinypool');
  // The source of this package runs as it is where the runtime takes types away; it then needs its own condition.
  const isSource = import.meta.url.endsWith('.ts');
  const entry = new URL(isSource ? './pool-entry.ts' : './pool-entry.js', import.meta.url);
  const pool = new Tinypool({
    filename: entry.href,
    name: 'work',
    runtime: runtime === 'thread' ? 'worker_threads' : 'child_process',
    minThreads: 0,
    maxThreads: size,
    idleTimeout: IDLE_MS,
    // Otherwise an idle thread sleeps so deeply that nothing a handler left behind, such as a timer, goes on.
    useAtomics: false,
    ...(runtime === 'thread' && { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } }),
    ...(runtime === 'process' && {
      env: { ...process.env } as Record<string, string>,
      serialization: 'json' as const,
    }),
    // What is left out is inherited. Threads refuse V8's own flags, so the list must not be passed on by hand.
    ...(isSource && !process.execArgv.includes(SOURCE_CONDITION) && { execArgv: [SOURCE_CONDITION] }),
  });
  // Without a listener, something that a handler left behind and that throws later would end this process.
  pool.on('error', (error: unknown) => onError(pool, error));
  return pool;
}
