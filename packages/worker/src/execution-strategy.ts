import type { JobContext } from './job-context.ts';
import type { JobInHand } from './job-in-hand.ts';
import type { JsonObject } from './json-value.ts';

/** Where handlers run. */
export interface ExecutionStrategy {
  /**
   * Runs the handler and reports through `inHand.settle`, once; must not throw.
   *
   * @param begin called when the handler begins, which may be later; false means that it must not begin any more
   */
  run(inHand: JobInHand, context: JobContext<JsonObject, JsonObject, unknown>, begin: () => boolean): void;
  /** Stops a handler that did not end by itself, where that is possible. False if it may go on all the same. */
  kill(inHand: JobInHand): boolean;
  /** Lets go of threads and processes. */
  close(): Promise<void>;
}
