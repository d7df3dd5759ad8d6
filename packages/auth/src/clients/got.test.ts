import got, { type Options } from 'got';
import { describe, expect, it } from 'vitest';
import { answerJson, startApiServer } from '../../test/api-server.ts';
import { describeClientContract, renewableProvider } from '../../test/client-contract.ts';
import { injectGotAuthHooks } from './got.ts';

describe('injectGotAuthHooks', () => {
  describeClientContract(async (provider, options, { url, method, body }) => {
    const base = { throwHttpErrors: false, retry: { limit: 0 } } as const;
    const client = got.extend(injectGotAuthHooks(base, provider, options));
    const response = await client(url, { method, ...(body === undefined ? {} : { body }) });
    return { status: response.statusCode, body: response.body };
  });

  it('returns a copy, and keeps and runs the hooks that are there', async () => {
    await using api = await startApiServer();
    const order: string[] = [];
    const given = {
      hooks: {
        beforeRequest: [
          (options: Pick<Options, 'headers'>) =>
            void order.push(`before ${String(options.headers.authorization)}`),
        ],
        afterResponse: [
          <Answer>(response: Answer): Answer => {
            order.push('after');
            return response;
          },
        ],
      },
    };
    const injected = injectGotAuthHooks(given, renewableProvider());
    expect(given.hooks.beforeRequest).toHaveLength(1);
    expect(injected.hooks.beforeRequest).toHaveLength(2);
    const client = got.extend(injected);
    await client(api.origin);
    await client(api.origin);
    expect(order).toEqual(['before undefined', 'after', 'before undefined', 'after']);
    expect(api.requests).toHaveLength(2);
  });

  it('does not hand credentials to another origin when got retries there', async () => {
    await using api = await startApiServer();
    await using other = await startApiServer();
    api.answer = (_request, response) => response.writeHead(302, { location: `${other.origin}/x` }).end();
    other.answer = (_request, response) => answerJson(response, other.requests.length < 3 ? 503 : 200, {});
    const retry = {
      limit: 3,
      backoffLimit: 1,
      calculateDelay: ({ computedValue }: { computedValue: number }) => computedValue && 1,
    };
    const client = got.extend(injectGotAuthHooks({ retry }, renewableProvider({ 'X-Key': 'k' })));
    await client(api.origin);
    expect(other.requests).toHaveLength(3);
    for (const { headers } of other.requests) {
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('x-key');
    }
  });

  it('gives credentials to each origin that the program itself calls', async () => {
    await using one = await startApiServer();
    await using two = await startApiServer();
    const client = got.extend(injectGotAuthHooks({}, renewableProvider()));
    await client(one.origin);
    await client(two.origin);
    expect(one.requests[0]?.headers.authorization).toBe('Bearer token-0');
    expect(two.requests[0]?.headers.authorization).toBe('Bearer token-0');
  });
});
