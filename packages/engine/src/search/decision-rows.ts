import type {
  DecisionEvaluationValue,
  DecisionRequirementsValue,
  DecisionValue,
  EngineEvent,
  EvaluatedDecisionValue,
  EventOf,
} from '../runtime/event.ts';
import { formatKey } from '../runtime/keys.ts';
import type { Row } from './rows.ts';

export interface DecisionDefinitionRow extends Row {
  readonly value: DecisionValue;
}

export interface DecisionRequirementsRow extends Row {
  readonly value: DecisionRequirementsValue;
}

/** One evaluated decision. Its key only orders the rows; the API knows it by its id. */
export interface DecisionInstanceRow extends Row {
  /** The evaluation's key and the decision's place in it, counted from 1. */
  readonly id: string;
  readonly tenantId: string;
  readonly evaluationKey: number;
  readonly evaluation: DecisionEvaluationValue;
  readonly value: EvaluatedDecisionValue;
  readonly evaluatedAt: number;
}

/** What searches see of decisions: what is deployed, and each time one was evaluated. */
export class DecisionRows {
  readonly definitions = new Map<number, DecisionDefinitionRow>();
  readonly requirements = new Map<number, DecisionRequirementsRow>();
  readonly instances = new Map<number, DecisionInstanceRow>();
  /** The rows of `instances` by the id that the API shows. */
  readonly instancesById = new Map<string, DecisionInstanceRow>();
  /** Not known before the first is added: a restored engine has others already. */
  #lastKey: number | undefined;

  /** Takes an event in; an event about something else is left alone. */
  project(event: EngineEvent): void {
    switch (event.valueType) {
      case 'DECISION':
        put(this.definitions, event.key, event.value, event.intent);
        return;
      case 'DECISION_REQUIREMENTS':
        put(this.requirements, event.key, event.value, event.intent);
        return;
      case 'DECISION_EVALUATION':
        this.#addInstances(event);
        return;
      case 'DECISION_EVALUATION_HISTORY':
        this.#forget(({ evaluationKey }) => evaluationKey === event.key);
    }
  }

  /** Whether a definition is the newest version of its id. */
  isLatest({ value }: DecisionDefinitionRow): boolean {
    for (const { value: other } of this.definitions.values()) {
      const isSameId =
        other.decisionDefinitionId === value.decisionDefinitionId && other.tenantId === value.tenantId;
      if (isSameId && other.version > value.version) {
        return false;
      }
    }
    return true;
  }

  /** Forgets what a process instance has evaluated. */
  forgetInstance(processInstanceKey: number): void {
    this.#forget(({ evaluation }) => evaluation.processInstanceKey === processInstanceKey);
  }

  #forget(isMeant: (row: DecisionInstanceRow) => boolean): void {
    for (const [key, row] of this.instances) {
      if (isMeant(row)) {
        this.instances.delete(key);
        this.instancesById.delete(row.id);
      }
    }
  }

  #nextKey(): number {
    if (this.#lastKey === undefined) {
      this.#lastKey = 0;
      for (const key of this.instances.keys()) {
        this.#lastKey = Math.max(this.#lastKey, key);
      }
    }
    this.#lastKey += 1;
    return this.#lastKey;
  }

  #addInstances({ key: evaluationKey, value: evaluation, timestamp }: EventOf<'DECISION_EVALUATION'>): void {
    for (const [index, value] of evaluation.evaluated.entries()) {
      const id = decisionInstanceId(evaluationKey, index);
      const key = this.#nextKey();
      const { tenantId } = evaluation;
      const row = { key, id, tenantId, evaluationKey, evaluation, value, evaluatedAt: timestamp };
      this.instances.set(key, row);
      this.instancesById.set(id, row);
    }
  }
}

/** The id of the decision at an index (from 0) of an evaluation. */
export function decisionInstanceId(evaluationKey: number, index: number): string {
  return `${formatKey(evaluationKey)}-${index + 1}`;
}

function put<Value>(
  rows: Map<number, { readonly key: number; readonly value: Value }>,
  key: number,
  value: Value,
  intent: 'CREATED' | 'DELETED',
): void {
  if (intent === 'CREATED') {
    rows.set(key, { key, value });
  } else {
    rows.delete(key);
  }
}
