import type { FetchLike } from '@camunda/core';

/** A `fetch` with a way to let go of its connections. */
export interface ClosableFetch {
  readonly fetch: FetchLike;
  close(): Promise<void>;
}
