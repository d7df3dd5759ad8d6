import type { SdkLogger } from '@camunda/logger';

/** How a handler module is run in a pool. */
export interface PooledStrategyOptions {
  readonly runtime: 'thread' | 'process';
  /** Workers that have the same one share a pool. */
  readonly shared: object;
  /** What calls of `job.client` in the pool are made on. */
  readonly client: unknown;
  readonly logger: SdkLogger;
  /** How many threads or processes the pool has at most. The first worker of a pool decides. */
  readonly size: number | undefined;
}
