import type { TransportConfiguration } from '../transport-configuration.ts';
import { createTlsContext } from './create-tls-context.ts';
import type { NodeConnectionOptions } from './node-transport-options.ts';
import { routeTo } from './proxy-route.ts';
import { proxySettings } from './proxy-settings.ts';
import { DEFAULT_CONNECTIONS, UndiciLanes } from './undici-lanes.ts';

/** Checks certificates and proxies, and makes the lanes that use them. */
export function openLanes(
  options: NodeConnectionOptions,
  configuration: TransportConfiguration | undefined,
): UndiciLanes {
  const proxies = proxySettings(options, configuration);
  return new UndiciLanes({
    connections: { ...DEFAULT_CONNECTIONS, ...options.connections },
    secureContext: createTlsContext(options.tls, configuration),
    routeTo: (url) => routeTo(url, proxies),
  });
}
