import {
  type DecisionReference,
  type EvaluateDecisionOutput,
  evaluateDecision,
} from '../commands/evaluate-decision.ts';
import type { Fields } from '../http/fields.ts';
import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import { RawAnswer } from '../http/operation-call.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import { formatKey } from '../runtime/keys.ts';
import { decisionDefinitions } from '../search/decision-definitions.ts';
import { viewOfReasons } from '../search/decision-instances.ts';
import { type DecisionDefinitionRow, decisionInstanceId } from '../search/decision-rows.ts';
import { search } from '../search/search.ts';
import { findRow } from './find-row.ts';
import { tenantOf } from './tenant.ts';

/** Decision definitions. */
export const decisionDefinitionOperations: Readonly<Record<string, OperationHandler>> = {
  async evaluateDecision(call) {
    const fields = await call.fields();
    const output = call.engine.execute(evaluateDecision, {
      decision: readReference(fields),
      tenantId: tenantOf(call, fields.optionalText('tenantId')),
      variables: fields.optionalObject('variables') ?? {},
    });
    return viewOfEvaluation(output);
  },
  async searchDecisionDefinitions(call) {
    return search(decisionDefinitions, call.engine.projections, await call.json());
  },
  getDecisionDefinition: (call) => decisionDefinitions.view(rowOf(call), call.engine.projections),
  getDecisionDefinitionXML(call) {
    const { requirements } = call.engine.projections.decisions;
    const { decisionRequirementsKey } = rowOf(call).value;
    const { value } = findRow(requirements, decisionRequirementsKey, 'decision requirements');
    return new RawAnswer({ status: 200, contentType: 'text/xml', body: value.xml });
  },
};

function rowOf(call: OperationCall): DecisionDefinitionRow {
  const { definitions } = call.engine.projections.decisions;
  return findRow(definitions, call.key('decisionDefinitionKey'), 'a decision definition');
}

function readReference(fields: Fields): DecisionReference {
  const decisionDefinitionKey = fields.optionalKey('decisionDefinitionKey');
  const hasId = fields.has('decisionDefinitionId');
  if ((decisionDefinitionKey !== null) === hasId) {
    throw invalidArgument(
      "Exactly one of the fields 'decisionDefinitionKey' and 'decisionDefinitionId' must be given",
    );
  }
  return decisionDefinitionKey !== null
    ? { decisionDefinitionKey }
    : { decisionDefinitionId: fields.requiredText('decisionDefinitionId') };
}

function viewOfEvaluation({ evaluationKey, decision, value }: EvaluateDecisionOutput): JsonObject {
  const { failure, tenantId } = value;
  return {
    decisionDefinitionId: decision.value.decisionDefinitionId,
    decisionDefinitionKey: formatKey(decision.key),
    decisionDefinitionName: decision.value.name,
    decisionDefinitionVersion: decision.value.version,
    decisionEvaluationKey: formatKey(evaluationKey),
    decisionInstanceKey: formatKey(evaluationKey),
    decisionRequirementsId: decision.value.decisionRequirementsId,
    decisionRequirementsKey: formatKey(decision.value.decisionRequirementsKey),
    evaluatedDecisions: value.evaluated.map((evaluated, index) => ({
      decisionDefinitionId: evaluated.decisionId,
      decisionDefinitionKey: formatKey(evaluated.decisionDefinitionKey),
      decisionDefinitionName: evaluated.decisionName,
      decisionDefinitionType: evaluated.decisionType,
      decisionDefinitionVersion: evaluated.version,
      decisionEvaluationInstanceKey: decisionInstanceId(evaluationKey, index),
      ...viewOfReasons(evaluated),
      output: evaluated.output,
      tenantId,
    })),
    failedDecisionDefinitionId: failure?.decisionDefinitionId ?? null,
    failureMessage: failure?.message ?? null,
    output: value.output,
    tenantId,
  };
}
