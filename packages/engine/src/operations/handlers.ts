import type { OperationHandler } from '../http/operation-call.ts';
import { adHocSubProcessOperations } from './ad-hoc-sub-processes.ts';
import { batchCreationOperations } from './batch-creations.ts';
import { batchOperationOperations } from './batch-operations.ts';
import { clockOperations } from './clock.ts';
import { clusterOperations } from './cluster.ts';
import { conditionalOperations } from './conditionals.ts';
import { decisionDefinitionOperations } from './decision-definitions.ts';
import { decisionInstanceOperations } from './decision-instances.ts';
import { decisionRequirementsOperations } from './decision-requirements.ts';
import { deploymentOperations } from './deployments.ts';
import { elementInstanceOperations } from './element-instances.ts';
import { formOperations } from './forms.ts';
import { globalTaskListenerOperations } from './global-task-listeners.ts';
import { incidentOperations } from './incidents.ts';
import { jobOperations } from './jobs.ts';
import { messageOperations } from './messages.ts';
import { processDefinitionOperations } from './process-definitions.ts';
import { processInstanceChangeOperations } from './process-instance-changes.ts';
import { processInstanceViewOperations } from './process-instance-views.ts';
import { processInstanceOperations } from './process-instances.ts';
import { resourceOperations } from './resources.ts';
import { signalOperations } from './signals.ts';
import { userTaskOperations } from './user-tasks.ts';
import { variableOperations } from './variables.ts';

/** What answers each operation, by its id. An operation of the API that is not here answers 501. */
export const handlers: Readonly<Record<string, OperationHandler>> = {
  ...conditionalOperations,
  ...messageOperations,
  ...signalOperations,
  ...adHocSubProcessOperations,
  ...batchCreationOperations,
  ...batchOperationOperations,
  ...clockOperations,
  ...clusterOperations,
  ...decisionDefinitionOperations,
  ...decisionInstanceOperations,
  ...decisionRequirementsOperations,
  ...deploymentOperations,
  ...elementInstanceOperations,
  ...formOperations,
  ...globalTaskListenerOperations,
  ...incidentOperations,
  ...jobOperations,
  ...processDefinitionOperations,
  ...processInstanceChangeOperations,
  ...processInstanceOperations,
  ...resourceOperations,
  ...processInstanceViewOperations,
  ...userTaskOperations,
  ...variableOperations,
};
