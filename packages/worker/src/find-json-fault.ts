/** Where a value cannot be written as JSON, and why. */
export interface JsonFault {
  /** Such as `order.items[2].price`; empty for the value itself. */
  readonly path: string;
  readonly problem: string;
}

/** The first place in `value` that JSON cannot hold as it is, or would silently change; `undefined` if there is none. */
export function findJsonFault(
  value: unknown,
  path = '',
  parents: readonly object[] = [],
): JsonFault | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
    case 'undefined':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : { path, problem: `the number ${value} has no JSON form` };
    case 'object':
      return value === null ? undefined : findFaultInside(value, path, parents);
    default:
      return { path, problem: `a ${typeof value} has no JSON form` };
  }
}

function findFaultInside(value: object, path: string, parents: readonly object[]): JsonFault | undefined {
  if (parents.includes(value)) return { path, problem: 'the object contains itself' };
  const inside = [...parents, value];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (item === undefined)
        return { path: `${path}[${index}]`, problem: 'undefined in a list has no JSON form' };
      const fault = findJsonFault(item, `${path}[${index}]`, inside);
      if (fault) return fault;
    }
    return undefined;
  }
  if (!isPlainObject(value)) {
    return { path, problem: `an instance of ${classNameOf(value)} is no plain object; convert it first` };
  }
  const [symbol] = Object.getOwnPropertySymbols(value);
  if (symbol !== undefined) return { path, problem: `a member named ${String(symbol)} has no JSON form` };
  for (const [name, member] of Object.entries(value)) {
    const fault = findJsonFault(member, path === '' ? name : `${path}.${name}`, inside);
    if (fault) return fault;
  }
  return undefined;
}

/** Whether `value` is an object that was written as `{}`, in whatever realm. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** What to call `value` in a message. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return isPlainObject(value) ? 'a plain object' : `an instance of ${classNameOf(value)}`;
}

function classNameOf(value: object): string {
  const name: unknown = Reflect.get(value.constructor ?? {}, 'name');
  return typeof name === 'string' && name !== '' ? name : 'an unnamed class';
}
