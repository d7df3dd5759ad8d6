const MASK = '[secret]';

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

  /** Whether `value` is a Secret. */
  static isSecret(value: unknown): value is Secret {
    return typeof value === 'object' && value !== null && #text in value;
  }
}
