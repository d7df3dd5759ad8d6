import type { ValueType } from '../runtime/event.ts';
import { catchEventAppliers } from './apply-catch-events.ts';
import { applyIncident } from './apply-incident.ts';
import { applyJob } from './apply-job.ts';
import { platformAppliers } from './apply-platform.ts';
import {
  applyMultiInstance,
  applyProcessEvent,
  applyProcessInstance,
  applyProcessInstanceResult,
  applyRuntimeInstructions,
  applySequenceFlow,
} from './apply-process-instance.ts';
import { applyDeferredCommand, applySuspension } from './apply-suspension.ts';
import type { Applier } from './engine-state.ts';

/** One applier a value type: the only code that writes to the state. */
export const appliers: { readonly [Type in ValueType]: Applier<Type> } = {
  DEPLOYMENT: () => {},
  PROCESS: (state, event) => state.definitions.apply(event),
  DECISION_REQUIREMENTS: (state, event) => state.decisions.applyRequirements(event),
  DECISION: (state, event) => state.decisions.applyDecision(event),
  DECISION_EVALUATION: () => {},
  DECISION_EVALUATION_HISTORY: () => {},
  FORM: (state, event) => state.resources.applyForm(event),
  RESOURCE: (state, event) => state.resources.applyResource(event),
  PROCESS_INSTANCE: applyProcessInstance,
  SEQUENCE_FLOW: applySequenceFlow,
  PROCESS_EVENT: applyProcessEvent,
  PROCESS_INSTANCE_HISTORY: () => {},
  BATCH_OPERATION: (state, event) => state.batches.apply(event),
  BATCH_OPERATION_ITEM: (state, event) => state.batches.applyItem(event),
  PROCESS_INSTANCE_RESULT: applyProcessInstanceResult,
  RUNTIME_INSTRUCTIONS: applyRuntimeInstructions,
  PROCESS_INSTANCE_SUSPENSION: applySuspension,
  DEFERRED_COMMAND: applyDeferredCommand,
  MULTI_INSTANCE: applyMultiInstance,
  COMPENSATION_SUBSCRIPTION: (state, event) => state.compensations.apply(event),
  VARIABLE: (state, event) => {
    if (event.intent === 'CREATED') {
      state.variables.create(event);
    } else {
      state.variables.update(event);
    }
  },
  JOB: applyJob,
  USER_TASK: (state, event) => state.userTasks.apply(event),
  GLOBAL_TASK_LISTENER: (state, event) => state.userTasks.applyListener(event),
  INCIDENT: applyIncident,
  ...catchEventAppliers,
  ...platformAppliers,
};
