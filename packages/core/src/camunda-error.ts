import { errorBrand, hasErrorBrand } from './error-brand.ts';

/** What every {@link CamundaError} is made from. */
export interface CamundaErrorOptions {
  /** A stable, upper-case identifier that programs may compare, such as `CONFIGURATION_INVALID`. */
  readonly code: string;
  /** The error that led to this one. @default undefined */
  readonly cause?: unknown;
}

/**
 * The base of every error that the `@camunda/*` packages throw on purpose.
 *
 * A subclass adds its own brand through a getter that is keyed by {@link errorBrand}, and its own `isInstance`.
 * Recognise errors with `isInstance`, which works across copies of a package and across realms, rather than `instanceof`.
 */
export class CamundaError extends Error {
  /** A stable identifier of the kind of failure. */
  readonly code: string;

  /**
   * @param message a sentence for people; it holds no secret
   * @param options the code, and the cause if there is one
   */
  constructor(message: string, options: CamundaErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    Object.defineProperty(this, 'name', { value: new.target.name, configurable: true, writable: true });
    this.code = options.code;
  }

  get [errorBrand('CamundaError')](): true {
    return true;
  }

  /** Whether `value` is a CamundaError of any kind. */
  static isInstance(value: unknown): value is CamundaError {
    return hasErrorBrand(value, 'CamundaError');
  }
}
