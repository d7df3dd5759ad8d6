import { HttpProblem } from '../http/http-problem.ts';

/**
 * Nobody is let in with this request.
 * @param challenge what the header `WWW-Authenticate` asks for
 */
export function unauthorized(detail: string, challenge: string): HttpProblem {
  return new HttpProblem(401, 'Unauthorized', detail, { 'www-authenticate': challenge });
}

/** What follows a scheme in the header `Authorization`; null if the header is missing or of another scheme. */
export function credentialsOf(authorization: string | null, scheme: string): string | null {
  const match = /^(\S+) +(\S+)$/.exec(authorization?.trim() ?? '');
  return match?.[1]?.toLowerCase() === scheme ? (match[2] ?? null) : null;
}
