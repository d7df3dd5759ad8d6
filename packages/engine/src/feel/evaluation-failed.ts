/** Ends an evaluation with a failure: `assert` on purpose, or an expression that goes on for too long. */
export class EvaluationFailed extends Error {}
