import type { ClosableFetch } from '../closable-fetch.ts';
import type { TransportConfiguration } from '../transport-configuration.ts';
import { createNodeFetch } from './node-fetch.ts';
import type { NodeConnectionOptions } from './node-transport-options.ts';
import { openLanes } from './open-lanes.ts';

/** What {@link createFetch} reads. */
export interface CreateFetchOptions extends NodeConnectionOptions {
  /** Settings as `@camunda/config` gives them. @default none */
  readonly configuration?: TransportConfiguration | undefined;
}

/**
 * Makes a `fetch` with the certificates and proxies of the options or the configuration, for the requests of auth providers. It reads
 * whole answers and follows no redirects.
 *
 * @throws {ValidationError} certificates or proxies cannot be used
 */
export function createFetch(options: CreateFetchOptions = {}): ClosableFetch {
  const lanes = openLanes(options, options.configuration);
  return { fetch: createNodeFetch(lanes), close: () => lanes.close() };
}
