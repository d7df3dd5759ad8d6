import type { JSONWebKeySet } from 'jose';

/** A user who signs in with a name and a password. */
export interface BasicUser {
  readonly username: string;
  readonly password: string;
  /** The name that is shown. @default the user name */
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/** Everybody may call. */
export interface NoAuthentication {
  readonly type: 'none';
}

/** Users with passwords: these, and those that are created through the API. */
export interface BasicAuthentication {
  readonly type: 'basic';
  readonly users: readonly BasicUser[];
}

/** Tokens (JWT) that somebody else has issued and signed. */
export interface BearerAuthentication {
  readonly type: 'bearer';
  /** The public keys that tokens are signed with, or the address where they are read (`https://…/certs`). */
  readonly keys: JSONWebKeySet | string;
  /** Who must have issued a token (`iss`). @default anybody who has one of the keys */
  readonly issuer?: string | undefined;
  /** Whom a token must be for (`aud`): one of these. @default anybody */
  readonly audience?: string | readonly string[] | undefined;
  /** The claim that names a user. @default 'preferred_username' */
  readonly usernameClaim?: string | undefined;
  /** The claim that names a client, in a token without a user. @default 'client_id', then 'azp', then 'sub' */
  readonly clientIdClaim?: string | undefined;
  /** How far the clocks of the issuer and this machine may be apart, in seconds. @default 0 */
  readonly toleranceSeconds?: number | undefined;
}

/** How callers say who they are. */
export type AuthenticationOption = NoAuthentication | BasicAuthentication | BearerAuthentication;
