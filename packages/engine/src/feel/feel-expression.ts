/**
 * What an expression can read: an object of variables, or a lookup that walks variable scopes and answers `undefined` for a
 * name that no scope holds. Only the names that the expression reads are looked up.
 */
export type FeelContext = Readonly<Record<string, unknown>> | ((name: string) => unknown);

/** The engine's clock and seeded random source, so that `now()`, `today()`, `random number()` and `uuid()` are repeatable. */
export interface FeelEnvironment {
  /** Engine time in epoch milliseconds. */
  now(): number;
  /** A number from 0 up to but not including 1. */
  random(): number;
}

/** A failure that FEEL suppresses: the part of the expression that failed has the value null. */
export interface FeelWarning {
  /** `NO_VARIABLE_FOUND`, `NO_PROPERTY_FOUND`, `INVALID_TYPE`, `FUNCTION_INVOCATION_FAILURE` and so on. */
  readonly type: string;
  readonly message: string;
}

/** A value of JSON, which is all that a variable can hold. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** What one evaluation gave. */
export interface FeelResult {
  /** The value as JSON: dates, times and durations are ISO strings. Null when the evaluation failed. */
  readonly value: JsonValue;
  readonly warnings: readonly FeelWarning[];
  /** Set when the evaluation failed on purpose (`assert`) or the value cannot be stored (a range or a function). */
  readonly failure?: string;
}

/** What one evaluation gave, before the value became JSON: it may be a FEEL date, duration, range or function. */
export interface FeelRawResult {
  readonly value: unknown;
  readonly warnings: readonly FeelWarning[];
  readonly failure?: string;
}

/** A parsed expression. It holds no state of an evaluation and can be shared. */
export interface FeelExpression {
  /** The source text, without a leading `=`. */
  readonly text: string;
  /** The root names that the expression reads from its context (`a.b.c` reads `a`), without the built-in functions. */
  readonly variablesRead: readonly string[];
  /** Evaluates to JSON. Never throws. */
  evaluate(context: FeelContext, environment: FeelEnvironment): FeelResult;
  /** Evaluates and keeps FEEL values, for decisions that feed other expressions. Never throws. */
  evaluateRaw(context: FeelContext, environment: FeelEnvironment): FeelRawResult;
}

/** What parsing gave: an expression, or a message for the deployment's rejection. */
export type FeelParseResult =
  | { readonly ok: true; readonly expression: FeelExpression }
  | { readonly ok: false; readonly message: string };
