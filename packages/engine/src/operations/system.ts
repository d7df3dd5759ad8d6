import { DEFAULT_MAX_REQUEST_BYTES, type OperationHandler } from '../http/operation-call.ts';

/** What the system says of itself. */
export const systemOperations: Readonly<Record<string, OperationHandler>> = {
  getLicense: () => ({ validLicense: true, licenseType: 'unknown', isCommercial: false, expiresAt: null }),
  getSystemConfiguration({ engine: { options } }) {
    return {
      jobMetrics: {
        enabled: false,
        exportInterval: 'PT5M',
        maxWorkerNameLength: 100,
        maxJobTypeLength: 100,
        maxTenantIdLength: 30,
        maxUniqueKeys: 9500,
      },
      components: { active: [] },
      deployment: {
        isMultiTenancyEnabled: options.multiTenancy === true,
        maxRequestSize: options.maxRequestBytes ?? DEFAULT_MAX_REQUEST_BYTES,
      },
      authentication: { canLogout: false, isLoginDelegated: false },
      cloud: { stage: null },
    };
  },
};
