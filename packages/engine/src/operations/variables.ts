import type { OperationHandler } from '../http/operation-call.ts';
import { search } from '../search/search.ts';
import { fullVariables, variables, viewOfVariable } from '../search/variables.ts';
import { findRow } from './find-row.ts';

/** Variables. */
export const variableOperations: Readonly<Record<string, OperationHandler>> = {
  getVariable(call) {
    const { projections } = call.engine;
    return viewOfVariable(findRow(projections.variables, call.key('variableKey'), 'a variable'));
  },
  async searchVariables(call) {
    const entity = call.flag('truncateValues') === false ? fullVariables : variables;
    return search(entity, call.engine.projections, await call.json());
  },
};
