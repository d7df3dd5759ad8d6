import {
  type AuthContext,
  type AuthHeaders,
  type AuthProvider,
  assertAuthHeaders,
  assertSecureAddress,
} from '@camunda/auth';
import type { CallRequest } from '../call-request.ts';
import type { CredentialHeaders } from '../credential-headers.ts';
import { HttpError } from '../errors/http-error.ts';
import type { Policy } from '../policy.ts';
import type { GivenCredentials } from '../short-way.ts';
import type { EventBus } from '../telemetry/event-bus.ts';

/** What {@link authPolicy} works with. */
export interface AuthPolicyOptions {
  /** @default none: calls carry no credentials */
  readonly provider: AuthProvider | undefined;
  readonly events: Pick<EventBus, 'tell'>;
  /** Told which headers carry credentials. @default nobody is told */
  readonly credentialHeaders?: CredentialHeaders | undefined;
  /** Where all calls go. */
  readonly base: string;
  /** The setting that `base` came from, for messages. */
  readonly addressSetting: string | undefined;
  /** Lets credentials travel in clear text to other machines. */
  readonly dangerouslySendCredentialsOverHttp: boolean;
}

/**
 * Puts the provider's headers on every attempt. After a 401, asks for new ones and tries once more, once per call. Credentials go over
 * plain `http:` to this same machine only; a call that would send them elsewhere rejects with an `AuthError`, and nothing is sent.
 */
export function authPolicy(options: AuthPolicyOptions): Policy {
  const { provider, events } = options;
  if (provider === undefined) return { name: 'auth', handle: (request, next) => next(request) };
  const check = headerCheck(options);
  return {
    name: 'auth',
    async handle(request, next) {
      const given = takeGiven(request) ?? provider.getHeaders(new CallAuthContext(request, undefined));
      const headers = check(given instanceof Promise ? await given : given);
      putHeaders(request, headers);
      try {
        return await next(request);
      } catch (error) {
        if (
          !(HttpError.isInstance(error) && error.status === 401) ||
          request.credentialsRefreshed ||
          !request.canBeSent
        )
          throw error;
        request.credentialsRefreshed = true;
        const renewed = check(await provider.getHeaders(new CallAuthContext(request, headers)));
        const changed = putHeaders(request, renewed);
        events.tell(request, 'auth', () => ({ type: 'auth', changed }));
        if (!changed) throw error;
        return next(request);
      }
    },
  };
}

/** What the provider gave for a call whose first attempt was made, or begun, before it came here. */
function takeGiven(request: CallRequest): GivenCredentials | undefined {
  const { givenCredentials } = request;
  request.givenCredentials = undefined;
  return givenCredentials;
}

/** Asks the provider for headers ahead of the policy; `undefined` where it, or the check of what it gave, refuses. */
export function askAhead(
  options: AuthPolicyOptions,
): ((url: string) => GivenCredentials | undefined) | undefined {
  const { provider } = options;
  if (provider === undefined) return undefined;
  const check = headerCheck(options);
  return (url) => {
    try {
      const given = provider.getHeaders({ url });
      return given instanceof Promise ? given : check(given);
    } catch {
      // The policy asks again, and hears of the failure.
      return undefined;
    }
  };
}

/** Checks what a provider gave. The address is the same for all calls, so it is judged once. */
function headerCheck(options: AuthPolicyOptions): (headers: unknown) => AuthHeaders {
  const { base, addressSetting: name, dangerouslySendCredentialsOverHttp, credentialHeaders } = options;
  let addressIsSecure = false;
  return (headers) => {
    assertAuthHeaders(headers);
    credentialHeaders?.learn(headers);
    if (!addressIsSecure && Object.keys(headers).length > 0) {
      assertSecureAddress(base, { name, dangerouslySendCredentialsOverHttp });
      addressIsSecure = true;
    }
    return headers;
  };
}

/** Makes the signal only when the provider looks at it: most have the headers at hand. */
class CallAuthContext implements AuthContext {
  readonly refusedHeaders: AuthHeaders | undefined;
  readonly #request: CallRequest;

  constructor(request: CallRequest, refusedHeaders: AuthHeaders | undefined) {
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
    request.carriesCredentials = true;
    const key = name.toLowerCase();
    changed ||= request.headers[key] !== value;
    request.headers[key] = value;
  }
  return changed;
}
