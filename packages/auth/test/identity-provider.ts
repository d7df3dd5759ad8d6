import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import Provider from 'oidc-provider';
import type { Certificates } from './certificates.ts';

/** The certified OpenID provider on loopback, with a few clients. */
export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** How many token requests came. */
  tokenRequests: number;
  /** What the provider itself says of a token that it issued. */
  describe(token: string, fetch?: typeof globalThis.fetch): Promise<Record<string, unknown>>;
}

/** What an identity provider is started with. */
export interface IdentityProviderOptions {
  readonly clients: readonly Record<string, unknown>[];
  /** Serves https: and asks for client certificates. */
  readonly certificates?: Certificates;
}

const INSPECTOR = { client_id: 'inspector', client_secret: 'inspector-secret' };

export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const { certificates } = options;
  let handle: RequestListener = () => undefined;
  const listener: RequestListener = (request, response) => {
    if (request.url === '/token') idp.tokenRequests += 1;
    handle(request, response);
  };
  const http =
    certificates === undefined
      ? createServer(listener)
      : createTlsServer(
          { ...certificates.server, ca: certificates.ca, requestCert: true, rejectUnauthorized: false },
          listener,
        );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const issuer = `${certificates === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  const provider = new Provider(issuer, configuration(options));
  handle = provider.callback();
  const idp: IdentityProvider = {
    issuer,
    tokenEndpoint: `${issuer}/token`,
    tokenRequests: 0,
    async describe(token, fetch = globalThis.fetch) {
      const body = new URLSearchParams({ token, ...INSPECTOR });
      const response = await fetch(`${issuer}/token/introspection`, { method: 'POST', body });
      return (await response.json()) as Record<string, unknown>;
    },
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return idp;
}

function configuration({ clients, certificates }: IdentityProviderOptions): Record<string, unknown> {
  const common = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
  const methods = ['client_secret_post', 'client_secret_basic', 'private_key_jwt', 'tls_client_auth'];
  return {
    clients: [...clients, INSPECTOR].map((client) => ({
      ...common,
      token_endpoint_auth_method: 'client_secret_post',
      ...client,
    })),
    clientAuthMethods: certificates === undefined ? methods.slice(0, 3) : methods,
    scopes: ['read', 'write'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context: unknown, resource: string) => ({
          scope: 'read write',
          audience: resource,
          accessTokenTTL: 120,
          accessTokenFormat: 'opaque',
        }),
      },
      ...(certificates === undefined ? {} : { mTLS: mutualTls }),
    },
  };
}

interface Context {
  readonly req: IncomingMessage & { readonly socket: TLSSocket };
}

const mutualTls = {
  enabled: true,
  tlsClientAuth: true,
  certificateBoundAccessTokens: false,
  getCertificate: ({ req }: Context) => req.socket.getPeerX509Certificate()?.toString(),
  certificateAuthorized: ({ req }: Context) => req.socket.authorized,
  certificateSubjectMatches: ({ req }: Context, property: string, expected: string) =>
    property === 'tls_client_auth_subject_dn' && req.socket.getPeerX509Certificate()?.subject === expected,
};
