import type { EvaluatedDecision } from '../dmn/index.ts';
import type { JsonObject } from '../runtime/json.ts';
import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { DecisionInstanceRow } from './decision-rows.ts';
import type { SearchableEntity } from './entity.ts';
import { formatDate, KEY_OPERATORS, OPERATORS_WITH_NOT_IN } from './entity.ts';
import { decisionInstanceStates, decisionTypes } from './enum-values.ts';

/** Evaluated decisions, those that another one required included. */
export const decisionInstances: SearchableEntity<DecisionInstanceRow> = {
  rows: (projections) => projections.decisions.instances,
  fields: {
    decisionEvaluationInstanceKey: { type: 'string', operators: KEY_OPERATORS, read: ({ id }) => id },
    decisionEvaluationKey: { type: 'key', operators: [], read: (row) => row.evaluationKey },
    state: {
      type: 'enum',
      values: decisionInstanceStates,
      operators: OPERATORS_WITH_NOT_IN,
      read: stateOf,
    },
    evaluationDate: { type: 'dateTime', read: (row) => row.evaluatedAt },
    evaluationFailure: { type: 'string', operators: [], read: ({ value }) => value.failureMessage ?? null },
    decisionDefinitionId: { type: 'string', operators: [], read: ({ value }) => value.decisionId },
    decisionDefinitionKey: { type: 'key', read: ({ value }) => value.decisionDefinitionKey },
    decisionDefinitionName: { type: 'string', operators: [], read: ({ value }) => value.decisionName },
    decisionDefinitionVersion: { type: 'integer', operators: [], read: ({ value }) => value.version },
    decisionDefinitionType: {
      type: 'enum',
      values: decisionTypes,
      operators: [],
      read: ({ value }) => value.decisionType,
    },
    rootDecisionDefinitionKey: { type: 'key', read: ({ evaluation }) => evaluation.decisionDefinitionKey },
    decisionRequirementsKey: {
      type: 'key',
      sortable: false,
      read: ({ evaluation }) => evaluation.decisionRequirementsKey,
    },
    processDefinitionKey: {
      type: 'key',
      operators: [],
      read: ({ evaluation }) => keyOfCaller(evaluation.processDefinitionKey),
    },
    processInstanceKey: {
      type: 'key',
      operators: [],
      read: ({ evaluation }) => keyOfCaller(evaluation.processInstanceKey),
    },
    elementInstanceKey: { type: 'key', read: ({ evaluation }) => keyOfCaller(evaluation.elementInstanceKey) },
    businessId: { type: 'string', read: ({ evaluation }) => evaluation.instance?.businessId ?? null },
    tenantId: { type: 'string', operators: [], read: ({ evaluation }) => evaluation.tenantId },
  },
  view: (row) => {
    const { evaluation, value } = row;
    return {
      businessId: evaluation.instance?.businessId ?? null,
      decisionDefinitionId: value.decisionId,
      decisionDefinitionKey: formatKey(value.decisionDefinitionKey),
      decisionDefinitionName: value.decisionName,
      decisionDefinitionType: value.decisionType,
      decisionDefinitionVersion: value.version,
      decisionEvaluationInstanceKey: row.id,
      decisionEvaluationKey: formatKey(row.evaluationKey),
      elementInstanceKey: formatKey(keyOfCaller(evaluation.elementInstanceKey)),
      evaluationDate: formatDate(row.evaluatedAt),
      evaluationFailure: value.failureMessage ?? null,
      processDefinitionKey: formatKey(keyOfCaller(evaluation.processDefinitionKey)),
      processInstanceKey: formatKey(keyOfCaller(evaluation.processInstanceKey)),
      result: value.output,
      rootDecisionDefinitionKey: formatKey(evaluation.decisionDefinitionKey),
      rootProcessInstanceKey: formatOptionalKey(evaluation.instance?.rootProcessInstanceKey ?? 0),
      state: stateOf(row),
      tenantId: evaluation.tenantId,
    };
  },
};

/**
 * Where a decision was evaluated. A cluster says -1 for an evaluation outside of a process, and clients up to 8.9 cannot
 * read a null here.
 */
function keyOfCaller(key: number): number {
  return key === 0 ? -1 : key;
}

/** What a decision looked at and what it found, as the API shows it. */
export function viewOfReasons({ evaluatedInputs, matchedRules }: EvaluatedDecision): JsonObject {
  return {
    evaluatedInputs: evaluatedInputs.map((input) => ({ ...input })),
    matchedRules: matchedRules.map(({ ruleId, ruleIndex, evaluatedOutputs }) => ({
      ruleId,
      ruleIndex,
      evaluatedOutputs: evaluatedOutputs.map((output) => ({ ...output, ruleId, ruleIndex })),
    })),
  };
}

function stateOf({ value }: DecisionInstanceRow): 'EVALUATED' | 'FAILED' {
  return value.failureMessage === undefined ? 'EVALUATED' : 'FAILED';
}
