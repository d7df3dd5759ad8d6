/** What JSON can hold; whole numbers beyond 2^53 are `bigint`, as the transport reads and writes them. */
export type JsonValue = string | number | bigint | boolean | null | JsonObject | readonly JsonValue[];

/** A JSON object: the form of all variables and of custom headers. Members that are `undefined` are left out. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

/**
 * `T` where it can be written as JSON, and `never` in the places where it cannot: functions (and with them instances of
 * classes that have methods), symbols, dates, maps and sets. What is JSON by its type is taken whole: looking into
 * {@link JsonValue}, which holds itself, would never end.
 */
export type JsonCompatible<T> = T extends JsonValue | undefined
  ? T
  : T extends symbol | ((...parameters: never[]) => unknown)
    ? never
    : T extends object
      ? { [Name in keyof T]: JsonCompatible<T[Name]> }
      : T extends unknown
        ? unknown extends T
          ? JsonValue
          : never
        : never;

/**
 * What a job handler may return: nothing, or one plain object of variables. Arrays, primitives and instances of classes
 * that have methods become `never`.
 */
export type JobVariables<T> = unknown extends T
  ? T
  : T extends undefined
    ? T
    : T extends void
      ? T
      : T extends readonly unknown[]
        ? never
        : T extends (...parameters: never[]) => unknown
          ? never
          : T extends object
            ? JsonCompatible<T>
            : never;
