import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import { RawAnswer } from '../http/operation-call.ts';
import { decisionRequirements } from '../search/decision-requirements.ts';
import type { DecisionRequirementsRow } from '../search/decision-rows.ts';
import { search } from '../search/search.ts';
import { findRow } from './find-row.ts';

/** Decision requirements: the deployed decision files. */
export const decisionRequirementsOperations: Readonly<Record<string, OperationHandler>> = {
  async searchDecisionRequirements(call) {
    return search(decisionRequirements, call.engine.projections, await call.json());
  },
  getDecisionRequirements: (call) => decisionRequirements.view(rowOf(call), call.engine.projections),
  getDecisionRequirementsXML: (call) =>
    new RawAnswer({ status: 200, contentType: 'text/xml', body: rowOf(call).value.xml }),
};

function rowOf(call: OperationCall): DecisionRequirementsRow {
  const { requirements } = call.engine.projections.decisions;
  return findRow(requirements, call.key('decisionRequirementsKey'), 'decision requirements');
}
