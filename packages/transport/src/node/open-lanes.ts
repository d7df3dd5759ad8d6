import { ValidationError } from '../errors/validation-error.ts';
import type { TransportConfiguration } from '../transport-configuration.ts';
import { createTlsContext } from './create-tls-context.ts';
import type { NodeConnectionOptions } from './node-transport-options.ts';
import { routeTo } from './proxy-route.ts';
import { proxySettings } from './proxy-settings.ts';
import { DEFAULT_CONNECTIONS, UndiciLanes } from './undici-lanes.ts';

/** What undici gives to a timer as it is: with more than the timers of the runtime can hold, it would end at once. */
const TIMED: ReadonlySet<string> = new Set(['connectTimeoutMs', 'keepAliveMs']);
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Checks certificates and proxies, and makes the lanes that use them. */
export function openLanes(
  options: NodeConnectionOptions,
  configuration: TransportConfiguration | undefined,
): UndiciLanes {
  if ('Bun' in globalThis)
    throw refuse(
      '@camunda/transport/node',
      "cannot be used in Bun, which replaces undici by something else: import from '@camunda/transport'",
    );
  const settings = { ...DEFAULT_CONNECTIONS, ...options.connections };
  for (const [name, value] of Object.entries(settings)) {
    const parameter = `connections.${name}`;
    if (!Object.hasOwn(DEFAULT_CONNECTIONS, name))
      throw refuse(parameter, `is no option; there are ${Object.keys(DEFAULT_CONNECTIONS).join(', ')}`);
    if (typeof value !== 'number' || !(value > 0))
      throw refuse(parameter, `has to be more than 0, not ${value}`);
    if (TIMED.has(name) && value > LONGEST_TIMER_MS)
      throw refuse(parameter, `has to be at most ${LONGEST_TIMER_MS} milliseconds, not ${value}`);
  }
  const proxies = proxySettings(options, configuration);
  return new UndiciLanes({
    connections: settings,
    secureContext: createTlsContext(options.tls, configuration),
    routeTo: (url) => routeTo(url, proxies),
  });
}

function refuse(parameter: string, what: string): ValidationError {
  return new ValidationError(`${parameter} ${what}`, {
    operationId: 'createTransport',
    parameter,
  });
}
