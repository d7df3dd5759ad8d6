import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { Secret } from '@camunda/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Certificates,
  makeCertificates,
  missingPrograms,
  startNginx,
  startSquid,
  startTinyproxy,
} from '../../test/external-programs.ts';
import { completeJob, createProcessInstance, getTopology } from '../../test/operations.ts';
import { startStubServer } from '../../test/stub-server.ts';
import { createFetch, createTransport, NetworkError, ValidationError } from '../index-node.ts';

const missing = missingPrograms('nginx', 'tinyproxy', 'openssl');
const withoutSquid = missingPrograms('squid', 'openssl');
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** What takes an acknowledgement the short way. */
const SHORT = { retry: false, callerStack: false, timeoutMs: 60_000 } as const;

describe.skipIf(missing !== undefined)('with certificates and proxies', () => {
  let certificates: Certificates;
  beforeAll(() => {
    certificates = makeCertificates();
  });
  afterAll(() => certificates.remove());

  async function tlsServer(verifyClient: boolean) {
    const upstream = await startStubServer(() => ({ body: { ok: true } }));
    const nginx = await startNginx({ certificates, upstreamPort: upstream.port, verifyClient });
    open.push(nginx, upstream);
    return { upstream, nginx, baseUrl: `https://localhost:${nginx.port}/v2` };
  }

  async function proxyServer(credentials?: string) {
    const proxy = await startTinyproxy(credentials === undefined ? {} : { credentials });
    open.push(proxy);
    return proxy;
  }

  function transportFor(options: Parameters<typeof createTransport>[0]) {
    const transport = createTransport({ retry: false, environment: {}, ...options });
    open.push(transport);
    return transport;
  }

  describe('TLS', () => {
    it('refuses an authority that nobody trusts, and says which setting helps', async () => {
      const { baseUrl, upstream } = await tlsServer(false);
      const error = await failure(transportFor({ baseUrl }).call(getTopology));
      expect(NetworkError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ outcomeUnknown: false, isRetryable: false });
      expect((error as Error).message).toContain('CAMUNDA_MTLS_CA_PATH');
      expect(upstream.requests).toHaveLength(0);
    });

    it('trusts an authority given as text or file, in options or configuration', async () => {
      const { baseUrl } = await tlsServer(false);
      const text = readFileSync(certificates.ca, 'utf8');
      for (const options of [
        { tls: { ca: text } },
        { tls: { caPath: certificates.ca } },
        { tls: { ca: [text], replaceSystemCa: true } },
        { configuration: { CAMUNDA_MTLS_CA: text } },
        { configuration: { CAMUNDA_MTLS_CA: text.trim().replaceAll('\n', '\\n') } },
        { configuration: { CAMUNDA_MTLS_CA_PATH: certificates.ca } },
      ]) {
        expect(await transportFor({ baseUrl, ...options }).call(getTopology)).toEqual({ ok: true });
      }
    });

    it('checks the name on the certificate', async () => {
      const { nginx } = await tlsServer(false);
      const transport = transportFor({
        baseUrl: `https://127.0.0.2:${nginx.port}/v2`,
        tls: { caPath: certificates.ca },
      });
      expect(NetworkError.isInstance(await failure(transport.call(getTopology)))).toBe(true);
    });

    it('shows the client certificate on every lane and to the token endpoint', async () => {
      const { baseUrl, upstream, nginx } = await tlsServer(true);
      const configuration = {
        CAMUNDA_REST_ADDRESS: baseUrl,
        CAMUNDA_MTLS_CA_PATH: certificates.ca,
        CAMUNDA_MTLS_CERT_PATH: certificates.clientCert,
        CAMUNDA_MTLS_KEY_PATH: certificates.clientKeyEncrypted,
        CAMUNDA_MTLS_KEY_PASSPHRASE: new Secret('open sesame'),
      };
      const transport = transportFor({ configuration });
      await transport.call(getTopology);
      await transport.call(completeJob, { path: { jobKey: '1' }, body: {} });
      await transport.call(completeJob, { path: { jobKey: '2' }, body: {} }, SHORT);
      const tokens = createFetch({ configuration, environment: {} });
      open.push(tokens);
      const answer = await tokens.fetch(`https://localhost:${nginx.port}/oauth/token`, {
        method: 'POST',
        body: 'a=b',
      });
      expect(answer.status).toBe(200);
      expect(upstream.requests.map((request) => [request.url, request.headers['x-client']])).toEqual([
        ['/v2/topology', 'CN=client'],
        ['/v2/jobs/1/completion', 'CN=client'],
        ['/v2/jobs/2/completion', 'CN=client'],
        ['/oauth/token', 'CN=client'],
      ]);
    });

    it('shows a client certificate that is in PKCS#12 form, as file or bytes', async () => {
      const { baseUrl, upstream } = await tlsServer(true);
      const { ca, clientPfx } = certificates;
      for (const tls of [
        { caPath: ca, pfxPath: clientPfx, passphrase: 'open sesame' },
        { caPath: ca, pfx: readFileSync(clientPfx), passphrase: new Secret('open sesame') },
      ])
        await transportFor({ baseUrl, tls }).call(getTopology);
      expect(upstream.requests.map(({ headers }) => headers['x-client'])).toEqual(['CN=client', 'CN=client']);
    });

    it('tells a PKCS#12 file that is too old from one that is none', () => {
      let pfxPath: string;
      try {
        pfxPath = certificates.makeOldPfx();
      } catch (error) {
        console.warn(`skipped: an old PKCS#12 file: openssl makes none here (${String(error)})`);
        return;
      }
      expect(() => createTransport({ tls: { pfxPath, passphrase: 'open sesame' } })).toThrow(
        /tls\.pfxPath is encrypted in an old way/,
      );
    });

    it('fails without a client certificate where one is asked for', async () => {
      const { baseUrl, upstream } = await tlsServer(true);
      const error = await failure(
        transportFor({ baseUrl, tls: { caPath: certificates.ca } }).call(getTopology),
      );
      expect(error).toMatchObject({ code: 'HTTP_ERROR', status: 400 });
      expect((error as Error).message).toContain('asks for a client certificate: set CAMUNDA_MTLS_CERT_PATH');
      expect(upstream.requests).toHaveLength(0);
    });

    it('says so when the other side speaks no TLS', async () => {
      const server = await startStubServer();
      open.push(server);
      const error = await failure(
        transportFor({ baseUrl: `https://localhost:${server.port}/v2` }).call(getTopology),
      );
      expect((error as Error).message).toContain('does not speak TLS');
    });

    it('fails at construction for whatever cannot be used', () => {
      const { clientCert, clientKey, clientKeyEncrypted, clientPfx, otherKey, ca, folder } = certificates;
      const garbage = join(folder, 'garbage');
      writeFileSync(garbage, 'no certificate');
      const cases = [
        [
          { caPath: '/nowhere/ca.pem' },
          /tls\.caPath names the file \/nowhere\/ca\.pem, which cannot be read/,
        ],
        [{ caPath: garbage }, /tls\.caPath holds no certificate/],
        [{ certPath: clientCert }, /tls\.certPath is given, but no key/],
        [{ keyPath: clientKey }, /tls\.keyPath is given, but no certificate/],
        [
          { certPath: clientCert, keyPath: otherKey },
          /tls\.keyPath does not match the certificate of tls\.certPath/,
        ],
        [{ certPath: clientCert, keyPath: clientKeyEncrypted }, /tls\.keyPath cannot be decrypted/],
        [
          { certPath: clientCert, keyPath: clientKeyEncrypted, passphrase: 'wrong' },
          /tls\.keyPath cannot be decrypted/,
        ],
        [{ certPath: clientCert, keyPath: ca }, /tls\.keyPath cannot be used/],
        [{ passphrase: 'x' }, /tls\.passphrase is given, but no key/],
        [
          { pfxPath: '/nowhere/client.pfx' },
          /tls\.pfxPath names the file \/nowhere\/client\.pfx, which cannot/,
        ],
        [{ pfxPath: clientPfx }, /tls\.pfxPath cannot be decrypted: the passphrase is wrong or missing/],
        [{ pfxPath: clientPfx, passphrase: 'wrong' }, /tls\.pfxPath cannot be decrypted/],
        [{ pfxPath: garbage }, /tls\.pfxPath holds no certificate with its key in PKCS#12 form/],
        [{ pfx: new Uint8Array() }, /tls\.pfx holds no certificate with its key/],
        [{ pfx: 'text' as never }, /tls\.pfx has to be bytes, not a string/],
        [
          { pfxPath: clientPfx, passphrase: 'open sesame', keyPath: clientKey },
          /tls\.pfxPath holds certificate and key: leave out tls\.keyPath/,
        ],
      ] as const;
      for (const [tls, message] of cases) {
        expect(() => createTransport({ tls })).toThrow(message);
        expect(() => createFetch({ tls })).toThrow(ValidationError);
      }
      const configuration = { CAMUNDA_MTLS_CA_PATH: '/nowhere/ca.pem' };
      expect(() => createTransport({ configuration })).toThrow(/CAMUNDA_MTLS_CA_PATH names the file/);
    });

    it('refuses certificates together with a fetch that would not use them', () => {
      const options = { tls: { caPath: certificates.ca }, fetch: globalThis.fetch };
      expect(() => createTransport(options)).toThrow(/cannot be used together with the option fetch/);
      const sender = {
        name: 'mine',
        send: () => Promise.reject(new Error('unused')),
        close: () => Promise.resolve(),
      };
      expect(() => createTransport({ tls: options.tls, sender })).toThrow(/the option sender/);
    });
  });

  describe('proxies', () => {
    it('goes through the proxy of the environment, in a tunnel for https', async () => {
      const { baseUrl, nginx } = await tlsServer(true);
      const proxy = await proxyServer();
      const transport = transportFor({
        baseUrl,
        environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
        tls: { caPath: certificates.ca, certPath: certificates.clientCert, keyPath: certificates.clientKey },
      });
      expect(await transport.call(getTopology)).toEqual({ ok: true });
      expect(proxy.log()).toContain(`CONNECT localhost:${nginx.port}`);
      const tunnels = (): number => proxy.log().split(`CONNECT localhost:${nginx.port}`).length;
      const before = tunnels();
      await transport.call(completeJob, { path: { jobKey: '1' }, body: {} }, SHORT);
      await expect.poll(tunnels).toBeGreaterThan(before);
    });

    it('goes through the proxy of the configuration for http, with user and password', async () => {
      const server = await startStubServer(() => ({ body: { ok: true } }));
      open.push(server);
      const proxy = await proxyServer('jane:pass-word');
      const configuration = {
        CAMUNDA_REST_ADDRESS: server.baseUrl,
        CAMUNDA_HTTP_PROXY: new Secret(`http://jane:pass%2Dword@127.0.0.1:${proxy.port}`),
        CAMUNDA_HTTPS_PROXY: undefined,
        CAMUNDA_NO_PROXY: [],
      };
      expect(await transportFor({ configuration }).call(getTopology)).toEqual({ ok: true });
      expect(proxy.log()).toContain('topology');
      expect(server.requests[0]?.headers['proxy-authorization']).toBeUndefined();
    });

    it('trusts the authority for a proxy that speaks TLS, too', async () => {
      const { baseUrl } = await tlsServer(false);
      const proxy = await proxyServer();
      const front = createTlsServer(
        { cert: readFileSync(certificates.serverCert), key: readFileSync(certificates.serverKey) },
        (socket) => {
          const onward = connect(proxy.port, '127.0.0.1');
          socket.pipe(onward).pipe(socket);
          socket.on('error', () => onward.destroy());
          onward.on('error', () => socket.destroy());
        },
      );
      await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
      open.push({ close: () => new Promise((resolve) => front.close(() => resolve())) });
      const port = (front.address() as AddressInfo).port;
      const transport = transportFor({
        baseUrl,
        proxy: `https://localhost:${port}`,
        tls: { caPath: certificates.ca },
      });
      expect(await transport.call(getTopology)).toEqual({ ok: true });
    });

    it('tells of a proxy that wants credentials, for tunnels and for http', async () => {
      const { baseUrl } = await tlsServer(false);
      const server = await startStubServer();
      open.push(server);
      const proxy = await proxyServer('jane:secret');
      const cases = [
        [baseUrl, 'jane:wrong@'],
        [baseUrl, ''],
        [server.baseUrl, ''],
      ] as const;
      for (const [address, credentials] of cases) {
        const transport = transportFor({
          baseUrl: address,
          proxy: `http://${credentials}127.0.0.1:${proxy.port}`,
        });
        const error = await failure(transport.call(createProcessInstance, { body: {} }));
        expect(error).toMatchObject({ code: 'NETWORK_ERROR', outcomeUnknown: false });
        expect((error as Error).message).toMatch(/proxy refused/);
        expect((error as Error).message).not.toMatch(/wrong/);
      }
      expect(server.requests).toHaveLength(0);
    });

    it('leaves out the proxy for NO_PROXY, and for proxy: false', async () => {
      const server = await startStubServer(() => ({ body: {} }));
      open.push(server);
      const dead = 'http://127.0.0.1:1';
      const direct = [
        { environment: { HTTP_PROXY: dead, NO_PROXY: 'example.org, 127.0.0.1' } },
        { environment: { http_proxy: dead, no_proxy: '127.0.0.0/8' } },
        { environment: { HTTP_PROXY: dead }, noProxy: [`127.0.0.1:${server.port}`] },
        { environment: { HTTP_PROXY: dead }, proxy: false as const },
      ];
      for (const options of direct)
        await transportFor({ baseUrl: server.baseUrl, ...options }).call(getTopology);
      expect(server.requests).toHaveLength(4);
      const proxied = transportFor({
        baseUrl: server.baseUrl,
        environment: { HTTP_PROXY: dead, NO_PROXY: '127.0.0.1:1' },
      });
      expect(await failure(proxied.call(getTopology))).toMatchObject({ systemCode: 'ECONNREFUSED' });
    });

    it('refuses an address that is none at construction, without showing it', () => {
      expect(() => createTransport({ proxy: 'ftp://user:hidden@host' })).toThrow(/^proxy has to be/);
      expect(() => createTransport({ environment: { HTTPS_PROXY: 'http://%%%' } })).toThrow(
        /^HTTPS_PROXY has to be/,
      );
    });
  });
});

describe.skipIf(withoutSquid !== undefined)('with squid as the proxy', () => {
  it('tunnels, forwards, and tells of what it refuses', async () => {
    const certificates = makeCertificates();
    const server = await startStubServer(() => ({ body: { ok: true } }));
    const secure = createHttpsServer(
      { cert: readFileSync(certificates.serverCert), key: readFileSync(certificates.serverKey) },
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
      },
    );
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const denied = await startStubServer();
    const squid = await startSquid(denied.port);
    const close = (): Promise<void> =>
      new Promise((resolve) => {
        secure.close(() => resolve());
        secure.closeAllConnections();
      });
    open.push(squid, server, denied, { close });
    const options = {
      proxy: `http://127.0.0.1:${squid.port}`,
      tls: { caPath: certificates.ca },
      retry: false,
    } as const;
    const through = (baseUrl: string) => {
      const transport = createTransport({ ...options, baseUrl, environment: {} });
      open.push(transport);
      return transport;
    };
    const tunnelled = through(`https://localhost:${(secure.address() as AddressInfo).port}/v2`);
    const calls = Array.from({ length: 50 }, () => tunnelled.call(getTopology));
    expect(new Set((await Promise.all(calls)).map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"ok":true}']),
    );
    expect(await through(server.baseUrl).call(getTopology)).toEqual({ ok: true });
    expect(server.requests[0]?.headers.via).toContain('squid');
    const refused = await failure(through(`https://localhost:${denied.port}/v2`).call(createProcessInstance));
    expect(refused).toMatchObject({ code: 'NETWORK_ERROR', outcomeUnknown: false });
    expect((refused as Error).message).toContain('the proxy refused');
    const page = await failure(through(denied.baseUrl).call(getTopology));
    expect((page as Error).message).toContain('Something in front of the cluster answered');
    expect(denied.requests).toHaveLength(0);
    certificates.remove();
  });
});
