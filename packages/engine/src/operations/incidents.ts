import { resolveIncident } from '../commands/resolve-incident.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { incidents } from '../search/incidents.ts';
import { search } from '../search/search.ts';
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
};
