import type { SdkLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import type { ActivatedJob } from './activated-job.ts';
import { activateJobs } from './job-operations.ts';
import { readActivatedJobs } from './read-activated-jobs.ts';

/** One request for jobs. Members are named as in the specification's `JobActivationRequest`. */
export interface ActivationRequest {
  readonly type: string;
  readonly worker: string;
  /** How long the jobs are locked for this worker, in milliseconds. */
  readonly timeout: number;
  readonly maxJobsToActivate: number;
  readonly fetchVariable?: readonly string[] | undefined;
  /** How long the server may wait for jobs, in milliseconds: 0 its own default, below 0 not at all. */
  readonly requestTimeout: number;
  readonly tenantIds?: readonly string[] | undefined;
  readonly tenantFilter?: 'PROVIDED' | 'ASSIGNED' | undefined;
  readonly withLease?: boolean | undefined;
}

/** Where a worker gets its jobs from. The seam for other ways than REST long polling. */
export interface JobSource {
  /**
   * Waits for jobs, at most as many as asked for.
   *
   * @param limits `signal` ends the wait and drops the connection; `timeoutMs` bounds the whole call
   */
  activate(
    request: ActivationRequest,
    limits: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<readonly ActivatedJob[]>;
}

/** Long polling over REST. The worker itself repeats and backs off, so the transport sends each poll once. */
export function createRestJobSource(transport: Transport, logger: SdkLogger): JobSource {
  return {
    async activate(request, { signal, timeoutMs }) {
      const limits = { signal, timeoutMs, retry: false, callerStack: false } as const;
      const answer = await transport.call(activateJobs, { body: request }, limits);
      return readActivatedJobs(answer, (count) => {
        logger.warn('jobs came without a key; nobody can work them until their locks end', {
          jobType: request.type,
          count,
        });
      });
    },
  };
}
