import { ValidationError } from './errors/validation-error.ts';

/** Where `createTransport` looks for a cluster when nothing says where it is. */
export const DEFAULT_BASE_URL = 'http://localhost:8080/v2';

/**
 * Checks a base address and takes the slash off its end.
 *
 * @param parameter the option or setting it came from, for the error
 * @throws {ValidationError} it is no http or https address, or has a query, a fragment or credentials
 */
export function parseBaseUrl(
  value: string | URL,
  parameter: string,
): { readonly base: string; readonly origin: string } {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw refuse(parameter, 'has to be an http:// or https:// address, such as http://localhost:8080/v2');
  }
  if (url.username !== '' || url.password !== '') {
    throw refuse(parameter, 'must not hold a user or password: authentication has settings of its own');
  }
  if (url.search !== '' || url.hash !== '') throw refuse(parameter, 'must not have a query or a fragment');
  return { base: url.href.replace(/\/+$/, ''), origin: url.origin };
}

function refuse(parameter: string, what: string): ValidationError {
  return new ValidationError(`${parameter} ${what}`, { operationId: 'createTransport', parameter });
}
