import { Readable } from 'node:stream';
import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { acceptOnly, startApiServer } from '../../test/api-server.ts';
import { describeClientContract, renewableProvider } from '../../test/client-contract.ts';
import { addAuthInterceptors } from './axios.ts';

const everyStatus = { validateStatus: null };

describe('addAuthInterceptors', () => {
  describeClientContract(async (provider, options, { url, method, body }) => {
    const client = axios.create({ ...everyStatus, proxy: false });
    addAuthInterceptors(client, provider, options);
    const { status, data } = await client.request<string>({ url, method, data: body, responseType: 'text' });
    return { status, body: data };
  });

  it('keeps axios rejecting, with its own error', async () => {
    await using api = await startApiServer();
    acceptOnly(api, 'none');
    const client = axios.create({ proxy: false });
    addAuthInterceptors(client, renewableProvider());
    const error: unknown = await client.get(api.origin).catch((caught: unknown) => caught);
    expect(axios.isAxiosError(error) && error.response?.status).toBe(401);
    expect(api.requests).toHaveLength(2);
  });

  it('renews for an error answer, too, and resolves base addresses', async () => {
    await using api = await startApiServer();
    acceptOnly(api, 'token-1');
    const client = axios.create({ baseURL: `${api.origin}/v2`, proxy: false });
    addAuthInterceptors(client, renewableProvider(), { origins: [api.origin] });
    expect((await client.post('/things', { a: 1 })).data).toEqual({ accepted: true });
    expect(api.requests.map(({ path, body }) => [path, body])).toEqual([
      ['/v2/things', '{"a":1}'],
      ['/v2/things', '{"a":1}'],
    ]);
  });

  it('does not send a stream a second time', async () => {
    await using api = await startApiServer();
    acceptOnly(api, 'token-1');
    const client = axios.create({ ...everyStatus, proxy: false });
    addAuthInterceptors(client, renewableProvider());
    expect((await client.post(api.origin, Readable.from(['a']))).status).toBe(401);
    expect(api.requests).toHaveLength(1);
  });

  it('keeps a beforeRedirect that is there', async () => {
    await using api = await startApiServer();
    api.answer = ({ path }, response) => {
      if (path === '/new') response.end();
      else response.writeHead(302, { location: '/new' }).end();
    };
    const seen: unknown[] = [];
    const client = axios.create({ proxy: false, beforeRedirect: (options) => void seen.push(options.path) });
    addAuthInterceptors(client, renewableProvider());
    await client.get(api.origin);
    expect(seen).toEqual(['/new']);
  });

  it('can be taken off again', async () => {
    await using api = await startApiServer();
    const client = axios.create({ proxy: false });
    addAuthInterceptors(client, renewableProvider())();
    await client.get(api.origin);
    expect(api.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('follows no redirect with unusual credentials where only the platform could follow it', async () => {
    await using api = await startApiServer();
    api.answer = (_request, response) => response.writeHead(302, { location: '/new' }).end();
    const client = axios.create({ adapter: 'fetch' });
    addAuthInterceptors(client, renewableProvider({ 'X-Key': 'k' }));
    await expect(client.get(api.origin)).rejects.toThrow();
    expect(api.requests).toHaveLength(1);
  });
});
