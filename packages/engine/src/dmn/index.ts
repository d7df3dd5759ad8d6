export type { Decision, DecisionModel, DecisionProblem } from './decision-model.ts';
export type { DecisionOutcome, EvaluatedDecision, EvaluatedInput, MatchedRule } from './decision-outcome.ts';
export { evaluateDecision } from './evaluate-decision.ts';
export type { DecisionModelResult } from './read-decision-model.ts';
export { readDecisionModel } from './read-decision-model.ts';
