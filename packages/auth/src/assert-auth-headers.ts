import type { AuthHeaders } from './auth-provider.ts';

const CALL = 'getHeaders() of the provider of credentials';

/**
 * Checks that a provider gave headers: an object of texts by name.
 *
 * @throws TypeError that says what came back, and never a value: it may be a secret
 */
export function assertAuthHeaders(headers: unknown): asserts headers is AuthHeaders {
  const isRecord =
    typeof headers === 'object' &&
    headers !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(headers));
  if (!isRecord) {
    throw new TypeError(
      `${CALL} must give an object of header names and texts, but gave ${kindOf(headers)}.`,
    );
  }
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') continue;
    throw new TypeError(
      `${CALL} must give texts, but the header ${JSON.stringify(name)} is ${kindOf(value)}.`,
    );
  }
}

/** What kind of value it is, and never the value: it may be a secret. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === 'string' && name !== 'Object' ? `an object of class ${name}` : 'an object';
}
