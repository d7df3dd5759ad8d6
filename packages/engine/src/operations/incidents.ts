import { resolveIncident } from '../commands/resolve-incident.ts';
import { Fields } from '../http/fields.ts';
import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import { definitionErrorStatistics, errorStatistics } from '../search/incident-statistics.ts';
import { incidents } from '../search/incidents.ts';
import { isInside } from '../search/process-instance-tree.ts';
import { readFilter, search } from '../search/search.ts';
import { findRow } from './find-row.ts';

/** Incidents. */
export const incidentOperations: Readonly<Record<string, OperationHandler>> = {
  resolveIncident(call) {
    call.engine.execute(resolveIncident, { incidentKey: call.key('incidentKey') });
    return undefined;
  },
  getIncident(call) {
    const { projections } = call.engine;
    return incidents.view(
      findRow(projections.incidents, call.key('incidentKey'), 'an incident'),
      projections,
    );
  },
  async searchIncidents(call) {
    return search(incidents, call.engine.projections, await call.json());
  },
  searchElementInstanceIncidents(call) {
    const key = call.key('elementInstanceKey');
    findRow(call.engine.projections.elementInstances, key, 'an element instance');
    return searchInside(call, key);
  },
  searchProcessInstanceIncidents(call) {
    const key = call.key('processInstanceKey');
    findRow(call.engine.projections.processInstances, key, 'a process instance');
    return searchInside(call, key);
  },
  async getProcessInstanceStatisticsByError(call) {
    return search(errorStatistics, call.engine.projections, await call.json());
  },
  async getProcessInstanceStatisticsByDefinition(call) {
    const request = await call.json();
    const hash = new Fields(readFilter(request), 'filter.').requiredInteger('errorHashCode');
    const entity = definitionErrorStatistics(hash);
    return search(entity, call.engine.projections, { ...request, filter: {} });
  },
};

/** The incidents of an element instance and of everything in it. */
async function searchInside(call: OperationCall, outerKey: number) {
  const { projections } = call.engine;
  return search(incidents, projections, await call.json(), ({ value }) =>
    isInside(value.elementInstanceKey, outerKey, projections),
  );
}
