import type { SdkLogger } from '@camunda/logger';
import type { ActivatedJob } from './activated-job.ts';
import type { WorkerInstrumentation } from './worker-instrumentation.ts';

/** Sets up what a handler runs within. */
export type AroundHandler = NonNullable<WorkerInstrumentation['aroundHandler']>;

/** The instrumentation's `aroundHandler`, made safe: whatever it throws or forgets, the handler runs, and runs once. */
export function guardAroundHandler(
  instrumentation: WorkerInstrumentation | undefined,
  logger: SdkLogger,
): AroundHandler | undefined {
  if (instrumentation?.aroundHandler === undefined) return undefined;
  return (job: ActivatedJob, action: () => void): void => {
    let hasBegun = false;
    const begin = (): void => {
      if (hasBegun) return;
      hasBegun = true;
      action();
    };
    const onFault = (error: unknown): void =>
      logger.error('the instrumentation of a worker threw', { jobKey: job.jobKey, error });
    try {
      const returned: unknown = instrumentation.aroundHandler?.(job, begin);
      if (returned instanceof Promise) returned.catch(onFault);
    } catch (error) {
      onFault(error);
    }
    begin();
  };
}
