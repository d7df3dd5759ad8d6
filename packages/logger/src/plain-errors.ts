function plainError(error: Error, seen: Map<object, unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  seen.set(error, plain);
  Object.assign(plain, { type: error.name, message: error.message, stack: error.stack });
  if (error.cause !== undefined) plain.cause = plainErrors(error.cause, seen);
  if ('errors' in error) plain.errors = plainErrors(error.errors, seen);
  for (const name of Object.keys(error)) plain[name] = plainErrors(Reflect.get(error, name), seen);
  return plain;
}

/**
 * A value in which every error is an object with `type`, `message`, `stack` and `cause`: JSON would leave all of them out.
 * Sets, which JSON leaves out, too, become arrays.
 *
 * @param value a copy that may be taken apart: plain objects, arrays, sets and errors
 */
export function plainErrors(value: unknown, seen: Map<object, unknown> = new Map()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (value instanceof Error) return plainError(value, seen);
  if (value instanceof Set) return [...value].map((item) => plainErrors(item, seen));
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    seen.set(value, copy);
    for (const item of value) copy.push(plainErrors(item, seen));
    return copy;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copy: Record<string, unknown> = {};
  seen.set(value, copy);
  for (const [name, member] of Object.entries(value)) copy[name] = plainErrors(member, seen);
  return copy;
}
