import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { EngineOptionError } from '../engine-option-error.ts';
import type { BearerAuthentication } from './authentication-option.ts';
import type { Authenticator, Identity } from './identity.ts';
import { credentialsOf, unauthorized } from './unauthorized.ts';

/** Checks tokens: signature, issuer, audience and times. The library for that is loaded with the first token. */
export class BearerAuthenticator implements Authenticator {
  readonly #option: BearerAuthentication;
  readonly #now: () => number;
  #keys: Promise<JWTVerifyGetKey> | undefined;

  /**
   * @param now the machine's time: the issuer of a token knows no other
   * @throws EngineOptionError
   */
  constructor(option: BearerAuthentication, now: () => number) {
    checkKeys(option.keys);
    this.#option = option;
    this.#now = now;
  }

  async authenticate(authorization: string | null): Promise<Identity> {
    const token = credentialsOf(authorization, 'bearer');
    if (token === null) {
      throw unauthorized('The request must have the header Authorization with the scheme Bearer', 'Bearer');
    }
    const identity = identityOf(await this.#verify(token), this.#option);
    if (identity === null) {
      throw invalidToken('the token names neither a user nor a client');
    }
    return identity;
  }

  async #verify(token: string): Promise<JWTPayload> {
    const { jwtVerify } = await import('jose');
    const { issuer, audience, toleranceSeconds = 0 } = this.#option;
    this.#keys ??= readKeys(this.#option.keys);
    try {
      const { payload } = await jwtVerify(token, await this.#keys, {
        ...(issuer !== undefined && { issuer }),
        ...(audience !== undefined && { audience: typeof audience === 'string' ? audience : [...audience] }),
        clockTolerance: toleranceSeconds,
        currentDate: new Date(this.#now()),
      });
      return payload;
    } catch (error) {
      throw invalidToken(reasonOf(error));
    }
  }
}

async function readKeys(keys: BearerAuthentication['keys']): Promise<JWTVerifyGetKey> {
  const { createLocalJWKSet, createRemoteJWKSet } = await import('jose');
  return typeof keys === 'string' ? createRemoteJWKSet(new URL(keys)) : createLocalJWKSet(keys);
}

function identityOf(payload: JWTPayload, option: BearerAuthentication): Identity | null {
  const username = textOf(payload, [option.usernameClaim ?? 'preferred_username']);
  const claims = option.clientIdClaim === undefined ? ['client_id', 'azp', 'sub'] : [option.clientIdClaim];
  const id = username ?? textOf(payload, claims);
  return id === null
    ? null
    : {
        type: username === null ? 'CLIENT' : 'USER',
        id,
        name: textOf(payload, ['name']) ?? id,
        email: textOf(payload, ['email']),
      };
}

function textOf(payload: JWTPayload, claims: readonly string[]): string | null {
  const value = claims.map((claim) => payload[claim]).find((one) => typeof one === 'string' && one !== '');
  return typeof value === 'string' ? value : null;
}

const REASONS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'the token has expired',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'the signature of the token is wrong',
  ERR_JWKS_NO_MATCHING_KEY: 'the token is signed with a key that is not in the key set',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'the token names no key, and several in the key set may be meant',
  ERR_JOSE_ALG_NOT_ALLOWED: 'the token is signed with an algorithm that is not allowed',
  ERR_JOSE_NOT_SUPPORTED: 'the token is signed with an algorithm that is not supported',
  ERR_JWKS_TIMEOUT: 'the key set could not be read in time',
  ERR_JWKS_INVALID: 'the key set is none',
  ERR_JOSE_GENERIC: 'the key set could not be read',
};

/** Says what is wrong, never the token. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const claim = error instanceof Error && 'claim' in error ? String(error.claim) : '';
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') {
    return `the claim '${claim}' of the token is not what it must be`;
  }
  return (
    REASONS[code] ??
    (code.startsWith('ERR_J') ? 'the token is no signed JWT' : 'the key set could not be read')
  );
}

function invalidToken(reason: string) {
  return unauthorized(
    `The bearer token is not accepted: ${reason}`,
    `Bearer error="invalid_token", error_description="${reason.replaceAll('"', "'")}"`,
  );
}

function checkKeys(keys: BearerAuthentication['keys'] | undefined): void {
  const isSet = typeof keys === 'object' && keys !== null && Array.isArray(keys.keys);
  if (!isSet && !(typeof keys === 'string' && URL.canParse(keys))) {
    throw new EngineOptionError('authentication.keys', 'must be a JSON Web Key Set or the address of one');
  }
}
