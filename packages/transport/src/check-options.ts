import { ValidationError } from './errors/validation-error.ts';
import type { TransportOptions } from './transport-options.ts';

/** What a value of an option has to be, in words, with what tells. */
type Expectation = readonly [words: string, test: (value: unknown) => boolean];

const aFunction: Expectation = ['a function', (value) => typeof value === 'function'];
const anObject: Expectation = ['an object', (value) => typeof value === 'object' && value !== null];
const aText: Expectation = ['a text', (value) => typeof value === 'string'];
const aNumber: Expectation = ['a number', (value) => typeof value === 'number'];
const aBoolean: Expectation = ['true or false', (value) => typeof value === 'boolean'];

/** An object (or a function, as ky is) with a method of that name. */
function withMethod(name: string): Expectation {
  const test = (value: unknown): boolean =>
    Object(value) === value && typeof Reflect.get(value as object, name) === 'function';
  return [`an object with the method ${name}`, test];
}

/** One of some texts. */
export function oneOf(...texts: readonly string[]): Expectation {
  return [`one of ${texts.join(', ')}`, (value) => texts.includes(value as string)];
}

/** Either of two. */
export function either([left, isLeft]: Expectation, [right, isRight]: Expectation): Expectation {
  return [`${left} or ${right}`, (value) => isLeft(value) || isRight(value)];
}

const anAddress: Expectation = either(aText, ['a URL', (value) => value instanceof URL]);

const EXPECTED: { readonly [Name in keyof Required<TransportOptions>]: Expectation } = {
  baseUrl: anAddress,
  configuration: anObject,
  addressSetting: aText,
  authProvider: withMethod('getHeaders'),
  dangerouslySendCredentialsOverHttp: aBoolean,
  logger: either(anObject, aFunction),
  fetch: aFunction,
  ky: withMethod('extend'),
  sender: withMethod('send'),
  timeoutMs: aNumber,
  attemptTimeoutMs: aNumber,
  acknowledgementTimeoutMs: aNumber,
  longPollMarginMs: aNumber,
  retry: either(anObject, ['false', (value) => value === false]),
  maxRetryAfterMs: aNumber,
  backpressure: either(aText, anObject),
  bigints: oneOf('bigint', 'string', 'number', 'error'),
  userAgent: aText,
  policies: aFunction,
  clock: withMethod('setTimeout'),
  random: aFunction,
};

const NODE_EXPECTED: Readonly<Record<string, Expectation>> = {
  tls: anObject,
  proxy: either(either(aText, ['a URL', (value) => value instanceof URL]), [
    'false',
    (value) => value === false,
  ]),
  noProxy: either(aText, ['a list of texts', (value) => Array.isArray(value)]),
  connections: anObject,
  environment: anObject,
  direct: oneOf('hot', 'all', 'none'),
};

/**
 * Looks at the names and kinds of options, for programs in JavaScript; what the values mean is checked where they are used.
 *
 * @throws {ValidationError} there is no such option, or its value is of another kind; the value is not shown, for it may be a secret
 */
export function checkOptions(options: TransportOptions): void {
  const expected: Readonly<Record<string, Expectation>> = { ...EXPECTED, ...NODE_EXPECTED };
  for (const [parameter, value] of Object.entries(options)) {
    const expectation = Object.hasOwn(expected, parameter) ? expected[parameter] : undefined;
    if (expectation === undefined)
      throw refuse(parameter, `is no option; there are ${Object.keys(expected).join(', ')}`);
    const [words, test] = expectation;
    if (value !== undefined && !test(value))
      throw refuse(parameter, `has to be ${words}, not ${kindOf(value)}`);
  }
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : `a ${typeof value}`;
}

function refuse(parameter: string, what: string): ValidationError {
  return new ValidationError(`${parameter} ${what}`, { operationId: 'createTransport', parameter });
}
