import {
  type Clock,
  type FetchLike,
  type RandomSource,
  Secret,
  systemClock,
  systemRandom,
} from '@camunda/core';
import { assertSecureAddress } from '../assert-secure-address.ts';
import { numberFrom } from '../number-from.ts';
import { parseAddress } from '../parse-address.ts';
import { unusableCredentials } from '../unusable-credentials.ts';
import type { ClientAuthentication, ResolvedClientAuthentication } from './client-authentication.ts';
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
const METHODS = ['client_secret_post', 'client_secret_basic', 'private_key_jwt', 'tls_client_auth'];

/** @throws AuthError `AUTH_OPTIONS_INVALID` or `AUTH_INSECURE_HTTP`; its message names the option and the variable */
export function resolveOAuthOptions(
  options: OAuthClientCredentialsAuthProviderOptions,
): ResolvedOAuthOptions {
  const allowInsecureHttp = options.dangerouslySendCredentialsOverHttp ?? false;
  const clientAuthentication = resolveAuthentication(options.clientAuthentication ?? 'client_secret_post');
  const clientSecret = resolveSecret(options.clientSecret, clientAuthentication);
  return {
    ...resolveAddress(options, clientSecret, allowInsecureHttp),
    clientId: text('clientId (CAMUNDA_CLIENT_ID)', options.clientId, ' that is not empty') ?? '',
    clientSecret,
    audience: text('audience (CAMUNDA_TOKEN_AUDIENCE)', options.audience),
    scope: text('scope (CAMUNDA_OAUTH_SCOPE)', options.scope),
    resources: [options.resource].flat().flatMap((resource) => text('resource', resource) ?? []),
    clientAuthentication,
    fetch: options.fetch ?? platformFetch,
    timeoutMs: numberFrom('timeoutMs (CAMUNDA_OAUTH_TIMEOUT_MS)', options.timeoutMs ?? 5_000, 1),
    retryMaxAttempts: numberFrom('retryMaxAttempts', options.retryMaxAttempts ?? 5, 1),
    retryBaseDelayMs: numberFrom('retryBaseDelayMs', options.retryBaseDelayMs ?? 1_000, 0),
    cooldownMs: 1000 * numberFrom('saas401CooldownSeconds', options.saas401CooldownSeconds ?? 30, 0),
    saasTarpitMs: 1000 * numberFrom('saasTarpitSeconds', options.saasTarpitSeconds ?? 600, 0),
    allowInsecureHttp,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
  };
}

function resolveAddress(
  options: OAuthClientCredentialsAuthProviderOptions,
  clientSecret: Secret | undefined,
  allowInsecureHttp: boolean,
): { address: URL; isIssuer: boolean } {
  const given = text('oauthUrl', options.oauthUrl);
  const address = given ?? text('issuer', options.issuer)?.replace(WELL_KNOWN, '');
  if (address === undefined)
    throw unusableCredentials('neither oauthUrl (CAMUNDA_OAUTH_URL) nor issuer is set');
  const name = given === undefined ? 'issuer' : 'oauthUrl (CAMUNDA_OAUTH_URL)';
  const url = parseAddress(name, address, clientSecret);
  assertSecureAddress(url, { dangerouslySendCredentialsOverHttp: allowInsecureHttp, name });
  return { address: url, isIssuer: given === undefined };
}

function resolveAuthentication(given: ClientAuthentication): ResolvedClientAuthentication {
  const authentication = typeof given === 'string' ? { method: given } : given;
  if (!METHODS.includes(authentication.method)) {
    throw unusableCredentials(`clientAuthentication must be one of ${METHODS.join(', ')}`);
  }
  if (authentication.method === 'private_key_jwt' && !('privateKey' in authentication)) {
    throw unusableCredentials(
      'private_key_jwt needs clientAuthentication.privateKey (CAMUNDA_OAUTH_PRIVATE_KEY)',
    );
  }
  return authentication as ResolvedClientAuthentication;
}

function resolveSecret(
  clientSecret: string | Secret | undefined,
  { method }: ResolvedClientAuthentication,
): Secret | undefined {
  if (Secret.isSecret(clientSecret)) return clientSecret;
  const secret = text('clientSecret (CAMUNDA_CLIENT_SECRET)', clientSecret);
  if (secret !== undefined) return new Secret(secret);
  if (!method.startsWith('client_secret')) return undefined;
  throw unusableCredentials(`clientSecret (CAMUNDA_CLIENT_SECRET) is not set, and ${method} needs it`);
}

/** A text that is given; a blank one counts as not given, unless `needed` says that there must be one. */
function text(name: string, value: unknown, needed = ''): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value;
  if (needed === '' && (value === undefined || value === null || typeof value === 'string')) return undefined;
  throw unusableCredentials(`${name} must be a text${needed}`);
}
