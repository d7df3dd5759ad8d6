/**
 * The brand of an error class: a registered symbol, so that `isInstance` also holds when two copies of a package are loaded.
 */
export function errorBrand(className: string): symbol {
  return Symbol.for(`@camunda/error/${className}`);
}

/** Whether `value` is an object that carries the brand of `className`. Never throws. */
export function hasErrorBrand(value: unknown, className: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return Reflect.get(value, errorBrand(className)) === true;
  } catch {
    // A revoked proxy, or a getter that throws: whatever it is, it is no error of ours.
    return false;
  }
}
