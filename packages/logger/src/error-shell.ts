const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Whether it is an error, also one of another realm. */
export function isError(value: object): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/**
 * An empty error of the same class, or, where the methods and getters of the class could tell what nobody has checked, or fail
 * without the class's private members, of the class `Error`.
 */
export function errorShell(error: Error): Error {
  const shell: Error = Object.create(hasOwnWords(error) ? Error.prototype : Object.getPrototypeOf(error));
  if (Object.getPrototypeOf(shell) !== Error.prototype) return shell;
  // Loggers write the name of the class, and find it here.
  const name: unknown = Reflect.get(error, 'constructor')?.name;
  const value = Object.defineProperty(() => undefined, 'name', { value: String(name ?? 'Error') });
  return Object.defineProperty(shell, 'constructor', { value, configurable: true, writable: true });
}

function hasOwnWords(error: Error): boolean {
  if (!(error instanceof Error)) return true;
  for (let prototype: object = Object.getPrototypeOf(error); prototype !== Error.prototype; ) {
    const members = Object.getOwnPropertyDescriptors(prototype);
    if (Object.values(members).some(({ get }) => get !== undefined)) return true;
    if (['toJSON', 'toString', INSPECT].some((name) => Object.hasOwn(members, name))) return true;
    prototype = Object.getPrototypeOf(prototype);
  }
  return false;
}
