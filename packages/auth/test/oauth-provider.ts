import type { OAuthClientCredentialsAuthProviderOptions } from '../src/index.ts';
import { OAuthClientCredentialsAuthProvider } from '../src/node/oauth-client-credentials-auth-provider-node.ts';

export const SECRET = 'planted-s3cret-value';
let clients = 0;

/** A provider of a client that no other test uses, with short waits. */
export function makeProvider(
  oauthUrl: string,
  options: Partial<OAuthClientCredentialsAuthProviderOptions> = {},
): OAuthClientCredentialsAuthProvider {
  clients += 1;
  return new OAuthClientCredentialsAuthProvider({
    oauthUrl,
    clientId: `client-${clients}`,
    clientSecret: SECRET,
    retryBaseDelayMs: 1,
    ...options,
  });
}

/** The token of the headers that a provider gives. */
export async function tokenOf(
  provider: { getHeaders(context?: object): unknown },
  context?: object,
): Promise<string | undefined> {
  const headers = (await provider.getHeaders(context)) as Record<string, string>;
  return headers.Authorization?.replace(/^Bearer /, '');
}

/** Lets all that is ready run, and what that makes ready. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
