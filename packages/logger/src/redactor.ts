import { Secret } from '@camunda/core';
import { errorShell, isError } from './error-shell.ts';
import { oneLine } from './one-line.ts';
import { REDACTED, redactText } from './redact-text.ts';
import { safeText } from './safe-text.ts';
import { isSecretField } from './secret-fields.ts';

/** A secret shorter than this would hide parts of ordinary words. */
const SHORTEST_SECRET = 4;
const LONGEST_TEXT = 32_768;
const DEEPEST = 8;

/** The forms in which a secret shows up in lines: as it is, in an address, in JSON, in base64 of both kinds, and in hexadecimal. */
function formsOf(secret: string): string[] {
  const bytes = [...new TextEncoder().encode(secret)];
  const base64 = btoa(bytes.map((byte) => String.fromCharCode(byte)).join('')).replace(/=+$/, '');
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    oneLine(secret),
    base64,
    base64.replaceAll('+', '-').replaceAll('/', '_'),
    bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  ];
}

/**
 * Makes messages and values fit to be written: secrets are hidden by the name of their field, by what they look like
 * and by their registered value, and nothing can forge a line. What it is given stays as it is; it works on copies.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  #longestFirst: readonly string[] = [];

  /** Hides these texts wherever they appear from now on. Texts of less than four characters are left out. */
  add(secrets: Iterable<Secret | string>): void {
    for (const secret of secrets) {
      const text = Secret.isSecret(secret) ? secret.reveal() : secret;
      if (text.trim().length >= SHORTEST_SECRET) for (const form of formsOf(text)) this.#secrets.add(form);
    }
    this.#longestFirst = [...this.#secrets].sort((left, right) => right.length - left.length);
  }

  /** A text without secrets; line breaks stay. */
  hide(text: string): string {
    let hidden = text;
    for (const secret of this.#longestFirst) {
      if (hidden.includes(secret)) hidden = hidden.replaceAll(secret, REDACTED);
    }
    // Only now, because a cut through a secret would leave a part of it that is not recognised any more.
    if (hidden.length > LONGEST_TEXT) {
      hidden = `${hidden.slice(0, LONGEST_TEXT)}… (${hidden.length - LONGEST_TEXT} more characters)`;
    }
    return redactText(hidden);
  }

  /** A text as one safe line. */
  line(text: string): string {
    return oneLine(this.hide(text));
  }

  /** A safe copy of a value; one that cannot be read must not take the program down with it. */
  value(value: unknown): unknown {
    try {
      return this.#copy(value, 0, new Map());
    } catch (error) {
      return `[unreadable: ${this.line(safeText(error))}]`;
    }
  }

  #copy(value: unknown, depth: number, seen: Map<object, unknown>): unknown {
    if (typeof value === 'string' || typeof value === 'symbol') return this.line(String(value));
    if (typeof value === 'function') return this.line(`[function ${value.name}]`);
    if (typeof value !== 'object' || value === null || Secret.isSecret(value)) return value;
    const known = seen.get(value);
    if (known !== undefined) return known;
    if (depth > DEEPEST) return '[too deep]';
    if (isError(value)) return this.#copyError(value, depth, seen);
    if (Array.isArray(value)) {
      const copy: unknown[] = [];
      seen.set(value, copy);
      for (const [index, item] of value.entries()) {
        // Headers also come as lists in which the value follows its name.
        const name: unknown = value[index - 1];
        const hidden = typeof name === 'string' && typeof item === 'string' && isSecretField(name);
        copy.push(hidden ? REDACTED : this.#copy(item, depth + 1, seen));
      }
      return copy;
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (isText(value)) return this.line(String(value));
    const facts = webFacts(value);
    return facts === undefined ? this.#copyObject(value, depth, seen) : this.#copy(facts, depth, seen);
  }

  #copyObject(value: object, depth: number, seen: Map<object, unknown>): unknown {
    if (value instanceof Set) return new Set([...value].map((item) => this.#copy(item, depth + 1, seen)));
    const pairs = entriesOf(value);
    if (pairs === undefined) return this.#copyOpaque(value, depth, seen);
    const copy: Record<string, unknown> = {};
    seen.set(value, copy);
    for (const [name, read] of pairs) {
      const item = isSecretField(name) ? REDACTED : this.#copy(read(), depth + 1, seen);
      Object.defineProperty(copy, this.line(name), {
        value: item,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return copy;
  }

  /** Loggers ask such an object to describe itself, in words that nobody has checked: it is asked here instead. */
  #copyOpaque(value: object, depth: number, seen: Map<object, unknown>): unknown {
    if (value instanceof Date) return new Date(value);
    const toJson: unknown = Reflect.get(value, 'toJSON');
    if (typeof toJson === 'function') return this.#copy(Reflect.apply(toJson, value, []), depth + 1, seen);
    return this.line(`[${safeText(value.constructor?.name)}]`);
  }

  #copyError(error: Error, depth: number, seen: Map<object, unknown>): Error {
    const copy = errorShell(error);
    seen.set(error, copy);
    const define = (name: string, value: unknown, enumerable: boolean): void => {
      Object.defineProperty(copy, name, { value, enumerable, configurable: true, writable: true });
    };
    const message = this.line(String(error.message));
    define('name', this.line(String(error.name)), false);
    define('message', message, false);
    define('stack', this.#stack(error, message), false);
    if (error.cause !== undefined) define('cause', this.#copy(error.cause, depth + 1, seen), false);
    if ('errors' in error) define('errors', this.#copy(error.errors, depth + 1, seen), false);
    for (const name of Object.keys(error)) {
      if (['name', 'message', 'stack', 'cause', 'errors'].includes(name)) continue;
      const item = isSecretField(name) ? REDACTED : this.#copy(Reflect.get(error, name), depth + 1, seen);
      define(name, item, true);
    }
    return copy;
  }

  /** The frames keep their lines; whatever else has line breaks in it cannot start at the margin. */
  #stack(error: Error, message: string): string {
    const stack = String(error.stack ?? `${error.name}: ${error.message}`);
    const [first = '', ...rest] = stack.replace(error.message, () => message).split('\n');
    const frames = rest.map((line) => (/^\s/.test(line) ? line : `    ${line}`));
    return [first, ...frames]
      .map((line) => line.replace(/^(\s*)(.*)$/, (_, indent, text) => `${indent}${this.line(text)}`))
      .join('\n');
  }
}

/** What is worth telling of a request or an answer. The body is left alone: reading it would take it from its owner. */
function webFacts(value: object): object | undefined {
  if (typeof Request === 'function' && value instanceof Request) {
    return { method: value.method, url: value.url, headers: value.headers };
  }
  if (typeof Response === 'function' && value instanceof Response) {
    return { status: value.status, url: value.url, headers: value.headers };
  }
  return undefined;
}

/** Objects that are a text in another form. */
function isText(value: object): boolean {
  return [URL, URLSearchParams, String, RegExp].some((kind) => value instanceof kind);
}

/** The named members of an object, or `undefined` for one that shows nothing of what it holds. */
function entriesOf(value: object): [string, () => unknown][] | undefined {
  if (isPairs(value)) return [...value.entries()].map(([name, item]) => [safeText(name), () => item]);
  const names = Object.keys(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (names.length === 0 && prototype !== Object.prototype && prototype !== null) return undefined;
  return names.map((name) => [name, () => readMember(value, name)]);
}

function isPairs(value: object): value is Map<unknown, unknown> | Headers | FormData {
  if (value instanceof Map) return true;
  return [globalThis.Headers, globalThis.FormData].some(
    (kind) => typeof kind === 'function' && value instanceof kind,
  );
}

function readMember(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return '[unreadable]';
  }
}
