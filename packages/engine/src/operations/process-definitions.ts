import type { OperationHandler } from '../http/operation-call.ts';
import { RawAnswer } from '../http/operation-call.ts';
import { processDefinitions } from '../search/process-definitions.ts';
import { search } from '../search/search.ts';
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
