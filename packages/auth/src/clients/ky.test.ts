import ky, { type Options } from 'ky';
import { describe, expect, it, vi } from 'vitest';
import { answerJson, startApiServer } from '../../test/api-server.ts';
import { describeClientContract, renewableProvider } from '../../test/client-contract.ts';
import { BearerAuthProvider } from '../bearer-auth-provider.ts';
import { injectAuthEventHooks } from './ky.ts';

describe('injectAuthEventHooks', () => {
  describeClientContract(async (provider, options, { url, method, body }) => {
    const api = ky.create(injectAuthEventHooks<Options>({ throwHttpErrors: false }, provider, options));
    const response = await api(url, { method, ...(body === undefined ? {} : { body }) });
    return { status: response.status, body: await response.text() };
  });

  it('returns a copy, and keeps and runs the hooks that are there', async () => {
    await using api = await startApiServer();
    const order: string[] = [];
    const given = {
      retry: 0,
      hooks: {
        beforeRequest: [() => void order.push('before')],
        afterResponse: [() => void order.push('after')],
        beforeError: [({ error }: { error: Error }) => error],
      },
    } satisfies Options;
    const before = structuredClone(Object.keys(given.hooks));
    const injected = injectAuthEventHooks<Options>(given, renewableProvider());
    expect(injected).not.toBe(given);
    expect(Object.keys(given.hooks)).toEqual(before);
    expect(given.hooks.beforeRequest).toHaveLength(1);
    expect(injected.hooks?.beforeRequest).toHaveLength(2);
    expect(injected.hooks?.beforeError).toBe(given.hooks.beforeError);
    expect(injected.retry).toBe(0);
    await ky(api.origin, injected);
    expect(order).toEqual(['before', 'after']);
  });

  it('works without options, and keeps a fetch that is there', async () => {
    await using api = await startApiServer();
    await ky.create(injectAuthEventHooks(undefined, renewableProvider()) as Options)(api.origin);
    const fetch = vi.fn(globalThis.fetch);
    await ky.create(injectAuthEventHooks<Options>({ fetch }, renewableProvider()))(api.origin);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-0',
      'Bearer token-0',
    ]);
  });

  it('asks for headers anew for each retry', async () => {
    await using api = await startApiServer();
    let number = 0;
    const provider = new BearerAuthProvider({ token: () => `t${++number}` });
    api.answer = (_request, response) => answerJson(response, api.requests.length < 3 ? 503 : 200, {});
    await ky.create(injectAuthEventHooks<Options>({ retry: { limit: 3, delay: () => 1 } }, provider))(
      api.origin,
    );
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer t1',
      'Bearer t2',
      'Bearer t3',
    ]);
  });

  it('shows the beginning of an error at trace, and leaves the body to the caller', async () => {
    await using api = await startApiServer();
    api.answer = (_request, response) => response.writeHead(404).end('x'.repeat(5000));
    const trace = vi.fn();
    const logger = { trace, debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const options = injectAuthEventHooks<Options>({ throwHttpErrors: false }, renewableProvider(), {
      logger,
    });
    expect(await ky(`${api.origin}/v2/x?q=1`, options).text()).toHaveLength(5000);
    await vi.waitFor(() => expect(trace).toHaveBeenCalledTimes(1));
    expect(trace.mock.calls[0]?.[0]).toBe(`GET ${api.origin}/v2/x answered 404: ${'x'.repeat(500)}`);
  });

  it('refuses hooks that are not lists', () => {
    const options = { hooks: { beforeRequest: 'hook' } };
    expect(() => injectAuthEventHooks(options, renewableProvider())).toThrow(TypeError);
  });
});
