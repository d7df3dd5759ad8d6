import type { ActivatedJob } from '../commands/activate-jobs.ts';
import { completeJob } from '../commands/complete-job.ts';
import { failJob } from '../commands/fail-job.ts';
import { throwJobError } from '../commands/throw-job-error.ts';
import { updateJob } from '../commands/update-job.ts';
import { INT32 } from '../http/fields.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import type { JsonObject } from '../runtime/json.ts';
import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import { jobs } from '../search/jobs.ts';
import { search } from '../search/search.ts';
import { readAdHocResult } from './ad-hoc-sub-processes.ts';
import { readBusinessId } from './business-id.ts';
import { readJobChanges } from './job-changes.ts';
import { readTaskListenerResult, viewOfListenedTask } from './task-listener-jobs.ts';
import { tenantsOf } from './tenant.ts';

const DEFAULT_LONG_POLL_MS = 10_000;

/** Jobs. */
export const jobOperations: Readonly<Record<string, OperationHandler>> = {
  async activateJobs(call) {
    const fields = await call.fields();
    const waitMs = fields.optionalInteger('requestTimeout') ?? 0;
    const names = fields.optionalTexts('fetchVariable');
    const input = {
      type: fields.requiredText('type'),
      worker: fields.optionalText('worker') ?? '',
      timeoutMs: fields.requiredInteger('timeout', { minimum: 1 }),
      maxJobs: fields.requiredInteger('maxJobsToActivate', { ...INT32, minimum: 1 }),
      fetchVariables: names === null || names.length === 0 ? null : names,
      tenantIds: tenantsOf(call, fields.optionalTexts('tenantIds'), fields.optionalText('tenantFilter')),
      withLease: fields.optionalBoolean('withLease') === true,
    };
    const limitMs = waitMs === 0 ? (call.engine.options.longPollTimeoutMs ?? DEFAULT_LONG_POLL_MS) : waitMs;
    const activated = await call.engine.jobWaiters.activate(input, limitMs, call.request.signal);
    return { jobs: activated.map(viewOfActivatedJob) };
  },
  async completeJob(call) {
    const fields = await call.fields();
    const adHocResult = readAdHocResult(fields);
    const taskResult = adHocResult === undefined ? readTaskListenerResult(fields) : undefined;
    call.engine.execute(completeJob, {
      jobKey: call.key('jobKey'),
      variables: fields.optionalObject('variables') ?? {},
      leaseToken: fields.optionalText('leaseToken'),
      businessId: readBusinessId(fields),
      adHocResult,
      taskResult,
    });
    return undefined;
  },
  async failJob(call) {
    const fields = await call.fields();
    call.engine.execute(failJob, {
      jobKey: call.key('jobKey'),
      retries: fields.optionalInteger('retries', INT32) ?? 0,
      errorMessage: fields.optionalText('errorMessage'),
      retryBackOffMs: fields.optionalInteger('retryBackOff', { minimum: 0 }) ?? 0,
      variables: fields.optionalObject('variables') ?? {},
      leaseToken: fields.optionalText('leaseToken'),
    });
    return undefined;
  },
  async throwJobError(call) {
    const fields = await call.fields();
    call.engine.execute(throwJobError, {
      jobKey: call.key('jobKey'),
      errorCode: fields.requiredText('errorCode'),
      errorMessage: fields.optionalText('errorMessage'),
      variables: fields.optionalObject('variables') ?? {},
      leaseToken: fields.optionalText('leaseToken'),
    });
    return undefined;
  },
  async updateJob(call) {
    const fields = await call.fields();
    call.engine.execute(updateJob, {
      jobKey: call.key('jobKey'),
      ...readJobChanges(fields.inside('changeset')),
      leaseToken: fields.optionalText('leaseToken'),
    });
    return undefined;
  },
  async searchJobs(call) {
    return search(jobs, call.engine.projections, await call.json());
  },
};

/** A job as a worker gets it. */
function viewOfActivatedJob({ key, value, variables, userTask }: ActivatedJob): JsonObject {
  const { instance } = value;
  return {
    type: value.type,
    processDefinitionId: instance.processDefinitionId,
    processDefinitionVersion: instance.version,
    elementId: value.elementId,
    customHeaders: value.customHeaders,
    worker: value.worker,
    retries: value.retries,
    deadline: value.deadline,
    variables,
    tenantId: instance.tenantId,
    physicalTenantId: 'default',
    jobKey: formatKey(key),
    processInstanceKey: formatKey(value.processInstanceKey),
    processDefinitionKey: formatKey(value.processDefinitionKey),
    elementInstanceKey: formatKey(value.elementInstanceKey),
    kind: value.kind,
    listenerEventType: value.listenerEventType,
    userTask: userTask === undefined ? null : viewOfListenedTask(userTask),
    tags: instance.tags,
    rootProcessInstanceKey: formatOptionalKey(instance.rootProcessInstanceKey),
    businessId: instance.businessId,
    priority: value.priority,
    leaseToken: value.leaseToken,
  };
}
