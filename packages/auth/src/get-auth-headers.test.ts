import { describe, expect, it } from 'vitest';
import type { AuthProvider } from './auth-provider.ts';
import { getAuthHeaders } from './get-auth-headers.ts';
import { NullAuthProvider } from './null-auth-provider.ts';

describe('getAuthHeaders', () => {
  it('takes providers that answer at once and those that take their time', async () => {
    expect(await getAuthHeaders({ getHeaders: () => ({ a: '1' }) })).toEqual({ a: '1' });
    expect(await getAuthHeaders({ getHeaders: async () => ({ a: '1' }) })).toEqual({ a: '1' });
    expect(await getAuthHeaders(new NullAuthProvider())).toEqual({});
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['Bearer planted', 'a string'],
    [['Authorization', 'planted'], 'an object of class Array'],
    [new Headers({ a: 'planted' }), 'an object of class Headers'],
    [new Map(), 'an object of class Map'],
    [{ Authorization: 42 }, 'the header "Authorization" is a number'],
    [{ Authorization: undefined }, 'the header "Authorization" is undefined'],
  ])('says what came back when it is %o, and never shows it', async (headers, words) => {
    const asking = getAuthHeaders({ getHeaders: () => headers as never });
    await expect(asking).rejects.toThrow(TypeError);
    await expect(asking).rejects.toThrow(words);
    await expect(asking).rejects.not.toThrow('planted');
  });

  it.each([undefined, null, 'token', {}])('says that %o is no provider', async (provider) => {
    await expect(getAuthHeaders(provider as unknown as AuthProvider)).rejects.toThrow(
      'must have a method getHeaders()',
    );
  });

  it.each([
    ['http://api.example/v2', false],
    ['http://10.0.0.7/v2', false],
    ['http://127.0.0.1.example/v2', false],
    ['http://localhost.example/v2', false],
    ['ws://localhost/v2', false],
    ['https://api.example/v2', true],
    ['http://localhost:8080/v2', true],
    ['http://camunda.localhost/v2', true],
    ['http://127.0.0.1:8080/v2', true],
    ['http://127.8.9.10/v2', true],
    ['http://[::1]:8080/v2', true],
  ])('lets credentials travel to %s: %j', async (url, allowed) => {
    const provider = { getHeaders: () => ({ a: '1' }) };
    const asking = getAuthHeaders(provider, { url });
    if (allowed) expect(await asking).toEqual({ a: '1' });
    else await expect(asking).rejects.toMatchObject({ code: 'AUTH_INSECURE_HTTP' });
    const loud = await getAuthHeaders(provider, { url, dangerouslySendCredentialsOverHttp: true });
    expect(loud).toEqual({ a: '1' });
    expect(await getAuthHeaders(new NullAuthProvider(), { url })).toEqual({});
  });
});
