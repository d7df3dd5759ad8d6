import type { RoutedOperation } from '../http/routed-operation.ts';

const table = `
GET /status getStatus
GET /topology getTopology
PUT /clock pinClock
POST /clock/reset resetClock
POST /deployments createDeployment
POST /element-instances/search searchElementInstances
GET /element-instances/{elementInstanceKey} getElementInstance
PUT /element-instances/{elementInstanceKey}/variables createElementInstanceVariables
POST /incidents/search searchIncidents
GET /incidents/{incidentKey} getIncident
POST /incidents/{incidentKey}/resolution resolveIncident
POST /jobs/activation activateJobs
POST /jobs/search searchJobs
PATCH /jobs/{jobKey} updateJob
POST /jobs/{jobKey}/completion completeJob
POST /jobs/{jobKey}/error throwJobError
POST /jobs/{jobKey}/failure failJob
POST /messages/correlation correlateMessage
POST /messages/publication publishMessage
POST /process-definitions/search searchProcessDefinitions
GET /process-definitions/{processDefinitionKey} getProcessDefinition
GET /process-definitions/{processDefinitionKey}/xml getProcessDefinitionXML
POST /process-instances createProcessInstance
POST /process-instances/search searchProcessInstances
GET /process-instances/{processInstanceKey} getProcessInstance
POST /process-instances/{processInstanceKey}/cancellation cancelProcessInstance
POST /signals/broadcast broadcastSignal
POST /variables/search searchVariables
GET /variables/{variableKey} getVariable
`;

/** The operations that are routed until the generated table of the API package is there. */
export const localOperations: readonly RoutedOperation[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [method = '', path = '', operationId = ''] = line.split(' ');
    return { method, path, operationId };
  });
