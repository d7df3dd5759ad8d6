import type { CallRequest } from '../call-request.ts';
import { ValidationError } from './validation-error.ts';

/** What is no character of a header's value. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5 */
const FORBIDDEN = /[^\t\x20-\x7e\x80-\xff]/;

/** What an HTTP client refused a header for; without its value and without the client's words, for both may hold a secret. */
export function headerError(request: CallRequest): ValidationError | undefined {
  const found = Object.entries<unknown>(request.headers).find(
    ([, value]) => typeof value !== 'string' || FORBIDDEN.test(value),
  );
  if (found === undefined) return undefined;
  const [parameter] = found;
  const { operationId } = request.operation;
  return new ValidationError(
    `The header ${parameter} of ${operationId} has a value that cannot be sent: it has to be a text without line breaks and other control characters, in Latin-1`,
    { operationId, parameter, attempts: request.attempt },
  );
}
