import { errorBrand, hasErrorBrand } from '@camunda/core';
import { CallError, type CallErrorOptions } from './call-error.ts';

/** What a {@link NetworkError} is made from. */
export interface NetworkErrorOptions extends Omit<CallErrorOptions, 'code'> {
  /** Where the call went: scheme, host and port. */
  readonly address: string;
  /** What failed, as the system names it, such as `ECONNREFUSED`. */
  readonly systemCode?: string | undefined;
  /** The setting that the address came from, such as `CAMUNDA_REST_ADDRESS`. */
  readonly setting?: string | undefined;
  /** A few words for the message, such as `connection refused`. */
  readonly summary: string;
}

/** No complete answer came back: no connection, a refused certificate, a connection that broke. */
export class NetworkError extends CallError {
  /** Where the call went: scheme, host and port. */
  readonly address: string;
  /** What failed, as the system names it, such as `ECONNREFUSED`. */
  readonly systemCode: string | undefined;
  /** The setting that the address came from, such as `CAMUNDA_REST_ADDRESS`, where it is known. */
  readonly setting: string | undefined;

  constructor(options: NetworkErrorOptions) {
    super(`${options.operationId} got no answer: ${options.summary}`, { ...options, code: 'NETWORK_ERROR' });
    this.address = options.address;
    this.systemCode = options.systemCode;
    this.setting = options.setting;
  }

  get [errorBrand('NetworkError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is NetworkError {
    return hasErrorBrand(value, 'NetworkError');
  }
}
