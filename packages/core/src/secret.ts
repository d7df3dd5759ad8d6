const MASK = '[secret]';

/** Registered, so that a Secret is recognised when two copies of this package are loaded. */
const BRAND = Symbol.for('@camunda/core/Secret');

/**
 * Holds a secret text so that no log, error, `JSON.stringify`, `util.inspect` or string conversion can show it.
 *
 * The text leaves only through {@link Secret.reveal}; every other way gives `[secret]`.
 */
export class Secret {
  readonly #text: string;

  /** @param text the secret itself */
  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself. Call it at the last moment, and do not keep the result. */
  reveal(): string {
    return this.#text;
  }

  /** `[secret]` */
  toString(): string {
    return MASK;
  }

  /** `[secret]` */
  toJSON(): string {
    return MASK;
  }

  get [Symbol.toStringTag](): string {
    return 'Secret';
  }

  /** What Node's `util.inspect` and `console.log` print: `[secret]`. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }

  get [BRAND](): true {
    return true;
  }

  /** Whether `value` is a Secret, also one of another copy of this package. Never throws. */
  static isSecret(value: unknown): value is Secret {
    if (typeof value !== 'object' || value === null) return false;
    try {
      return Reflect.get(value, BRAND) === true;
    } catch {
      // A revoked proxy, or a getter that throws: whatever it is, it is no Secret.
      return false;
    }
  }
}
