import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import { parseKey } from '../runtime/keys.ts';

/** The limits of an integer field. */
export interface IntegerLimits {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The limits of what the specification calls an `int32`. */
export const INT32: IntegerLimits = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };

/** Reads the members of a request's body. A member that is null counts as missing. Every method throws an EngineRejection that names the field. */
export class Fields {
  readonly #values: JsonObject;
  readonly #path: string;

  /** @param path what stands before the names of the fields in messages, such as `changeset.` */
  constructor(values: JsonObject, path = '') {
    this.#values = values;
    this.#path = path;
  }

  /** Whether the field was given. */
  has(name: string): boolean {
    return this.get(name) !== null;
  }

  /** The field as it came; null if it is missing. */
  get(name: string): JsonValue {
    return Object.hasOwn(this.#values, name) ? (this.#values[name] ?? null) : null;
  }

  /** The field's full name, for messages. */
  pathOf(name: string): string {
    return `${this.#path}${name}`;
  }

  /** A text that must be there and not be empty. */
  requiredText(name: string): string {
    const value = this.optionalText(name);
    if (value === null || value.trim() === '') {
      throw invalidArgument(`The field '${this.#path}${name}' must be given and not be empty`);
    }
    return value;
  }

  optionalText(name: string): string | null {
    const value = this.get(name);
    if (value !== null && typeof value !== 'string') {
      throw this.wrong(name, 'a string');
    }
    return value;
  }

  requiredInteger(name: string, limits: IntegerLimits = {}): number {
    const value = this.optionalInteger(name, limits);
    if (value === null) {
      throw invalidArgument(`The field '${this.#path}${name}' must be given`);
    }
    return value;
  }

  optionalInteger(name: string, { minimum, maximum }: IntegerLimits = {}): number | null {
    const value = this.get(name);
    if (value === null) {
      return null;
    }
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw this.wrong(name, 'an integer');
    }
    if (minimum !== undefined && value < minimum) {
      throw this.wrong(name, `at least ${minimum}`);
    }
    if (maximum !== undefined && value > maximum) {
      throw this.wrong(name, `at most ${maximum}`);
    }
    return value;
  }

  optionalBoolean(name: string): boolean | null {
    const value = this.get(name);
    if (value !== null && typeof value !== 'boolean') {
      throw this.wrong(name, 'true or false');
    }
    return value;
  }

  optionalObject(name: string): JsonObject | null {
    const value = this.get(name);
    if (value !== null && !isJsonObject(value)) {
      throw this.wrong(name, 'an object');
    }
    return value;
  }

  /** A list of texts; null if it is missing. */
  optionalTexts(name: string): readonly string[] | null {
    const value = this.get(name);
    if (value === null) {
      return null;
    }
    if (!Array.isArray(value) || !value.every((item: JsonValue) => typeof item === 'string')) {
      throw this.wrong(name, 'a list of strings');
    }
    return value as readonly string[];
  }

  /** A key, as a string of digits (a number is taken too); null if it is missing. */
  optionalKey(name: string): number | null {
    const value = this.get(name);
    if (value === null) {
      return null;
    }
    const key = typeof value === 'string' || typeof value === 'number' ? parseKey(String(value)) : undefined;
    if (key === undefined) {
      throw this.wrong(name, 'a key (decimal digits as a string)');
    }
    return key;
  }

  /** A key that must be there. */
  requiredKey(name: string): number {
    const key = this.optionalKey(name);
    if (key === null) {
      throw invalidArgument(`The field '${this.#path}${name}' must be given`);
    }
    return key;
  }

  /** The fields of an object inside; an empty one if it is missing. */
  inside(name: string): Fields {
    return new Fields(this.optionalObject(name) ?? {}, `${this.#path}${name}.`);
  }

  /** The fields of each object of a list; no list is an empty one. */
  list(name: string): readonly Fields[] {
    const value = this.get(name) ?? [];
    if (!Array.isArray(value)) {
      throw this.wrong(name, 'a list');
    }
    return value.map((item: JsonValue, index: number) => {
      if (!isJsonObject(item)) {
        throw invalidArgument(`The field '${this.#path}${name}[${index}]' must be an object`);
      }
      return new Fields(item, `${this.#path}${name}[${index}].`);
    });
  }

  /** The refusal of a field that is not what it must be. */
  wrong(name: string, expected: string) {
    const given = JSON.stringify(this.get(name));
    const shown = given.length > 100 ? `${given.slice(0, 100)}…` : given;
    return invalidArgument(`The field '${this.#path}${name}' must be ${expected}, but it is ${shown}`);
  }
}
