import type { ClosableFetch } from './closable-fetch.ts';
import { refuseNodeSettings } from './refuse-node-settings.ts';
import type { TransportConfiguration } from './transport-configuration.ts';

/**
 * The runtime's own `fetch`, for the requests of auth providers. On Node, the same function gives one with certificates and proxies.
 *
 * @throws {ValidationError} the configuration has certificates or a proxy, which only Node's connections honour
 */
export function createFetch(
  options: { readonly configuration?: TransportConfiguration | undefined } = {},
): ClosableFetch {
  refuseNodeSettings(options.configuration ?? {}, false);
  return { fetch: (input, init) => globalThis.fetch(input, init), close: () => Promise.resolve() };
}
