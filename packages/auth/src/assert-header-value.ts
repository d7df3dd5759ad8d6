import { AuthError, type AuthErrorCode } from './auth-error.ts';

// Visible characters, spaces and tabs: a line break in a header value would start another header.
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]+$/;

/**
 * Checks that `value` can stand in a header, and gives it back. The value itself is never part of the message.
 *
 * @throws AuthError with `code`
 */
export function assertHeaderValue(
  name: string,
  value: unknown,
  code: AuthErrorCode = 'AUTH_OPTIONS_INVALID',
): string {
  if (typeof value !== 'string') {
    throw new AuthError(
      `${name} must be a text, but it is ${value === null ? 'null' : `of type ${typeof value}`}.`,
      {
        code,
      },
    );
  }
  if (value === '') throw new AuthError(`${name} is empty.`, { code });
  if (HEADER_VALUE.test(value)) return value;
  throw new AuthError(`${name} holds a line break or another character that no HTTP header may hold.`, {
    code,
  });
}
