import type { AuthContext, AuthProvider } from '@camunda/auth';
import type { CallRequest } from '../call-request.ts';
import { HttpError } from '../errors/http-error.ts';
import type { Policy } from '../policy.ts';

/** Puts the provider's headers on every attempt. After a 401, makes new ones and tries once more, once per call. */
export function authPolicy(provider: AuthProvider): Policy {
  return {
    name: 'auth',
    async handle(request, next) {
      await authenticate(provider, request, false);
      try {
        return await next(request);
      } catch (error) {
        if (!(HttpError.isInstance(error) && error.status === 401) || request.credentialsRefreshed)
          throw error;
        request.credentialsRefreshed = true;
        const changed = await authenticate(provider, request, true);
        if (!changed) throw error;
        return next(request);
      }
    },
  };
}

/** @returns whether a header differs from before */
async function authenticate(
  provider: AuthProvider,
  request: CallRequest,
  forceRefresh: boolean,
): Promise<boolean> {
  request.scope.throwIfCancelled();
  const context: AuthContext = {
    get signal() {
      return request.signal;
    },
    forceRefresh,
    url: request.url,
  };
  const given = provider.getHeaders(context);
  const headers = given instanceof Promise ? await given : given;
  let changed = false;
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    changed ||= request.headers[key] !== value;
    request.headers[key] = value;
  }
  return changed;
}
