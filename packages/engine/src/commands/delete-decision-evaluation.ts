import { defineCommand } from '../runtime/command.ts';

/** Forgets one evaluation of a decision, with every decision that it required. */
export const deleteDecisionEvaluation = defineCommand(
  'DELETE',
  (step, { decisionEvaluationKey }: { decisionEvaluationKey: number }) => {
    step.emit('DECISION_EVALUATION_HISTORY', 'DELETED', decisionEvaluationKey, { decisionEvaluationKey });
  },
);
