import {
  type FeelContext,
  type FeelEnvironment,
  type FeelExpression,
  type JsonValue,
  toJsonValue,
} from '../feel/index.ts';
import type { ValueType } from './decision-model.ts';
import { EvaluationFailure } from './evaluation-failure.ts';
import { typeMismatch } from './value-type.ts';

/** Evaluates the expressions of one decision with the same variables. */
export class Evaluation {
  readonly #context: (name: string) => unknown;
  readonly #environment: FeelEnvironment;

  constructor(context: (name: string) => unknown, environment: FeelEnvironment) {
    this.#context = context;
    this.#environment = environment;
  }

  /** The value of an expression, of the declared type. @throws EvaluationFailure naming the place */
  value(expression: FeelExpression, place: string, type?: ValueType): unknown {
    return checked(expression.evaluateRaw(this.#context, this.#environment), place, type);
  }

  /** Whether a cell matches the value of its column. @throws EvaluationFailure */
  matches(tests: FeelExpression, input: unknown, place: string): boolean {
    const context: FeelContext = (name) => (name === '?' ? input : this.#context(name));
    return checked(tests.evaluateRaw(context, this.#environment), place, undefined) === true;
  }
}

function checked(
  result: { readonly value: unknown; readonly failure?: string },
  place: string,
  type: ValueType | undefined,
): unknown {
  if (result.failure !== undefined) throw new EvaluationFailure(`${place}: ${result.failure}`);
  const mismatch = typeMismatch(result.value, type);
  if (mismatch !== undefined) throw new EvaluationFailure(`${place}: ${mismatch}`);
  return result.value;
}

/** A value as JSON. @throws EvaluationFailure when a variable cannot hold it */
export function storable(value: unknown, place: string): JsonValue {
  const converted = toJsonValue(value);
  if ('problem' in converted) throw new EvaluationFailure(`${place}: ${converted.problem}`);
  return converted.value;
}
