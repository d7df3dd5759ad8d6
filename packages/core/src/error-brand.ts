/**
 * The brand of an error class: a registered symbol, so that `isInstance` also holds when two copies of a package are loaded.
 */
export function errorBrand(className: string): symbol {
  return Symbol.for(`@camunda/error/${className}`);
}

/** Whether `value` is an object that carries the brand of `className`. Never throws. */
export function hasErrorBrand(value: unknown, className: string): boolean {
  return typeof value === 'object' && value !== null && Reflect.get(value, errorBrand(className)) === true;
}
