import ky, { type Options } from 'ky';
import { Request as UndiciRequest, fetch as undiciFetch } from 'undici';
import { describe, expect, it } from 'vitest';
import { startApiServer } from '../../test/api-server.ts';
import { describeClientContract, renewableProvider } from '../../test/client-contract.ts';
import { createAuthFetch } from './fetch.ts';
import { injectAuthEventHooks } from './ky.ts';

describe('createAuthFetch', () => {
  describeClientContract(async (provider, options, { url, method, body }) => {
    const response = await createAuthFetch(provider, options)(url, { method, body: body ?? null });
    return { status: response.status, body: await response.text() };
  });

  describe('with a Request', () => {
    describeClientContract(async (provider, options, { url, method, body }) => {
      const request = new Request(url, { method, body: body ?? null });
      const response = await createAuthFetch(provider, options)(request);
      return { status: response.status, body: await response.text() };
    });
  });

  describe('with the fetch of another library', () => {
    describeClientContract(async (provider, options, { url, method, body }) => {
      const fetch = undiciFetch as unknown as typeof globalThis.fetch;
      const response = await createAuthFetch(provider, { ...options, fetch })(url, {
        method,
        body: body ?? null,
      });
      return { status: response.status, body: await response.text() };
    });
  });

  describe('with the Request of another library', () => {
    describeClientContract(async (provider, options, { url, method, body }) => {
      const fetch = undiciFetch as unknown as typeof globalThis.fetch;
      const request = new UndiciRequest(url, { method, body: body ?? null }) as unknown as Request;
      const response = await createAuthFetch(provider, { ...options, fetch })(request);
      return { status: response.status, body: await response.text() };
    });
  });

  it('renews nothing for the 401 of another origin, which got no credentials', async () => {
    await using api = await startApiServer();
    await using other = await startApiServer();
    api.answer = (_request, response) => response.writeHead(302, { location: other.origin }).end();
    other.answer = (_request, response) => response.writeHead(401).end();
    const provider = renewableProvider();
    const viaKy = ky.create(injectAuthEventHooks<Options>({ throwHttpErrors: false }, provider));
    for (const send of [createAuthFetch(provider), viaKy]) {
      expect((await send(api.origin)).status).toBe(401);
    }
    expect(provider.renewals).toBe(0);
    expect(other.requests).toHaveLength(2);
  });

  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', 'text'],
    [308, 'PUT', 'PUT', 'text'],
  ])('follows a %i of a %s with a %s, as the platform does', async (status, method, expected, body) => {
    await using api = await startApiServer();
    await using other = await startApiServer();
    api.answer = (_request, response) =>
      response.writeHead(status, { location: `${other.origin}/new` }).end();
    for (const useRequest of [false, true]) {
      const init = { method, body: 'text', headers: { 'content-type': 'text/plain' } };
      const fetch = createAuthFetch(renewableProvider());
      const response = await (useRequest ? fetch(new Request(api.origin, init)) : fetch(api.origin, init));
      expect(response.status).toBe(200);
      expect(other.requests.at(-1)).toMatchObject({ method: expected, body, path: '/new' });
      expect('content-type' in (other.requests.at(-1)?.headers ?? {})).toBe(expected !== 'GET');
    }
  });

  it('ends a redirect that goes in circles', async () => {
    await using api = await startApiServer();
    api.answer = (_request, response) => response.writeHead(302, { location: '/' }).end();
    await expect(createAuthFetch(renewableProvider())(api.origin)).rejects.toThrow('More than 20 redirects');
  });

  it('leaves a redirect alone when told so', async () => {
    await using api = await startApiServer();
    api.answer = (_request, response) => response.writeHead(302, { location: '/new' }).end();
    const response = await createAuthFetch(renewableProvider())(api.origin, { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(api.requests).toHaveLength(1);
  });

  it('does not send a stream a second time', async () => {
    await using api = await startApiServer();
    api.answer = (_request, response) => response.writeHead(401).end();
    const provider = renewableProvider();
    const body = new Blob(['text']).stream();
    const response = await createAuthFetch(provider)(api.origin, {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(401);
    expect(provider.renewals).toBe(0);
  });

  it('fails closed where the platform hides where a redirect leads', async () => {
    const hidden = Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
    const fetch = createAuthFetch(renewableProvider(), { fetch: () => Promise.resolve(hidden) });
    await expect(fetch('https://api.example')).rejects.toMatchObject({ code: 'AUTH_REDIRECT_REFUSED' });
  });
});
