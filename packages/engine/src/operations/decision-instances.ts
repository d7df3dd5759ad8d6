import type { OperationHandler } from '../http/operation-call.ts';
import { invalidArgument, notFound } from '../runtime/engine-rejection.ts';
import { decisionInstances, viewOfReasons } from '../search/decision-instances.ts';
import { search } from '../search/search.ts';

/** Evaluated decisions. */
export const decisionInstanceOperations: Readonly<Record<string, OperationHandler>> = {
  async searchDecisionInstances(call) {
    return search(decisionInstances, call.engine.projections, await call.json());
  },
  getDecisionInstance(call) {
    const { projections } = call.engine;
    const id = call.text('decisionEvaluationInstanceKey');
    if (!/^\d+-\d+$/.test(id)) {
      throw invalidArgument(
        `The path parameter 'decisionEvaluationInstanceKey' must be a key, a dash and a number, but it is '${id}'`,
      );
    }
    const row = projections.decisions.instancesById.get(id);
    if (row === undefined) {
      throw notFound(`a decision instance with key '${id}'`);
    }
    return { ...decisionInstances.view(row, projections), ...viewOfReasons(row.value) };
  },
};
