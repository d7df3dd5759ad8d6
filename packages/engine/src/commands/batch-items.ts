import type { BatchItem, BatchPlan } from '../runtime/batch-values.ts';
import type { Step } from '../runtime/step.ts';
import { cancelProcessInstance } from './cancel-process-instance.ts';
import { deleteDecisionEvaluation } from './delete-decision-evaluation.ts';
import { deleteProcessInstance } from './delete-process-instance.ts';
import { migrateProcessInstance } from './migrate-process-instance.ts';
import { modifyProcessInstance } from './modify-process-instance.ts';
import { resolveIncident } from './resolve-incident.ts';
import { resumeProcessInstance, suspendProcessInstance } from './suspend-process-instance.ts';
import { updateJob } from './update-job.ts';

/** Does to an item what the batch operation is for, by the command that does it to one thing. @throws EngineRejection */
export function runBatchItem(step: Step, plan: BatchPlan, { itemKey, processInstanceKey }: BatchItem): void {
  switch (plan.operationType) {
    case 'CANCEL_PROCESS_INSTANCE':
      cancelProcessInstance.run(step, { processInstanceKey });
      return;
    case 'DELETE_DECISION_INSTANCE':
      deleteDecisionEvaluation.run(step, { decisionEvaluationKey: itemKey });
      return;
    case 'DELETE_PROCESS_INSTANCE':
      deleteProcessInstance.run(step, { processInstanceKey });
      return;
    case 'RESOLVE_INCIDENT':
      resolveWithRetry(step, itemKey);
      return;
    case 'MODIFY_PROCESS_INSTANCE':
      modifyProcessInstance.run(step, { processInstanceKey, ...plan.modification });
      return;
    case 'MIGRATE_PROCESS_INSTANCE':
      migrateProcessInstance.run(step, { processInstanceKey, ...plan.migration });
      return;
    case 'SUSPEND_PROCESS_INSTANCE':
      suspendProcessInstance.run(step, { processInstanceKey });
      return;
    case 'RESUME_PROCESS_INSTANCE':
      resumeProcessInstance.run(step, { processInstanceKey });
      return;
    case 'UPDATE_JOB':
      updateJob.run(step, { jobKey: itemKey, ...plan.changes });
  }
}

/** Nobody has looked at the incident, so a job that has no retries left gets one. */
function resolveWithRetry(step: Step, incidentKey: number): void {
  const jobKey = step.state.incidents.get(incidentKey)?.value.jobKey ?? 0;
  const job = step.state.jobs.jobs.get(jobKey);
  if (job !== undefined && job.value.retries < 1) {
    updateJob.run(step, { jobKey, retries: 1, timeoutMs: null, priority: null });
  }
  resolveIncident.run(step, { incidentKey });
}
