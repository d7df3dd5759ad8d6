/** Thrown inside the evaluation of a decision, and turned into a failure of its outcome. */
export class EvaluationFailure extends Error {}
