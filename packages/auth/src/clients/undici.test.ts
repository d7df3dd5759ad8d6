import { Readable } from 'node:stream';
import { Agent, Client, fetch, interceptors, request } from 'undici';
import { describe, expect, it } from 'vitest';
import { acceptOnly, answerJson, startApiServer } from '../../test/api-server.ts';
import { describeClientContract, renewableProvider } from '../../test/client-contract.ts';
import type { AuthProvider } from '../auth-provider.ts';
import { type AuthInterceptorOptions, createAuthInterceptor } from './undici.ts';

const redirect = interceptors.redirect({ maxRedirections: 5 });

describe('createAuthInterceptor', () => {
  describe('outside of a redirect interceptor', () => {
    describeClientContract((provider, options, call) =>
      sendWith(new Agent().compose(redirect, createAuthInterceptor(provider, options)), call),
    );
  });

  describe('inside of a redirect interceptor', () => {
    describeClientContract((provider, options, call) =>
      sendWith(new Agent().compose(createAuthInterceptor(provider, options), redirect), call),
    );
  });

  // Here, fetch turns every body into a stream before the interceptor sees it.
  describe('below fetch', () => {
    describeClientContract(
      async (provider, options, { url, method, body }) => {
        const agent = new Agent();
        const dispatcher = agent.compose(createAuthInterceptor(provider, options));
        const response = await fetch(url, { method, body: body ?? null, dispatcher });
        return { status: response.status, body: await response.text() };
      },
      { canRepeatBody: false },
    );
  });

  it('knows the origin of a client', async () => {
    await using api = await startApiServer();
    const client = new Client(api.origin);
    const dispatcher = client.compose(createAuthInterceptor(renewableProvider(), { origins: [api.origin] }));
    await (await dispatcher.request({ path: '/a', method: 'GET' })).body.dump();
    await client.close();
    expect(api.requests[0]?.headers.authorization).toBe('Bearer token-0');
  });

  it.each([
    ['an object', { 'x-a': '1', Authorization: 'old' }],
    ['a flat list', ['x-a', '1', 'authorization', 'old']],
    [
      'pairs',
      [
        ['x-a', '1'],
        ['authorization', 'old'],
      ],
    ],
    [
      'a Map',
      new Map([
        ['x-a', '1'],
        ['authorization', 'old'],
      ]),
    ],
  ])('takes headers as %s, and replaces those of the same name', async (_form, headers) => {
    await using api = await startApiServer();
    const agent = new Agent();
    const dispatcher = agent.compose(createAuthInterceptor(renewableProvider(), { origins: [api.origin] }));
    await (await request(api.origin, { dispatcher, headers: headers as never })).body.dump();
    await agent.close();
    expect(api.requests[0]?.headers).toMatchObject({ 'x-a': '1', authorization: 'Bearer token-0' });
  });

  it('does not send a stream a second time', async () => {
    await using api = await startApiServer();
    acceptOnly(api, 'token-1');
    const agent = new Agent();
    const dispatcher = agent.compose(createAuthInterceptor(renewableProvider(), { origins: [api.origin] }));
    const answer = await request(api.origin, { dispatcher, method: 'POST', body: Readable.from(['a']) });
    expect(answer.statusCode).toBe(401);
    expect(await answer.body.json()).toEqual({ accepted: false });
    await agent.close();
  });

  it('fails a call whose renewal fails, rather than hanging', async () => {
    await using api = await startApiServer();
    api.answer = (_request, response) => answerJson(response, 401, {});
    const provider: AuthProvider = {
      getHeaders: (context) =>
        context?.forceRefresh ? Promise.reject(new Error('refused for good')) : { Authorization: 'Bearer a' },
    };
    const agent = new Agent();
    const dispatcher = agent.compose(createAuthInterceptor(provider, { origins: [api.origin] }));
    await expect(request(api.origin, { dispatcher })).rejects.toThrow('refused for good');
    await agent.close();
  });

  it('needs to be told the origins', () => {
    expect(() => createAuthInterceptor(renewableProvider(), {} as AuthInterceptorOptions)).toThrow(
      'needs origins',
    );
    expect(() => createAuthInterceptor(renewableProvider(), { origins: [] })).toThrow(TypeError);
  });
});

async function sendWith(
  dispatcher: InstanceType<typeof Agent> | ReturnType<Agent['compose']>,
  { url, method, body }: { url: string; method: 'GET' | 'POST'; body?: string },
): Promise<{ status: number; body: string }> {
  const answer = await request(url, { dispatcher, method, body: body ?? null });
  return { status: answer.statusCode, body: await answer.body.text() };
}
