import { ValidationError } from './errors/validation-error.ts';
import type { TransportConfiguration } from './transport-configuration.ts';

const CERTIFICATE_SETTINGS = [
  'CAMUNDA_MTLS_CERT',
  'CAMUNDA_MTLS_CERT_PATH',
  'CAMUNDA_MTLS_KEY',
  'CAMUNDA_MTLS_KEY_PATH',
  'CAMUNDA_MTLS_KEY_PASSPHRASE',
  'CAMUNDA_MTLS_CA',
  'CAMUNDA_MTLS_CA_PATH',
] as const satisfies readonly (keyof TransportConfiguration)[];

const PROXY_SETTINGS = [
  'CAMUNDA_HTTP_PROXY',
  'CAMUNDA_HTTPS_PROXY',
] as const satisfies readonly (keyof TransportConfiguration)[];

/**
 * Refuses what only Node's connections honour: certificates are never left out silently. Bun's and Deno's `fetch` take proxies from the environment by
 * themselves.
 *
 * @throws {ValidationError} the name of the setting is in it
 */
export function refuseNodeSettings(configuration: TransportConfiguration, hasFetch: boolean): void {
  const ownProxies = hasFetch || 'Bun' in globalThis || 'Deno' in globalThis;
  const names = ownProxies ? CERTIFICATE_SETTINGS : [...CERTIFICATE_SETTINGS, ...PROXY_SETTINGS];
  const parameter = names.find((name) => configuration[name] !== undefined);
  if (parameter === undefined) return;
  throw new ValidationError(
    `${parameter} is set, but this runtime's fetch cannot honour it: use @camunda/transport/node on Node, or remove the setting`,
    { operationId: 'createTransport', parameter },
  );
}
