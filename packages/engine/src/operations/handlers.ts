import type { OperationHandler } from '../http/operation-call.ts';
import { adHocSubProcessOperations } from './ad-hoc-sub-processes.ts';
import { authenticationOperations } from './authentication.ts';
import { authorizationOperations } from './authorizations.ts';
import { batchCreationOperations } from './batch-creations.ts';
import { batchOperationOperations } from './batch-operations.ts';
import { clockOperations } from './clock.ts';
import { clusterOperations } from './cluster.ts';
import { clusterVariableOperations } from './cluster-variables.ts';
import { conditionalOperations } from './conditionals.ts';
import { decisionDefinitionOperations } from './decision-definitions.ts';
import { decisionInstanceOperations } from './decision-instances.ts';
import { decisionRequirementsOperations } from './decision-requirements.ts';
import { deploymentOperations } from './deployments.ts';
import { documentOperations } from './documents.ts';
import { elementInstanceOperations } from './element-instances.ts';
import { expressionOperations } from './expressions.ts';
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
import { systemOperations } from './system.ts';
import { tenantOperations } from './tenants.ts';
import { userTaskOperations } from './user-tasks.ts';
import { userOperations } from './users.ts';
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
  ...authenticationOperations,
  ...authorizationOperations,
  ...clusterVariableOperations,
  ...documentOperations,
  ...expressionOperations,
  ...systemOperations,
  ...tenantOperations,
  ...userOperations,
};
