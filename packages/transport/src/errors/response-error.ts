import { errorBrand, hasErrorBrand } from '@camunda/core';
import { CallError, type CallErrorOptions } from './call-error.ts';

/** What a {@link ResponseError} is made from. */
export interface ResponseErrorOptions extends Omit<CallErrorOptions, 'code'> {
  readonly status: number;
  readonly contentType: string | undefined;
  /** What is wrong, in a few words. */
  readonly summary: string;
}

/** The answer says success, but is not what the operation answers with: HTML, nothing at all, or JSON that does not parse. */
export class ResponseError extends CallError {
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The answer's content type, if it named one. */
  readonly contentType: string | undefined;

  constructor(options: ResponseErrorOptions) {
    super(`${options.operationId} was answered with ${options.status}, but ${options.summary}`, {
      ...options,
      code: 'RESPONSE_INVALID',
    });
    this.status = options.status;
    this.contentType = options.contentType;
  }

  get [errorBrand('ResponseError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is ResponseError {
    return hasErrorBrand(value, 'ResponseError');
  }
}
