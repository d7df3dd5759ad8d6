import type { OperationHandler } from '../http/operation-call.ts';
import { RawAnswer } from '../http/operation-call.ts';
import { processDefinitions } from '../search/process-definitions.ts';
import { search } from '../search/search.ts';
import { findRow } from './find-row.ts';

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
  async searchProcessDefinitions(call) {
    return search(processDefinitions, call.engine.projections, await call.json());
  },
};
