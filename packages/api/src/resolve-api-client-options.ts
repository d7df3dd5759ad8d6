import type { ApiClientOptions, ResolvedApiClientOptions } from './api-client-options.ts';
import { checkClientOptions } from './check-client-options.ts';
import { parseValidation, type ValidationModes } from './validation/validation-mode.ts';

/** Decides every option: what is given, else the configuration, else the default. */
export function resolveApiClientOptions(options: ApiClientOptions): ResolvedApiClientOptions {
  checkClientOptions(options);
  const { configuration = {}, versionCheck = 'off' } = options;
  return {
    tenantId: options.tenantId ?? configuration.CAMUNDA_TENANT_ID,
    validation: toModes(options.validation ?? configuration.CAMUNDA_SDK_VALIDATION ?? 'none'),
    versionCheck:
      versionCheck === 'off'
        ? undefined
        : typeof versionCheck === 'string'
          ? { mode: versionCheck }
          : versionCheck,
    pollIntervalMs: options.pollIntervalMs ?? configuration.CAMUNDA_SDK_EVENTUAL_POLL_DEFAULT_MS,
    logger: options.logger,
  };
}

function toModes(given: string | ValidationModes): ValidationModes {
  return typeof given === 'string' ? parseValidation(given) : given;
}
