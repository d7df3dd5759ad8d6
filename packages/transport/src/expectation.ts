import { ValidationError } from './errors/validation-error.ts';

/** What a value has to be, in words, with what tells. */
export type Expectation = readonly [words: string, test: (value: unknown) => boolean];

/** What is expected of each member of an object; others must not be there. */
export type Expectations = Readonly<Record<string, Expectation>>;

export const aFunction: Expectation = ['a function', (value) => typeof value === 'function'];
export const anObject: Expectation = ['an object', isObject];
export const aText: Expectation = ['a text', (value) => typeof value === 'string'];
export const aNumber: Expectation = ['a number', (value) => typeof value === 'number'];
export const aBoolean: Expectation = ['true or false', (value) => typeof value === 'boolean'];
export const aFalse: Expectation = ['false', (value) => value === false];

/** An object (or a function, as ky is) with a method of that name. */
export function withMethod(name: string, words = `an object with the method ${name}`): Expectation {
  const test = (value: unknown): boolean =>
    Object(value) === value && typeof Reflect.get(value as object, name) === 'function';
  return [words, test];
}

/** One of some texts. */
export function oneOf(...texts: readonly string[]): Expectation {
  return [`one of ${texts.join(', ')}`, (value) => texts.includes(value as string)];
}

/** Either of two. */
export function either([left, isLeft]: Expectation, [right, isRight]: Expectation): Expectation {
  return [`${left} or ${right}`, (value) => isLeft(value) || isRight(value)];
}

/**
 * Looks at the names and kinds of the members of `given`; `undefined` passes for any of them.
 *
 * @param prefix comes before the names in messages, such as `retry.`
 * @throws {ValidationError} there is no such member, or its value is of another kind; texts are not shown, for they may be secrets
 */
export function checkMembers(
  given: object,
  expected: Expectations,
  { operationId, prefix = '' }: { readonly operationId: string; readonly prefix?: string },
): void {
  for (const name of Object.keys(given)) {
    const expectation = Object.hasOwn(expected, name) ? expected[name] : undefined;
    const value: unknown = Reflect.get(given, name);
    const parameter = prefix + name;
    if (expectation === undefined) {
      const what = `is no option; there are ${Object.keys(expected).join(', ')}`;
      throw new ValidationError(`${parameter} ${what}`, { operationId, parameter });
    }
    if (value === undefined || expectation[1](value)) continue;
    const what = `has to be ${expectation[0]}, not ${kindOf(value)}`;
    throw new ValidationError(`${parameter} ${what}`, { operationId, parameter });
  }
}

/** Whether a value can have members. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What a value is, without showing a text. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
