import { assemblePipeline } from './assemble-pipeline.ts';
import { ValidationError } from './errors/validation-error.ts';
import { createKySender } from './ky-sender.ts';
import type { PipelineTransport } from './pipeline-transport.ts';
import type { TransportConfiguration } from './transport-configuration.ts';
import type { TransportOptions } from './transport-options.ts';

/**
 * Makes a transport: the way of every call to the cluster.
 *
 * @throws {ValidationError} an option cannot be used, or the configuration has certificates or a proxy, which only Node's connections honour
 */
export function createTransport(options: TransportOptions = {}): PipelineTransport {
  refuseNodeSettings(options.configuration ?? {}, options.fetch !== undefined);
  return assemblePipeline(
    options,
    options.sender ?? createKySender({ fetch: options.fetch, ky: options.ky }),
  );
}

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

/** Certificates are never left out silently. Bun's and Deno's `fetch` take proxies from the environment by themselves. */
function refuseNodeSettings(configuration: TransportConfiguration, hasFetch: boolean): void {
  const ownProxies = hasFetch || 'Bun' in globalThis || 'Deno' in globalThis;
  const names = ownProxies ? CERTIFICATE_SETTINGS : [...CERTIFICATE_SETTINGS, ...PROXY_SETTINGS];
  const parameter = names.find((name) => configuration[name] !== undefined);
  if (parameter === undefined) return;
  throw new ValidationError(
    `${parameter} is set, but this runtime's fetch cannot honour it: use @camunda/transport/node on Node, or remove the setting`,
    { operationId: 'createTransport', parameter },
  );
}
