import type { ModelCache, ModelReference } from '../model/model-cache.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';

/** The member that marks what is no plain JSON; an object that really has it is marked as well. */
const MARK = '$';

/** Writes what an engine remembers as JSON, and reads it back. What JSON has no word for is marked: `{ "$": kind, value }`. */
export class PlainJson {
  readonly #models: ModelCache;

  constructor(models: ModelCache) {
    this.#models = models;
  }

  /** A value as JSON; the value itself, if it is JSON already. @throws Error if it holds something that cannot be written */
  write(value: unknown): JsonValue {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0) ? value : marked('number', numberText(value));
      case 'undefined':
        return marked('undefined', null);
      case 'object':
        return value === null ? null : this.#writeObject(value);
      default:
        throw new Error(`A ${typeof value} cannot be kept in a snapshot`);
    }
  }

  /** The value that {@link write} was given. */
  read(json: JsonValue): unknown {
    if (typeof json !== 'object' || json === null) {
      return json;
    }
    if (isArray(json)) {
      return mapUnlessSame(json, (item) => this.read(item));
    }
    return Object.hasOwn(json, MARK) ? this.#readMarked(json) : this.#readMembers(json);
  }

  #writeObject(value: object): JsonValue {
    if (Array.isArray(value)) {
      return mapUnlessSame(value, (item) => this.write(item)) as JsonValue;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      return this.#writePlain(value);
    }
    if (value instanceof Map) {
      return marked('map', this.write([...value]));
    }
    if (value instanceof Set) {
      return marked('set', this.write([...value]));
    }
    if (value instanceof Uint8Array) {
      return marked('bytes', btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join('')));
    }
    throw new Error(`A ${value.constructor.name} cannot be kept in a snapshot`);
  }

  #writePlain(value: object): JsonValue {
    const reference = this.#models.referenceOf(value);
    if (reference !== undefined) {
      return marked('model', reference);
    }
    const members = membersUnlessSame(value, (member) => this.write(member)) as JsonObject;
    return Object.hasOwn(value, MARK) ? marked('object', members) : members;
  }

  #readMembers(json: JsonObject): object {
    return membersUnlessSame(json, (member) => this.read(member as JsonValue));
  }

  #readMarked(json: JsonObject): unknown {
    const value = json.value ?? null;
    switch (json[MARK]) {
      case 'number':
        return Number(value);
      case 'undefined':
        return undefined;
      case 'map':
        return new Map(this.read(value) as [unknown, unknown][]);
      case 'set':
        return new Set(this.read(value) as unknown[]);
      case 'bytes':
        return Uint8Array.from(atob(value as string), (letter) => letter.charCodeAt(0));
      case 'model':
        return this.#models.resolve(value as unknown as ModelReference);
      case 'object':
        return this.#readMembers(value as JsonObject);
      default:
        throw new Error(`A snapshot cannot hold a ${JSON.stringify(json[MARK])}`);
    }
  }
}

function marked(kind: string, value: JsonValue): JsonObject {
  return { [MARK]: kind, value };
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function isArray(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json);
}

/** The list with every item changed; the very list, if no item was. */
function mapUnlessSame(list: readonly unknown[], change: (item: never) => unknown): readonly unknown[] {
  let changed: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const before = list[index];
    const after = change(before as never);
    if (!Object.is(before, after)) {
      changed ??= [...list];
      changed[index] = after;
    }
  }
  return changed ?? list;
}

/** The object with every member changed; the very object, if no member was. A variable may have any name, `__proto__` as well. */
function membersUnlessSame(value: object, change: (member: unknown) => unknown): object {
  let isSame = true;
  const entries = Object.entries(value).map(([name, before]) => {
    const after = change(before);
    isSame &&= Object.is(before, after);
    return [name, after] as const;
  });
  return isSame ? value : Object.fromEntries(entries);
}
