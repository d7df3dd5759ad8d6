import { Secret } from '@camunda/core';
import type { TransportConfiguration } from '../transport-configuration.ts';
import type { NodeConnectionOptions } from './node-transport-options.ts';
import { type ProxyRoute, type ProxySettings, parseProxy } from './proxy-route.ts';

/** Options over configuration over environment. */
export function proxySettings(
  options: NodeConnectionOptions,
  configuration: TransportConfiguration = {},
): ProxySettings {
  const environment = options.environment ?? process.env;
  const exceptions = split(
    options.noProxy ?? configuration.CAMUNDA_NO_PROXY ?? variable(environment, 'NO_PROXY'),
  );
  if (options.proxy === false) return { http: undefined, https: undefined, exceptions };
  if (options.proxy !== undefined) {
    const route = parseProxy(options.proxy, 'proxy');
    return { http: route, https: route, exceptions };
  }
  return {
    http: configured(configuration, environment, 'HTTP_PROXY'),
    https: configured(configuration, environment, 'HTTPS_PROXY'),
    exceptions,
  };
}

function configured(
  configuration: TransportConfiguration,
  environment: Readonly<Record<string, string | undefined>>,
  name: 'HTTP_PROXY' | 'HTTPS_PROXY',
): ProxyRoute | undefined {
  const setting = `CAMUNDA_${name}` as const;
  // The effective configuration of @camunda/config has every key, and has read the environment already.
  if (Object.hasOwn(configuration, setting)) {
    const value = configuration[setting];
    const text = Secret.isSecret(value) ? value.reveal() : value;
    return text === undefined || text === '' ? undefined : parseProxy(text, setting);
  }
  const text = variable(environment, name);
  return text === undefined || text === '' ? undefined : parseProxy(text, name);
}

/** The lower-case name wins, as in curl. */
function variable(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  return environment[name.toLowerCase()] ?? environment[name];
}

function split(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? value.split(/[\s,]+/) : (value ?? []);
}
