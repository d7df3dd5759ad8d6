import { createApiClient } from '@camunda/api';
import { createAuthProvider } from '@camunda/auth';
import {
  ConfigurationResolver,
  type ResolvedCamundaSdkConfiguration,
  readEnvironment,
} from '@camunda/config';
import { Secret } from '@camunda/core';
import { createLogger, type SdkLogger } from '@camunda/logger';
import { ClosedError, createFetch, createTransport } from '@camunda/transport';
import { createWorkerPool, JobWorker } from '@camunda/worker';
import type { CamundaClient, CamundaClientOptions, CloseOptions } from './camunda-client.ts';
import { checkClientOptions } from './check-client-options.ts';

/**
 * Makes a client of a Camunda 8 cluster. Nothing is sent until the first call.
 *
 * Settings come from `options.config`, then from the environment, then from the defaults; the default address is
 * `http://localhost:8080/v2`.
 *
 * @throws ConfigurationError with everything that is wrong with the settings
 * @throws CamundaError for an option that there is not, code `OPTION_UNKNOWN`
 */
export function createCamundaClient(options: CamundaClientOptions = {}): CamundaClient {
  checkClientOptions(options);
  const environment = readEnvironment(options.environment);
  const settings = new ConfigurationResolver(environment, options.config).resolve();
  const configuration = settings.effective;
  const logger = loggerFor(options, settings);

  // Token calls take the same way out as all others: the same certificates, the same proxy.
  const ownFetch = options.fetch === undefined ? createFetch({ configuration }) : undefined;
  const fetch = options.fetch ?? ownFetch?.fetch;
  const authProvider = options.authProvider ?? createAuthProvider(configuration, { fetch, logger });
  const addressSetting = settings.provenance.CAMUNDA_REST_ADDRESS.name;
  const transport = createTransport({
    ...{ configuration, authProvider, logger, addressSetting },
    fetch: options.fetch,
  });
  const api = createApiClient(transport, { configuration, logger, versionCheck: options.versionCheck });
  let closing: Promise<void> | undefined;
  const client = (): CamundaClient => {
    if (closing !== undefined) throw new ClosedError({ operationId: 'createJobWorker' });
    return whole;
  };
  const pool = createWorkerPool<CamundaClient>({ JobWorker, client, settings: { ...configuration }, logger });
  const end = async (stop: CloseOptions): Promise<void> => {
    await pool.stopAllWorkers(stop);
    await transport.close();
    await authProvider.close?.();
    await ownFetch?.close();
  };
  const close: CamundaClient['close'] = (given) => {
    closing ??= end(given ?? {}).catch((error: unknown) => {
      // Options that are wrong, for instance: the client is as it was, and can be closed.
      closing = undefined;
      throw error;
    });
    return closing;
  };
  const whole: CamundaClient = Object.assign(api, pool, {
    ...{ configuration, close },
    [Symbol.asyncDispose]: () => close(),
  });
  return whole;
}

/** The logger of a client: a level that nobody set is left to a logger of the user's own, and secrets are known to it. */
function loggerFor(options: CamundaClientOptions, settings: ResolvedCamundaSdkConfiguration): SdkLogger {
  const { effective, provenance, notes } = settings;
  const leaveLevel = options.logger !== undefined && provenance.CAMUNDA_SDK_LOG_LEVEL.source === 'default';
  const logger = createLogger(options.logger, leaveLevel ? {} : { level: effective.CAMUNDA_SDK_LOG_LEVEL });
  logger.hideSecrets(Object.values(effective).filter(Secret.isSecret));
  for (const note of notes) logger.warn(note.message);
  return logger;
}
