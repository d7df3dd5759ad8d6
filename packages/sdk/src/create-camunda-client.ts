import { createApiClient } from '@camunda/api';
import { createAuthProvider } from '@camunda/auth';
import { ConfigurationResolver, readEnvironment } from '@camunda/config';
import { createLogger } from '@camunda/logger';
import { createTransport } from '@camunda/transport';
import type { CamundaClient, CamundaClientOptions } from './camunda-client.ts';
import { createWorkerPool } from './worker-pool.ts';

/**
 * Makes a client of a Camunda 8 cluster. Nothing is sent until the first call.
 *
 * Settings come from `options.config`, then from the environment, then from the defaults; the default address is
 * `http://localhost:8080/v2`.
 *
 * @throws ConfigurationError with everything that is wrong with the settings
 */
export function createCamundaClient(options: CamundaClientOptions = {}): CamundaClient {
  const environment = readEnvironment(options.environment);
  const { effective: configuration, notes } = new ConfigurationResolver(
    environment,
    options.config,
  ).resolve();
  const logger = createLogger(options.logger, { level: configuration.CAMUNDA_SDK_LOG_LEVEL });
  for (const note of notes) logger.warn(note.message);

  const { fetch } = options;
  const authProvider = options.authProvider ?? createAuthProvider(configuration, { fetch, logger });
  const transport = createTransport({ configuration, authProvider, logger, fetch });
  const api = createApiClient(transport);
  const client = { ...api, configuration, transport };
  const pool = createWorkerPool({ client, settings: { ...configuration }, logger });

  let closing: Promise<void> | undefined;
  const end = async (graceMs?: number): Promise<void> => {
    await pool.stopAllWorkers({ graceMs });
    await transport.close();
    await authProvider.close?.();
  };
  const close: CamundaClient['close'] = ({ graceMs } = {}) => (closing ??= end(graceMs));
  return Object.assign(client, pool, { close, [Symbol.asyncDispose]: () => close() });
}
