import type { AuthHeaders } from './auth-provider.ts';

/** Whether credentials are those of a call, whose `headers` may hold more. */
export function areCredentialsOf(headers: AuthHeaders, credentials: AuthHeaders): boolean {
  return Object.keys(credentials).every((name) => credentials[name] === headers[name]);
}
