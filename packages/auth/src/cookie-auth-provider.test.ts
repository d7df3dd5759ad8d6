import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { startApiServer } from '../test/api-server.ts';
import { CookieAuthProvider } from './cookie-auth-provider.ts';

const login = { username: 'demo', password: 'planted-pass' };

describe('CookieAuthProvider', () => {
  it('sends a cookie that exists', async () => {
    const provider = new CookieAuthProvider({ cookie: 'session=1' });
    expect(await provider.getHeaders()).toEqual({ Cookie: 'session=1' });
    expect(() => new CookieAuthProvider({ cookie: 'a\nb' })).toThrow('CAMUNDA_COOKIE');
  });

  it('logs in once for many calls, and again after a refusal', async () => {
    await using server = await startApiServer();
    server.answer = (_request, response) => {
      const number = server.requests.length;
      response
        .writeHead(204, {
          'set-cookie': [`session=s${number}; Path=/; HttpOnly`, 'other=o; Secure'],
          'x-csrf-token': `csrf${number}`,
        })
        .end();
    };
    await using provider = new CookieAuthProvider({ loginUrl: `${server.origin}/login`, ...login });
    const first = await Promise.all(Array.from({ length: 10 }, () => provider.getHeaders()));
    expect(first[9]).toEqual({ Cookie: 'session=s1; other=o', 'X-CSRF-TOKEN': 'csrf1' });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ path: '/login', body: 'username=demo&password=planted-pass' });
    expect(await provider.getHeaders({ forceRefresh: true, refusedHeaders: first[0] })).toMatchObject({
      Cookie: 'session=s2; other=o',
    });
    expect(await provider.getHeaders({ forceRefresh: true, refusedHeaders: first[1] })).toMatchObject({
      Cookie: 'session=s2; other=o',
    });
    expect(server.requests).toHaveLength(2);
  });

  it('takes the cookie from a redirect, and does not follow it', async () => {
    await using server = await startApiServer();
    server.answer = (_request, response) =>
      response.writeHead(302, { location: '/welcome', 'set-cookie': 'session=s' }).end();
    const provider = new CookieAuthProvider({ loginUrl: server.origin, ...login });
    expect(await provider.getHeaders()).toEqual({ Cookie: 'session=s' });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['401', 401, {}],
    ['a redirect to an error', 302, { location: '/login?error', 'set-cookie': 'session=anonymous' }],
  ])('fails at once and once when the login is refused with %s', async (_name, status, headers) => {
    await using server = await startApiServer();
    server.answer = (_request, response) => response.writeHead(status, headers).end();
    const provider = new CookieAuthProvider({ loginUrl: server.origin, ...login });
    for (let call = 0; call < 3; call += 1) {
      const error: unknown = await Promise.resolve(provider.getHeaders()).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'AUTH_REFUSED', clientId: 'demo' });
      expect(inspect(error, { depth: 9 })).toContain('CAMUNDA_COOKIE_AUTH_USERNAME');
      expect(inspect(error, { depth: 9 })).not.toContain('planted-pass');
    }
    expect(server.requests).toHaveLength(1);
  });

  it('fails when the answer sets no cookie', async () => {
    await using server = await startApiServer();
    const provider = new CookieAuthProvider({ loginUrl: server.origin, ...login });
    await expect(provider.getHeaders()).rejects.toMatchObject({ code: 'AUTH_RESPONSE_INVALID' });
  });

  it('does not send the password over plain http: to another machine', () => {
    const make = (): unknown => new CookieAuthProvider({ loginUrl: 'http://idp.example/login', ...login });
    expect(make).toThrow(expect.objectContaining({ code: 'AUTH_INSECURE_HTTP' }));
    for (const loginUrl of [`https//me:${login.password}@h`, 'https://me:other@h/login']) {
      expect(() => new CookieAuthProvider({ loginUrl, ...login })).toThrow(
        /loginUrl \(CAMUNDA_COOKIE_AUTH_URL\) must be an address \(URL\) without user name and password\.$/,
      );
    }
    expect(() => new CookieAuthProvider({ loginUrl: 'nowhere', ...login })).toThrow(
      'CAMUNDA_COOKIE_AUTH_URL',
    );
  });

  it.each([0, Number.NaN, 2 ** 31, '5000'])('refuses a time limit of %j', (timeoutMs) => {
    const options = { loginUrl: 'https://idp.example', ...login, timeoutMs: timeoutMs as number };
    const make = (): unknown => new CookieAuthProvider(options);
    expect(make).toThrow(`timeoutMs is ${timeoutMs}, but must be a number from 1 to 2147483647`);
  });

  it('refuses calls after close', async () => {
    const send = vi.fn();
    const provider = new CookieAuthProvider({ loginUrl: 'https://idp.example', ...login, fetch: send });
    provider.close();
    await expect(provider.getHeaders()).rejects.toMatchObject({ code: 'AUTH_PROVIDER_CLOSED' });
    expect(send).not.toHaveBeenCalled();
  });
});
