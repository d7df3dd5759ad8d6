import type { Secret } from '@camunda/core';

/** Whose secret must not be shown. */
export interface SecretHolder {
  readonly clientId: string;
  readonly clientSecret: Secret | undefined;
}

const MASK = '[secret]';
// Shorter ones are found in every sentence.
const LEAST_CHARACTERS = 4;
const SIGNED_TOKEN = /\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g;

/** A text without the secret, in any of the forms in which it is sent, and without signed tokens and assertions. */
export function maskSecret(text: string, { clientId, clientSecret }: SecretHolder): string {
  const secret = clientSecret?.reveal() ?? '';
  let masked = text.replace(SIGNED_TOKEN, MASK);
  if (secret.length < LEAST_CHARACTERS) return masked;
  const pairs = [`${clientId}:${secret}`, `${inForm(clientId)}:${inForm(secret)}`];
  const forms = [...pairs.map(base64), base64(secret), inForm(secret), encodeURIComponent(secret), secret];
  for (const form of [...forms, JSON.stringify(secret).slice(1, -1)]) masked = masked.replaceAll(form, MASK);
  return masked;
}

function inForm(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

function base64(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte));
  return btoa(bytes.join('')).replace(/=+$/, '');
}

const DEEPEST_CAUSE = 5;

/**
 * An error that can stand as the cause of another: name, code, message and stack, and the same of its own cause. Libraries keep
 * whole requests in their errors, and with them the secret.
 */
export function withoutSecrets(cause: unknown, holder: SecretHolder, depth = 0): unknown {
  if (typeof cause === 'string') return maskSecret(cause, holder);
  if (!(cause instanceof Error)) return undefined;
  const inner = depth < DEEPEST_CAUSE ? withoutSecrets(cause.cause, holder, depth + 1) : undefined;
  const copy = new Error(
    maskSecret(cause.message, holder),
    inner === undefined ? undefined : { cause: inner },
  );
  const code: unknown = Reflect.get(cause, 'code');
  Object.defineProperties(copy, {
    name: { value: cause.name, configurable: true, writable: true },
    stack: { value: maskSecret(String(cause.stack), holder), configurable: true, writable: true },
    ...(typeof code === 'string' ? { code: { value: code, enumerable: true } } : {}),
  });
  return copy;
}
