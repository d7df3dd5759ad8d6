import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  discoveryRequest,
  OperationProcessingError,
  PARSE_ERROR,
  processClientCredentialsResponse,
  processDiscoveryResponse,
  TlsClientAuth,
} from 'oauth4webapi';
import { assertSecureAddress } from '../assert-secure-address.ts';
import { AuthError } from '../auth-error.ts';
import { ClockOffset } from './clock-offset.ts';
import type { IssuedToken } from './held-token.ts';
import { momentNow } from './moment.ts';
import type { SignAssertions } from './oauth-parts.ts';
import type { ResolvedOAuthOptions } from './resolve-oauth-options.ts';
import { answerBrokeOff, failureOfException, failureOfResponse, notAToken } from './token-failure.ts';
import { tokenLifetime } from './token-lifetime.ts';

const MATERIAL_OFFSET_MS = 5_000;
const DISCOVERY_LIFETIME_MS = 3_600_000;

/** Asks one identity provider for tokens of one client: one attempt each time. */
export class TokenEndpoint {
  readonly #options: ResolvedOAuthOptions;
  readonly #signAssertions: SignAssertions | undefined;
  readonly #offset: ClockOffset;
  #authentication: Promise<ClientAuth> | undefined;
  #discovered: { readonly server: AuthorizationServer; readonly atMs: number } | undefined;

  /** @param signAssertions what `private_key_jwt` needs, where the runtime has it */
  constructor(options: ResolvedOAuthOptions, signAssertions: SignAssertions | undefined) {
    this.#options = options;
    this.#signAssertions = signAssertions;
    this.#offset = new ClockOffset(options.clock);
  }

  /** @throws AuthError for every failure, with `isRetryable` */
  async request(signal: AbortSignal): Promise<IssuedToken> {
    const offsetBefore = this.#offset.ms;
    try {
      return await this.#attempt(signal);
    } catch (error) {
      // An assertion that was dated by a wrong clock is refused; the refusal's own date says how wrong it was.
      const isAssertion = this.#options.clientAuthentication.method === 'private_key_jwt';
      const drift = Math.abs(this.#offset.ms - offsetBefore);
      if (!isAssertion || drift < MATERIAL_OFFSET_MS || !isRefusal(error)) throw error;
      return await this.#attempt(signal);
    }
  }

  async #attempt(signal: AbortSignal): Promise<IssuedToken> {
    const options = this.#options;
    const timeout = new AbortController();
    const timer = options.clock.setTimeout(() => timeout.abort(new Error('timeout')), options.timeoutMs);
    try {
      return await this.#exchange(AbortSignal.any([signal, timeout.signal]));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw AuthError.isInstance(error) ? error : failureOfException(error, options, timeout.signal.aborted);
    } finally {
      options.clock.clearTimeout(timer);
    }
  }

  async #exchange(signal: AbortSignal): Promise<IssuedToken> {
    const options = this.#options;
    const server = await this.#server(signal);
    this.#authentication ??= this.#createAuthentication();
    const authentication = await this.#authentication;
    const client: Client = {
      client_id: options.clientId,
      use_mtls_endpoint_aliases: options.clientAuthentication.method === 'tls_client_auth',
    };
    const requestedAt = momentNow(options.clock);
    const response = await clientCredentialsGrantRequest(server, client, authentication, this.#parameters(), {
      ...this.#transport(signal),
    });
    this.#offset.learn(response.headers, requestedAt.wallMs);
    if (response.status !== 200) throw await failureOfResponse(response, options);
    try {
      const token = await processClientCredentialsResponse(server, client, response);
      if (token.token_type !== 'bearer') throw notAToken(options, `gave a ${token.token_type} token`, 200);
      const lifetimeMs = tokenLifetime(token, this.#offset.serverNow());
      return { accessToken: token.access_token, lifetimeMs, requestedAt };
    } catch (error) {
      signal.throwIfAborted();
      throw this.#malformed(error, response);
    }
  }

  /**
   * A body that breaks off may be whole next time; one that is whole and no token stays so. The library's errors are not passed
   * on as a cause: they hold the body, and with it perhaps a token.
   */
  #malformed(error: unknown, response: Response): AuthError {
    const { status } = response;
    if (AuthError.isInstance(error)) return error;
    if (error instanceof OperationProcessingError && error.code === PARSE_ERROR) {
      return answerBrokeOff(this.#options, status);
    }
    const type = response.headers.get('content-type') ?? 'an unknown content type';
    return notAToken(this.#options, `answered with ${type.slice(0, 100)} that holds no usable token`, status);
  }

  async #server(signal: AbortSignal): Promise<AuthorizationServer> {
    const { address, isIssuer, clock, allowInsecureHttp } = this.#options;
    if (!isIssuer) return { issuer: address.href, token_endpoint: address.href };
    if (this.#discovered !== undefined && clock.monotonic() - this.#discovered.atMs < DISCOVERY_LIFETIME_MS) {
      return this.#discovered.server;
    }
    const sentAtMs = clock.now();
    const response = await discoveryRequest(address, this.#transport(signal));
    this.#offset.learn(response.headers, sentAtMs);
    if (response.status !== 200) throw await failureOfResponse(response, this.#options);
    const server = await this.#processDiscovery(response);
    for (const endpoint of [server.token_endpoint, server.mtls_endpoint_aliases?.token_endpoint]) {
      if (endpoint === undefined) continue;
      assertSecureAddress(endpoint, {
        dangerouslySendCredentialsOverHttp: allowInsecureHttp,
        name: 'the token_endpoint that the issuer publishes',
      });
    }
    this.#discovered = { server, atMs: clock.monotonic() };
    return server;
  }

  async #processDiscovery(response: Response): Promise<AuthorizationServer> {
    const { address } = this.#options;
    try {
      return await processDiscoveryResponse(address, response);
    } catch (error) {
      if (!(error instanceof OperationProcessingError) || error.code === PARSE_ERROR) throw error;
      throw notAToken(
        this.#options,
        `published a configuration that is not that of ${address.href} (${error.message})`,
        200,
      );
    }
  }

  #createAuthentication(): Promise<ClientAuth> {
    const { clientAuthentication, clientSecret } = this.#options;
    const secret = clientSecret?.reveal() ?? '';
    switch (clientAuthentication.method) {
      case 'client_secret_post':
        return Promise.resolve(ClientSecretPost(secret));
      case 'client_secret_basic':
        return Promise.resolve(ClientSecretBasic(secret));
      case 'tls_client_auth':
        return Promise.resolve(TlsClientAuth());
      case 'private_key_jwt':
        if (this.#signAssertions !== undefined)
          return this.#signAssertions(clientAuthentication, this.#offset);
        throw new AuthError('private_key_jwt is not there in browsers.', { code: 'AUTH_OPTIONS_INVALID' });
    }
  }

  #parameters(): URLSearchParams {
    const { audience, scope, resources } = this.#options;
    const parameters = new URLSearchParams();
    if (audience !== undefined) parameters.set('audience', audience);
    if (scope !== undefined) parameters.set('scope', scope);
    for (const resource of resources) parameters.append('resource', resource);
    return parameters;
  }

  // Addresses were checked by our own, stricter rule, which also knows of loopback.
  #transport(signal: AbortSignal) {
    const { fetch } = this.#options;
    return {
      [customFetch]: (url: string, init: object) => fetch(url, init as RequestInit),
      [allowInsecureRequests]: true,
      signal,
    };
  }
}

function isRefusal(error: unknown): boolean {
  return AuthError.isInstance(error) && error.code === 'AUTH_REFUSED';
}
