import type { ActivationRequest } from './job-source.ts';
import type { ResolvedWorkerConfig } from './worker-config.ts';

/** How one request for jobs differs from another of the same worker. */
export interface ActivationWish {
  readonly count: number;
  readonly withLease: boolean;
  /** The cluster is in doubt: the answer has to come at once, so that silence is noticed soon. */
  readonly isCareful: boolean;
}

/** The request for jobs that a worker's configuration asks for. */
export function activationRequest(
  config: ResolvedWorkerConfig,
  { count, withLease, isCareful }: ActivationWish,
): ActivationRequest {
  return {
    type: config.jobType,
    worker: config.workerName,
    timeout: config.jobTimeoutMs,
    maxJobsToActivate: count,
    requestTimeout: isCareful ? -1 : config.requestTimeoutMs,
    ...(config.fetchVariables && { fetchVariable: config.fetchVariables }),
    ...(config.tenantIds && { tenantIds: config.tenantIds }),
    ...(config.tenantFilter && { tenantFilter: config.tenantFilter }),
    ...(withLease && { withLease }),
  };
}
