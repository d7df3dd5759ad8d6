import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** What went wrong; the `code` of an {@link AuthError}. */
export type AuthErrorCode =
  /** An option of a provider is missing or wrong; nothing was sent. */
  | 'AUTH_OPTIONS_INVALID'
  /** The identity provider refused the client or the request for good: asking again gives the same answer. */
  | 'AUTH_REFUSED'
  /** The identity provider could not be reached, or failed, also after the retries. */
  | 'AUTH_UNAVAILABLE'
  /** What the identity provider answered is no token: often the address is not that of a token endpoint. */
  | 'AUTH_RESPONSE_INVALID'
  /** Credentials would have travelled over plain `http:` to another machine; nothing was sent. */
  | 'AUTH_INSECURE_HTTP'
  /** An answer led to another origin, where the credentials may not go. */
  | 'AUTH_REDIRECT_REFUSED'
  /** The provider was closed. */
  | 'AUTH_PROVIDER_CLOSED';

/** The details of an {@link AuthError}. */
export interface AuthErrorOptions {
  readonly code: AuthErrorCode;
  readonly cause?: unknown;
  readonly error?: string | undefined;
  readonly errorDescription?: string | undefined;
  readonly host?: string | undefined;
  readonly clientId?: string | undefined;
  readonly status?: number | undefined;
  readonly isRetryable?: boolean | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** No credentials could be made for a call, so the call was not sent. Never holds a secret or a token. */
export class AuthError extends CamundaError {
  declare readonly code: AuthErrorCode;
  /** The identity provider's `error`, such as `invalid_client`. @see RFC 6749, section 5.2 */
  declare readonly error: string | undefined;
  /** The identity provider's `error_description`. */
  declare readonly errorDescription: string | undefined;
  /** Host and port of the identity provider. */
  declare readonly host: string | undefined;
  /** The client that asked for a token. */
  declare readonly clientId: string | undefined;
  /** The HTTP status of the identity provider's answer, where there was one. */
  declare readonly status: number | undefined;
  /** Whether the same request may succeed later without a change of settings. */
  declare readonly isRetryable: boolean;
  /** How long no further request is made, in milliseconds: until then, calls fail with this failure at once. */
  declare readonly retryAfterMs: number | undefined;

  constructor(message: string, options: AuthErrorOptions) {
    super(message, options);
    this.error = options.error;
    this.errorDescription = options.errorDescription;
    this.host = options.host;
    this.clientId = options.clientId;
    this.status = options.status;
    this.isRetryable = options.isRetryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }

  get [errorBrand('AuthError')](): true {
    return true;
  }

  /** Whether `value` is an AuthError. */
  static override isInstance(value: unknown): value is AuthError {
    return hasErrorBrand(value, 'AuthError');
  }
}
