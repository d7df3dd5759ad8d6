import { errorBrand, hasErrorBrand } from '@camunda/core';
import { CallError, type CallErrorOptions } from './call-error.ts';
import { reasonPhrase } from './reason-phrase.ts';

/** The fields of an error answer. @see https://www.rfc-editor.org/rfc/rfc9457 */
export interface ProblemDetails {
  readonly type?: string | undefined;
  readonly title?: string | undefined;
  readonly status?: number | undefined;
  readonly detail?: string | undefined;
  readonly instance?: string | undefined;
}

/** What an {@link HttpError} is made from. */
export interface HttpErrorOptions extends Omit<CallErrorOptions, 'code'> {
  readonly status: number;
  /** Where the call went: scheme, host and port. @default undefined */
  readonly address?: string | undefined;
  readonly problem?: ProblemDetails | undefined;
  /** The answer's body: parsed when it was JSON, else its first 2,000 characters. */
  readonly body?: unknown;
  readonly requestId?: string | undefined;
  /** How long the answer asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  readonly requiredPermissions?: readonly string[] | undefined;
}

/** The cluster, or something on the way to it, answered with an error status. */
export class HttpError extends CallError {
  /** The HTTP status, such as 404. */
  readonly status: number;
  /** Where the call went: scheme, host and port. */
  readonly address: string | undefined;
  /** The problem's type, a URI. */
  readonly type: string | undefined;
  /** The problem's title, such as `NOT_FOUND`. */
  readonly title: string | undefined;
  /** What happened, in the cluster's words. */
  readonly detail: string | undefined;
  /** Where it happened: the path of the call. */
  readonly instance: string | undefined;
  /** The identifier that the cluster or a gateway gave to the call, where it gave one. */
  readonly requestId: string | undefined;
  /** How long the answer asked to wait before the next attempt, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** For a 403: the permissions that the operation asks for. */
  readonly requiredPermissions: readonly string[] | undefined;
  /**
   * Whether an attempt before the one that got this answer may have been carried out. A 404 or 409 for a job command then often
   * means that the earlier attempt did its work.
   */
  earlierOutcomeUnknown = false;
  /** The answer's body: parsed when it was JSON, else its first 2,000 characters. Not enumerable: it may hold variables. */
  declare readonly body: unknown;

  constructor(options: HttpErrorOptions) {
    const { status, problem, operationId } = options;
    const title = problem?.title === undefined ? '' : ` (${problem.title})`;
    super(`${operationId} was answered with ${status} ${reasonPhrase(status)}${title}`, {
      ...options,
      code: 'HTTP_ERROR',
    });
    this.status = status;
    this.address = options.address;
    this.type = problem?.type;
    this.title = problem?.title;
    this.detail = problem?.detail;
    this.instance = problem?.instance;
    this.requestId = options.requestId;
    this.retryAfterMs = options.retryAfterMs;
    this.requiredPermissions = options.requiredPermissions;
    Object.defineProperty(this, 'body', { value: options.body, enumerable: false });
  }

  get [errorBrand('HttpError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is HttpError {
    return hasErrorBrand(value, 'HttpError');
  }
}
