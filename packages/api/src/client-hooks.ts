import type { Transport } from '@camunda/transport';
import type { ResolvedApiClientOptions } from './api-client-options.ts';
import type { CallHooks } from './call-operation.ts';
import { defaultTenantHook } from './default-tenant.ts';
import { validationHooks } from './validation/validation-hooks.ts';
import { versionHook } from './version/version-hook.ts';

/** What a client does around every call: fills in the tenant, minds the version, compares with the specification. In this order. */
export function clientHooks(transport: Transport, options: ResolvedApiClientOptions): CallHooks {
  const { tenantId, versionCheck, validation, logger, pollIntervalMs } = options;
  const validate = validationHooks(validation, logger);
  const steps = [
    tenantId === undefined ? undefined : defaultTenantHook(tenantId),
    versionCheck === undefined ? undefined : versionHook(transport, versionCheck, logger),
    validate.before,
  ].filter((step) => step !== undefined);
  return {
    pollIntervalMs,
    after: validate.after,
    ...(steps.length > 0 && {
      async before(descriptor, input) {
        let current = input;
        for (const step of steps) current = await step(descriptor, current);
        return current;
      },
    }),
  };
}
