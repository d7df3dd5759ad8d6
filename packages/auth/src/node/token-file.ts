import type { StoredRefusal, StoredToken, TokenIdentity } from '../oauth/token-store.ts';

const VERSION = 1;

/** The content of a token's file. */
export function tokenFile(identity: TokenIdentity, token: StoredToken): string {
  return JSON.stringify({ version: VERSION, ...identity, ...token });
}

/** The token, or `undefined` when the content is cut off, of another version, or of another identity. */
export function parseTokenFile(text: string, identity: TokenIdentity): StoredToken | undefined {
  const content = parse(text, identity);
  if (content === undefined) return undefined;
  const { accessToken, requestedAtMs, expiresAtMs } = content;
  if (typeof accessToken !== 'string' || !/^[\x21-\x7e]+$/.test(accessToken)) return undefined;
  if (!isMoment(requestedAtMs) || !isMoment(expiresAtMs)) return undefined;
  return { accessToken, requestedAtMs, expiresAtMs };
}

/** The content of a refusal's file: it says why, since when and until when, for whoever looks into it. */
export function refusalFile(identity: TokenIdentity, refusal: StoredRefusal): string {
  return JSON.stringify({ version: VERSION, ...identity, ...refusal, createdAt: new Date().toISOString() });
}

/** The refusal, or `undefined` as for a token. */
export function parseRefusalFile(text: string, identity: TokenIdentity): StoredRefusal | undefined {
  const content = parse(text, identity);
  if (content === undefined || !isMoment(content.untilMs)) return undefined;
  const { error, errorDescription, status, untilMs } = content;
  return {
    error: typeof error === 'string' ? error : undefined,
    errorDescription: typeof errorDescription === 'string' ? errorDescription : undefined,
    status: typeof status === 'number' ? status : undefined,
    untilMs,
  };
}

function parse(text: string, identity: TokenIdentity): Record<string, unknown> | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // Cut off or overwritten by something else: as good as no file.
    return undefined;
  }
  if (typeof content !== 'object' || content === null) return undefined;
  const record = content as Record<string, unknown>;
  const fits =
    record.version === VERSION &&
    record.digest === identity.digest &&
    record.clientId === identity.clientId &&
    record.audience === identity.audience &&
    record.tokenAddress === identity.tokenAddress;
  return fits ? record : undefined;
}

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
