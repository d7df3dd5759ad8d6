/** A `CryptoKey`, named by way of the global `crypto`: without the types of the DOM, those of Node before 24 have no such global name. */
type SigningKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** How a client proves who it is with a signed assertion. */
export interface PrivateKeyJwtAuthentication {
  readonly method: 'private_key_jwt';
  /** The private key: a `CryptoKey` for signing, or a PKCS #8 PEM text (`BEGIN PRIVATE KEY`), not encrypted. */
  readonly privateKey: SigningKey | string;
  /**
   * The signature algorithm for a PEM key, such as `RS256`, `PS256`, `ES256` or `EdDSA`.
   * @default RS256 for an RSA key, else the one that belongs to the key's curve
   */
  readonly algorithm?: string | undefined;
  /** The key's identifier at the identity provider, sent as `kid`. @default none */
  readonly keyId?: string | undefined;
  /**
   * The certificate of the key, in PEM: its SHA-1 and SHA-256 digests are sent as `x5t` and `x5t#S256`, which Microsoft Entra ID asks for.
   * @default none
   */
  readonly certificate?: string | undefined;
  /** The audience of the assertion. @default the issuer when it is known, else the address of the token endpoint */
  readonly assertionAudience?: string | undefined;
  /** How long an assertion is valid, in seconds. @default 60 */
  readonly assertionLifetimeSeconds?: number | undefined;
}

/** How a client proves who it is with the certificate of its TLS connection. The `fetch` of the provider must present it. */
export interface TlsClientAuthentication {
  readonly method: 'tls_client_auth';
  /** The client's certificate in PEM, only to tell tokens of different certificates apart. @default none */
  readonly certificate?: string | undefined;
}

/**
 * How the client proves who it is to the identity provider: with its secret in the form (`client_secret_post`) or in the
 * `Authorization` header (`client_secret_basic`), with a signed assertion, or with its TLS certificate.
 *
 * @see RFC 6749 section 2.3.1, RFC 7523 section 2.2, RFC 8705 section 2
 */
export type ClientAuthentication =
  | 'client_secret_post'
  | 'client_secret_basic'
  | 'tls_client_auth'
  | { readonly method: 'client_secret_post' | 'client_secret_basic' }
  | PrivateKeyJwtAuthentication
  | TlsClientAuthentication;

/** The same with every method in its long form. */
export type ResolvedClientAuthentication = Exclude<ClientAuthentication, string>;
