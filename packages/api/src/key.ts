import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

declare const kind: unique symbol;

/** A text that stands for one kind of thing, such as a `ProcessInstanceKey`. At run time it is the text alone. */
export type Key<Name extends string> = string & { readonly [kind]: Name };

/** What operations accept where they expect a {@link Key}: that kind, or a text of which nothing is known. A key of another kind is refused. */
export type KeyInput<Name extends string> = string & { readonly [kind]?: Name };

/** Makes and checks keys of one kind. */
export interface KeyKind<Name extends string> {
  /**
   * The text as a key, for one that comes from elsewhere: a URL, a queue, a database.
   *
   * @throws {KeyFormatError} the text cannot be such a key. Whether it exists is known to the cluster only.
   */
  assumeExists(text: string): Key<Name>;
  /** Whether `value` has the form of such a key. Never throws. */
  isValid(value: unknown): value is Key<Name>;
  /** The key as a text without its kind. */
  getValue(key: KeyInput<Name>): string;
}

/** What the specification says about the texts of one kind. */
export interface KeyRules {
  readonly pattern?: RegExp;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** A text was taken for a key, and has not the form of one. */
export class KeyFormatError extends CamundaError {
  /** The kind of key that was expected, such as `ProcessInstanceKey`. */
  readonly kind: string;

  constructor(expectedKind: string, given: unknown) {
    super(
      `${typeof given === 'string' ? JSON.stringify(given.slice(0, 60)) : `A ${typeof given}`} is not a ${expectedKind}`,
      {
        code: 'KEY_FORMAT',
      },
    );
    this.kind = expectedKind;
  }

  get [errorBrand('KeyFormatError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is KeyFormatError {
    return hasErrorBrand(value, 'KeyFormatError');
  }
}

/** The helpers of one kind of key. */
export function keyKind<Name extends string>(name: Name, rules: KeyRules = {}): KeyKind<Name> {
  const { pattern, minLength = 1, maxLength = Number.POSITIVE_INFINITY } = rules;
  const isValid = (value: unknown): value is Key<Name> =>
    typeof value === 'string' &&
    value.length >= minLength &&
    value.length <= maxLength &&
    (pattern === undefined || pattern.test(value));
  return {
    isValid,
    assumeExists(text) {
      if (!isValid(text)) throw new KeyFormatError(name, text);
      return text;
    },
    getValue: (key) => key,
  };
}
