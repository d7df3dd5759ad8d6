import { checkRetry } from './check-call.ts';
import {
  aBoolean,
  aFalse,
  aFunction,
  aNumber,
  anObject,
  aText,
  checkMembers,
  type Expectation,
  type Expectations,
  either,
  oneOf,
  withMethod,
} from './expectation.ts';
import type { TransportOptions } from './transport-options.ts';

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
  retry: either(anObject, aFalse),
  maxRetryAfterMs: aNumber,
  backpressure: either(aText, anObject),
  bigints: oneOf('bigint', 'string', 'number', 'error'),
  userAgent: aText,
  policies: aFunction,
  clock: withMethod('setTimeout'),
  random: aFunction,
};

const NODE_EXPECTED: Expectations = {
  tls: anObject,
  proxy: either(anAddress, aFalse),
  noProxy: either(aText, ['a list of texts', (value) => Array.isArray(value)]),
  connections: anObject,
  environment: anObject,
  direct: oneOf('hot', 'all', 'none'),
};

const ALL_EXPECTED: Expectations = { ...EXPECTED, ...NODE_EXPECTED };

/**
 * Looks at the names and kinds of options, for programs in JavaScript; what the values mean is checked where they are used.
 *
 * @throws {ValidationError} there is no such option, or its value is of another kind; the value is not shown, for it may be a secret
 */
export function checkOptions(options: TransportOptions): void {
  const operationId = 'createTransport';
  checkMembers(options, ALL_EXPECTED, { operationId });
  if (options.retry) checkRetry(options.retry, operationId);
}
