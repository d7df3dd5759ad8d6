import { AuthError } from '../auth-error.ts';
import { maskSecret, withoutSecrets } from './mask-secret.ts';
import { parseRetryAfter } from './parse-retry-after.ts';
import type { ResolvedOAuthOptions } from './resolve-oauth-options.ts';

const MAY_PASS = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);
const MAY_PASS_STATUS = new Set([408, 425, 429]);
const LONGEST_QUOTE = 500;
const ERROR_CODE = /^[a-z]+(_[a-z]+)+$/;

/** Whom a failure concerns. */
export interface FailureContext
  extends Pick<ResolvedOAuthOptions, 'address' | 'clientId' | 'clientSecret' | 'clock'> {
  /** Which settings to look at after a refusal. @default those of an OAuth client */
  readonly advice?: string | undefined;
  /** Which setting holds the address. @default that of an OAuth client */
  readonly addressSetting?: string | undefined;
}

/** What an answer that is no token means: a refusal for good, a failure that may pass, or a wrong address. */
export async function failureOfResponse(response: Response, context: FailureContext): Promise<AuthError> {
  const { status } = response;
  const body = await readErrorBody(response);
  const error = quote(body?.error, context);
  const errorDescription = quote(body?.error_description, context);
  const common = { error, errorDescription, status, ...whom(context) };
  const said = [error ?? `HTTP status ${status}`, errorDescription]
    .filter((part) => part !== undefined)
    .join(': ');
  const host = context.address.host;
  if (status >= 500 || MAY_PASS_STATUS.has(status) || (error !== undefined && MAY_PASS.has(error))) {
    return new AuthError(`The identity provider ${host} gives no token now (${said}).`, {
      ...common,
      code: 'AUTH_UNAVAILABLE',
      isRetryable: true,
      retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), context.clock.now()),
    });
  }
  if (error !== undefined || status === 400 || status === 401 || status === 403) {
    return new AuthError(
      `The identity provider ${host} refused the client ${JSON.stringify(context.clientId)} (${said}). ${context.advice ?? adviceFor(error)}`,
      { ...common, code: 'AUTH_REFUSED' },
    );
  }
  return notAToken(context, `answered with HTTP status ${status}`, status);
}

/** What a request that got no usable answer means. */
export function failureOfException(thrown: unknown, context: FailureContext, timedOut: boolean): AuthError {
  const cause = withoutSecrets(thrown, context);
  const what = timedOut ? 'did not answer in time' : `could not be asked (${describe(cause)})`;
  return new AuthError(`The identity provider ${context.address.host} ${what}.`, {
    ...whom(context),
    code: 'AUTH_UNAVAILABLE',
    isRetryable: true,
    cause,
  });
}

/** The answer ended too early. Its parser's error is not passed on: it quotes the answer. */
export function answerBrokeOff(context: FailureContext, status: number): AuthError {
  return new AuthError(`The answer of the identity provider ${context.address.host} broke off.`, {
    ...whom(context),
    code: 'AUTH_UNAVAILABLE',
    status,
    isRetryable: true,
  });
}

/** The answer is no token and will not become one: the address is wrong, most likely. */
export function notAToken(context: FailureContext, what: string, status: number | undefined): AuthError {
  return new AuthError(
    `The identity provider ${context.address.host} ${what} instead of a token. ` +
      `Is ${context.addressSetting ?? 'CAMUNDA_OAUTH_URL (oauthUrl or issuer)'} right? It is ` +
      `${context.address.origin}${context.address.pathname}.`,
    { ...whom(context), code: 'AUTH_RESPONSE_INVALID', status },
  );
}

function whom(context: FailureContext): { host: string; clientId: string } {
  return { host: context.address.host, clientId: context.clientId };
}

function adviceFor(error: string | undefined): string {
  if (error === 'invalid_scope') return 'Check the scope (CAMUNDA_OAUTH_SCOPE).';
  if (error === 'invalid_target') return 'Check the audience (CAMUNDA_TOKEN_AUDIENCE) and the resource.';
  return 'Check CAMUNDA_CLIENT_ID, CAMUNDA_CLIENT_SECRET and CAMUNDA_TOKEN_AUDIENCE.';
}

async function readErrorBody(response: Response): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = JSON.parse(await response.text());
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    // The status says enough: a body that cannot be read or is no JSON has no `error` to quote.
    return undefined;
  }
}

/** A text from outside, on one line, not too long, and without the secret if the server sent it back. */
function quote(value: unknown, context: FailureContext): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const masked = ERROR_CODE.test(value) ? value : maskSecret(value, context);
  return masked.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, LONGEST_QUOTE);
}

function describe(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (!(inner instanceof Error)) return 'unknown reason';
  const code: unknown = Reflect.get(inner, 'code');
  return typeof code === 'string' && !inner.message.includes(code)
    ? `${code}: ${inner.message}`
    : inner.message;
}
