import type { Clock } from '@camunda/core';

/** What an engine is made with. */
export interface EngineOptions {
  /** The machine's clock: where real time and real timers come from. @default the system's */
  readonly clock?: Clock | undefined;
  /** Starts the engine with a clock that is pinned at this moment, in milliseconds since the Unix epoch. @default the engine follows `clock` */
  readonly startTime?: number | undefined;
  /** Makes everything that is left to chance repeatable. @default 1 */
  readonly seed?: number | undefined;
  /** How long a long poll waits that does not say how long, in milliseconds. @default 10000 */
  readonly longPollTimeoutMs?: number | undefined;
  /** How long a request that waits for an instance's end waits when it does not say how long, in milliseconds. @default 10000 */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * Which of several equal subscriptions of one process a message goes to: the oldest, or any (by `seed`), as a cluster
   * promises no order. @default 'oldest'
   */
  readonly ambiguousMessages?: 'oldest' | 'random' | undefined;
  /** How many events the log keeps before it drops the oldest; `Infinity` keeps all. @default Infinity */
  readonly eventLimit?: number | undefined;
}
