import type { ResolvedOAuthOptions } from './resolve-oauth-options.ts';
import { TokenCycle } from './token-cycle.ts';
import { identityText } from './token-identity.ts';

interface SharedCycle {
  readonly options: ResolvedOAuthOptions;
  readonly cycle: TokenCycle;
}

const MOST_IDENTITIES = 1000;
const cycles = new Map<string, SharedCycle[]>();

/** The cycle of this identity in this process: two providers share one when they would get the same token. */
export function sharedTokenCycle(options: ResolvedOAuthOptions): TokenCycle {
  const text = identityText(options);
  const entries = cycles.get(text) ?? [];
  const found = entries.find((entry) => provesTheSame(entry.options, options));
  if (found !== undefined) return found.cycle;
  const cycle = new TokenCycle(options.clock);
  // A dropped cycle goes on serving the providers that hold it; only new ones make their own.
  const [oldest] = cycles.keys();
  if (oldest !== undefined && !cycles.has(text) && cycles.size >= MOST_IDENTITIES) cycles.delete(oldest);
  cycles.set(text, [...entries, { options, cycle }]);
  return cycle;
}

function provesTheSame(one: ResolvedOAuthOptions, other: ResolvedOAuthOptions): boolean {
  if (one.clock !== other.clock) return false;
  const [a, b] = [one.clientAuthentication, other.clientAuthentication];
  if (a.method === 'private_key_jwt' && b.method === 'private_key_jwt') {
    return a.privateKey === b.privateKey && a.keyId === b.keyId;
  }
  // The certificate belongs to the connection, which only the function that sends the request knows.
  if (a.method === 'tls_client_auth') return one.fetch === other.fetch;
  return one.clientSecret?.reveal() === other.clientSecret?.reveal();
}
