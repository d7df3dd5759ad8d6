import {
  type CamundaSdkConfigPartial,
  type CamundaSdkConfiguration,
  ConfigurationError,
  ConfigurationResolver,
} from '@camunda/config';
import type { ResolvedWorkerConfig } from './worker-config.ts';
import { WorkerConfigError } from './worker-config-error.ts';

/** The settings by their `CAMUNDA_*` names, typed or as text. */
export type WorkerSettings = CamundaSdkConfigPartial | Partial<CamundaSdkConfiguration>;

/** Which setting each member of a configuration is inherited from. */
export const SETTING_NAMES = {
  jobTimeoutMs: 'CAMUNDA_WORKER_TIMEOUT',
  requestTimeoutMs: 'CAMUNDA_WORKER_REQUEST_TIMEOUT',
  maxConcurrentJobs: 'CAMUNDA_WORKER_MAX_CONCURRENT_JOBS',
  maxJobsPerPoll: 'CAMUNDA_WORKER_MAX_JOBS_PER_POLL',
  fetchVariables: 'CAMUNDA_WORKER_FETCH_VARIABLES',
  workerName: 'CAMUNDA_WORKER_NAME',
  // The tenants have one setting for all of a client; CAMUNDA_WORKER_TENANT_IDS is another name for it.
  tenantIds: 'CAMUNDA_TENANT_IDS',
  tenantFilter: 'CAMUNDA_WORKER_TENANT_FILTER',
  refillThreshold: 'CAMUNDA_WORKER_REFILL_THRESHOLD',
  lockExtension: 'CAMUNDA_WORKER_LOCK_EXTENSION',
  lockExtensionMaxMs: 'CAMUNDA_WORKER_LOCK_EXTENSION_MAX',
  withLease: 'CAMUNDA_WORKER_WITH_LEASE',
  pollBackOffMs: 'CAMUNDA_WORKER_POLL_BACK_OFF',
  pollBackOffMaxMs: 'CAMUNDA_WORKER_MAX_BACKOFF_MS',
  pollMarginMs: 'CAMUNDA_WORKER_POLL_MARGIN',
  retryBackOffMs: 'CAMUNDA_WORKER_RETRY_BACK_OFF',
  retryBackOffMaxMs: 'CAMUNDA_WORKER_RETRY_BACK_OFF_MAX',
  acknowledgementTimeoutMs: 'CAMUNDA_WORKER_ACKNOWLEDGEMENT_TIMEOUT',
  stopGraceMs: 'CAMUNDA_WORKER_STOP_GRACE',
  handleSignals: 'CAMUNDA_WORKER_HANDLE_SIGNALS',
  concurrency: 'CAMUNDA_WORKER_CONCURRENCY',
  poolSize: 'CAMUNDA_WORKER_POOL_SIZE',
  startupJitterMaxSeconds: 'CAMUNDA_WORKER_STARTUP_JITTER_MAX_SECONDS',
} as const satisfies Partial<Record<keyof ResolvedWorkerConfig, keyof CamundaSdkConfiguration>>;

/** What a worker reads: its own settings and the tenants, under all the names that they have. */
const OWN_NAME = /WORKER|TENANT/;

/**
 * The settings of workers, complete and typed, as `@camunda/config` understands them. Others are not looked at: a worker
 * whose client was made by hand does not care how credentials are configured.
 *
 * @throws WorkerConfigError that names the setting that is wrong, and its member
 */
export function readWorkerSettings(given: WorkerSettings): CamundaSdkConfiguration {
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => OWN_NAME.test(name)));
  try {
    return new ConfigurationResolver(own, undefined, { files: null }).resolve().effective;
  } catch (error) {
    if (!ConfigurationError.isInstance(error)) throw error;
    const wrong = new Set(error.issues.map(({ key }) => key));
    const [option = 'settings'] =
      Object.entries(SETTING_NAMES).find(([, setting]) => wrong.has(setting)) ?? [];
    const messages = error.issues.map(({ message }) => message).join('; ');
    throw new WorkerConfigError(option, `${option}: ${messages}`);
  }
}
