/**
 * Checks that `value` is an object of settings by name: a Map, a list or a text would seem to hold none.
 *
 * @param what how the message calls it
 * @throws TypeError that says what it is, and never a value
 */
export function assertSettings(what: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !(Symbol.iterator in value)) return;
  const kind = typeof value === 'object' && value !== null ? value.constructor?.name : String(typeof value);
  throw new TypeError(
    `${what} must be an object of settings by name, but is ${value === null ? 'null' : `a ${kind}`}.`,
  );
}
