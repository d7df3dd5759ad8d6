import {
  type Clock,
  type FetchLike,
  type RandomSource,
  Secret,
  systemClock,
  systemRandom,
} from '@camunda/core';
import { assertSecureAddress } from '../assert-secure-address.ts';
import { AuthError } from '../auth-error.ts';
import type { ResolvedClientAuthentication } from './client-authentication.ts';
import type { OAuthClientCredentialsAuthProviderOptions } from './oauth-options.ts';

/** The options of a provider, complete and checked. */
export interface ResolvedOAuthOptions {
  /** The token endpoint, or the issuer to look it up at. */
  readonly address: URL;
  readonly isIssuer: boolean;
  readonly clientId: string;
  readonly clientSecret: Secret | undefined;
  readonly audience: string | undefined;
  readonly scope: string | undefined;
  readonly resources: readonly string[];
  readonly clientAuthentication: ResolvedClientAuthentication;
  readonly fetch: FetchLike;
  readonly timeoutMs: number;
  readonly retryMaxAttempts: number;
  readonly retryBaseDelayMs: number;
  readonly cooldownMs: number;
  readonly saasTarpitMs: number;
  readonly allowInsecureHttp: boolean;
  readonly clock: Clock;
  readonly random: RandomSource;
}

const platformFetch: FetchLike = (input, init) => globalThis.fetch(input, init);
const WELL_KNOWN = /\/\.well-known\/openid-configuration\/?$/;

/** @throws AuthError `AUTH_OPTIONS_INVALID` or `AUTH_INSECURE_HTTP`; its message names the option and the variable */
export function resolveOAuthOptions(
  options: OAuthClientCredentialsAuthProviderOptions,
): ResolvedOAuthOptions {
  const allowInsecureHttp = options.dangerouslySendCredentialsOverHttp ?? false;
  const authentication = options.clientAuthentication ?? 'client_secret_post';
  const clientAuthentication =
    typeof authentication === 'string' ? { method: authentication } : authentication;
  return {
    ...resolveAddress(options, allowInsecureHttp),
    clientId: requireText('clientId (CAMUNDA_CLIENT_ID)', options.clientId),
    clientSecret: resolveSecret(options, clientAuthentication),
    audience: blankIsUnset(options.audience),
    scope: blankIsUnset(options.scope),
    resources: [options.resource ?? []].flat().filter((resource) => resource !== ''),
    clientAuthentication,
    fetch: options.fetch ?? platformFetch,
    timeoutMs: atLeast('timeoutMs (CAMUNDA_OAUTH_TIMEOUT_MS)', options.timeoutMs ?? 5_000, 1),
    retryMaxAttempts: atLeast('retryMaxAttempts', options.retryMaxAttempts ?? 5, 1),
    retryBaseDelayMs: atLeast('retryBaseDelayMs', options.retryBaseDelayMs ?? 1_000, 0),
    cooldownMs: 1000 * atLeast('saas401CooldownSeconds', options.saas401CooldownSeconds ?? 30, 0),
    saasTarpitMs: 1000 * atLeast('saasTarpitSeconds', options.saasTarpitSeconds ?? 600, 0),
    allowInsecureHttp,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
  };
}

function resolveAddress(
  options: OAuthClientCredentialsAuthProviderOptions,
  allowInsecureHttp: boolean,
): { address: URL; isIssuer: boolean } {
  const given = blankIsUnset(options.oauthUrl);
  const issuer = blankIsUnset(options.issuer);
  const text = given ?? issuer?.replace(WELL_KNOWN, '');
  if (text === undefined) throw invalid('neither oauthUrl (CAMUNDA_OAUTH_URL) nor issuer is set');
  const name = given === undefined ? 'issuer' : 'oauthUrl (CAMUNDA_OAUTH_URL)';
  if (!URL.canParse(text)) throw invalid(`${name} is ${JSON.stringify(text)}, which is no address (URL)`);
  const address = new URL(text);
  if (address.username !== '' || address.password !== '') {
    throw invalid(`${name} holds a user name or password; give clientId and clientSecret instead`);
  }
  assertSecureAddress(address, { dangerouslySendCredentialsOverHttp: allowInsecureHttp, name });
  return { address, isIssuer: given === undefined };
}

function resolveSecret(
  options: OAuthClientCredentialsAuthProviderOptions,
  { method }: ResolvedClientAuthentication,
): Secret | undefined {
  const { clientSecret } = options;
  const needed = method === 'client_secret_post' || method === 'client_secret_basic';
  if (clientSecret === undefined || clientSecret === '') {
    if (needed) throw invalid(`clientSecret (CAMUNDA_CLIENT_SECRET) is not set, and ${method} needs it`);
    return undefined;
  }
  return Secret.isSecret(clientSecret) ? clientSecret : new Secret(clientSecret);
}

function requireText(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${name} must be a text that is not empty`);
}

function atLeast(name: string, value: number, least: number): number {
  if (typeof value === 'number' && value >= least && value < Number.POSITIVE_INFINITY) return value;
  throw invalid(`${name} is ${String(value)}, but must be a number of at least ${least}`);
}

function blankIsUnset(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

function invalid(reason: string): AuthError {
  return new AuthError(`The OAuth client credentials are not usable: ${reason}.`, {
    code: 'AUTH_OPTIONS_INVALID',
  });
}
