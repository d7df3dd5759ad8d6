import { Fields } from '../http/fields.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { RawAnswer } from '../http/operation-call.ts';
import { processStatistics, versionStatistics } from '../search/definition-statistics.ts';
import { countElements } from '../search/element-statistics.ts';
import { processDefinitions } from '../search/process-definitions.ts';
import { instancesOfDefinition } from '../search/process-instances.ts';
import { findRows, readFilter, search } from '../search/search.ts';
import { subscriptionStatistics } from '../search/subscription-statistics.ts';
import { variableNames } from '../search/variable-names.ts';
import type { EngineState } from '../state/engine-state.ts';
import type { DeployedForm } from '../state/records.ts';
import { findRow } from './find-row.ts';
import { viewOfForm } from './forms.ts';

/** Process definitions. */
export const processDefinitionOperations: Readonly<Record<string, OperationHandler>> = {
  getProcessDefinition(call) {
    const { projections } = call.engine;
    const key = call.key('processDefinitionKey');
    return processDefinitions.view(
      findRow(projections.processDefinitions, key, 'a process definition'),
      projections,
    );
  },
  getProcessDefinitionXML(call) {
    const { projections } = call.engine;
    const key = call.key('processDefinitionKey');
    const row = findRow(projections.processDefinitions, key, 'a process definition');
    return new RawAnswer({ status: 200, contentType: 'text/xml', body: row.value.xml });
  },
  getStartProcessForm(call) {
    const { projections } = call.engine;
    const key = call.key('processDefinitionKey');
    findRow(projections.processDefinitions, key, 'a process definition');
    const form = findStartForm(call.engine.state, key);
    return form === undefined ? undefined : viewOfForm(form);
  },
  async searchProcessDefinitions(call) {
    return search(processDefinitions, call.engine.projections, await call.json());
  },
  async searchProcessDefinitionVariableNames(call) {
    const entity = variableNames(call.key('processDefinitionKey'));
    return search(entity, call.engine.projections, await call.json());
  },
  async getProcessDefinitionStatistics(call) {
    const { projections } = call.engine;
    const key = call.key('processDefinitionKey');
    const filter = readFilter(await call.json());
    const rows = findRows(
      instancesOfDefinition,
      projections,
      filter,
      ({ value }) => value.processDefinitionKey === key,
    );
    const instances = new Set(rows.map((row) => row.key));
    return countElements(projections, (processInstanceKey) => instances.has(processInstanceKey));
  },
  async getProcessDefinitionInstanceStatistics(call) {
    return search(processStatistics, call.engine.projections, await call.json());
  },
  async getProcessDefinitionInstanceVersionStatistics(call) {
    const request = await call.json();
    new Fields(readFilter(request), 'filter.').requiredText('processDefinitionId');
    return search(versionStatistics, call.engine.projections, request);
  },
  async getProcessDefinitionMessageSubscriptionStatistics(call) {
    const request = await call.json();
    const entity = subscriptionStatistics(readFilter(request));
    return search(entity, call.engine.projections, { ...request, filter: {} });
  },
};

/** The deployed form that a person fills in to start the process; undefined if there is none. */
function findStartForm(
  { definitions, resources }: EngineState,
  processDefinitionKey: number,
): DeployedForm | undefined {
  const process = definitions.processes.get(processDefinitionKey);
  const startForm = process?.model.startForm ?? null;
  if (process === undefined || startForm === null) {
    return undefined;
  }
  const { tenantId, deploymentKey } = process.value;
  return resources.forms.bound(tenantId, startForm.formId, startForm.binding, deploymentKey);
}
