import type { JsonValue } from '../feel/index.ts';

/** What evaluating a decision gave. */
export interface DecisionOutcome {
  /** The result; null when the evaluation failed. */
  readonly output: JsonValue;
  /** Which decision failed, and why. */
  readonly failure?: { readonly decisionId: string; readonly message: string };
  /** Every decision that was evaluated, required ones first. The failed one is the last. */
  readonly evaluatedDecisions: readonly EvaluatedDecision[];
}

/** The record of one evaluated decision. Values are JSON text, as the API gives them. */
export interface EvaluatedDecision {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly decisionType: 'DECISION_TABLE' | 'LITERAL_EXPRESSION';
  readonly output: string;
  readonly failureMessage?: string;
  readonly evaluatedInputs: readonly EvaluatedInput[];
  readonly matchedRules: readonly MatchedRule[];
}

/** The value of a column's expression. */
export interface EvaluatedInput {
  readonly inputId: string;
  readonly inputName: string;
  readonly inputValue: string;
}

/** A rule that matched. `ruleIndex` counts from 1. */
export interface MatchedRule {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly evaluatedOutputs: readonly {
    readonly outputId: string;
    readonly outputName: string;
    readonly outputValue: string;
  }[];
}
