import { kindOf } from './assert-auth-headers.ts';
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
  if (typeof value === 'string' && HEADER_VALUE.test(value)) return value;
  const is =
    typeof value !== 'string'
      ? `is ${kindOf(value)}, and no text`
      : value === ''
        ? 'is empty'
        : 'holds a line break or another character that no header may hold';
  throw new AuthError(`${name} ${is}.`, { code });
}
