import { hex } from './pem.ts';
import type { ResolvedOAuthOptions } from './resolve-oauth-options.ts';
import type { TokenIdentity } from './token-store.ts';

/** Everything that decides which token it is, but for the proof of the client's identity: as one unambiguous text. */
export function identityText(options: ResolvedOAuthOptions): string {
  const { address, isIssuer, clientId, audience, scope, resources, clientAuthentication } = options;
  const { method } = clientAuthentication;
  return JSON.stringify([isIssuer, address.href, clientId, audience, scope, resources, method]);
}

/**
 * The name of the token in a store, or `undefined` when the client's key cannot be told apart from another: a `CryptoKey` does not
 * show itself, so that it needs a `keyId`.
 */
export async function tokenIdentity(options: ResolvedOAuthOptions): Promise<TokenIdentity | undefined> {
  const proof = proofOfIdentity(options);
  if (proof === undefined) return undefined;
  const encoder = new TextEncoder();
  const text = identityText(options);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(proof), algorithm, false, ['sign']);
  const mark = hex(await crypto.subtle.sign(algorithm.name, key, encoder.encode(text)));
  const digest = hex(await crypto.subtle.digest('SHA-256', encoder.encode(JSON.stringify([text, mark]))));
  return {
    digest,
    clientId: options.clientId,
    audience: options.audience,
    tokenAddress: options.address.href,
  };
}

function proofOfIdentity({ clientAuthentication, clientSecret }: ResolvedOAuthOptions): string | undefined {
  switch (clientAuthentication.method) {
    case 'private_key_jwt': {
      const { privateKey, keyId } = clientAuthentication;
      if (typeof privateKey === 'string') return privateKey;
      return keyId === undefined ? undefined : `key ${keyId}`;
    }
    case 'tls_client_auth':
      return `certificate ${clientAuthentication.certificate ?? ''}`;
    default:
      return clientSecret?.reveal();
  }
}
