import type { AuthContext, AuthHeaders, AuthProvider } from '@camunda/auth';
import type { CallRequest } from '../call-request.ts';
import { HttpError } from '../errors/http-error.ts';
import type { Policy } from '../policy.ts';
import type { EventBus } from '../telemetry/event-bus.ts';

/**
 * Puts the provider's headers on every attempt. After a 401, asks for new ones and tries once more, once per call. Without a provider,
 * calls carry no credentials.
 */
export function authPolicy(provider: AuthProvider | undefined, events: Pick<EventBus, 'tell'>): Policy {
  if (provider === undefined) return { name: 'auth', handle: (request, next) => next(request) };
  return {
    name: 'auth',
    async handle(request, next) {
      const given = provider.getHeaders(new CallAuthContext(request, undefined));
      const headers = given instanceof Promise ? await given : given;
      putHeaders(request, headers);
      try {
        return await next(request);
      } catch (error) {
        if (!(HttpError.isInstance(error) && error.status === 401) || request.credentialsRefreshed)
          throw error;
        request.credentialsRefreshed = true;
        const changed = putHeaders(request, await provider.getHeaders(new CallAuthContext(request, headers)));
        events.tell(request, 'auth', () => ({ type: 'auth', changed }));
        if (!changed) throw error;
        return next(request);
      }
    },
  };
}

/** Makes the signal only when the provider looks at it: most have the headers at hand. */
class CallAuthContext implements AuthContext {
  readonly refusedHeaders: AuthHeaders | undefined;
  readonly #request: CallRequest;

  constructor(request: CallRequest, refusedHeaders: AuthHeaders | undefined) {
    request.scope.throwIfCancelled();
    this.#request = request;
    this.refusedHeaders = refusedHeaders;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  get forceRefresh(): boolean {
    return this.refusedHeaders !== undefined;
  }

  get url(): string {
    return this.#request.url;
  }
}

/** @returns whether a header differs from before */
function putHeaders(request: CallRequest, headers: AuthHeaders): boolean {
  let changed = false;
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    changed ||= request.headers[key] !== value;
    request.headers[key] = value;
  }
  return changed;
}
