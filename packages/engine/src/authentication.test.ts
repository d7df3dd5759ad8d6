import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TestEngine } from '../test/test-engine.ts';
import type { AuthenticationOption } from './auth/authentication-option.ts';
import { createEngine } from './create-engine.ts';
import { startEngine } from './start-engine.ts';

const basic = (name: string, password: string) =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
const users = [{ username: 'ann', password: 'p:ß', name: 'Ann', email: 'ann@example.org' }];

function calling(engine: TestEngine, authorization?: string) {
  return async (method: string, path: string, body?: object) => {
    const response = await engine.fetch(`http://engine${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    });
    const text = await response.text();
    const challenge = response.headers.get('www-authenticate');
    return { status: response.status, challenge, body: text === '' ? undefined : JSON.parse(text) };
  };
}

describe('basic authentication', () => {
  const authentication: AuthenticationOption = { type: 'basic', users };

  it.each([
    undefined,
    'Bearer abc',
    'Basic',
    'Basic !!!',
    'Basic YW5u',
    basic('ann', 's3cret'),
    basic('bob', 'p:ß'),
    basic('__proto__', ''),
  ])('keeps out %s', async (authorization) => {
    const engine = new TestEngine({ authentication });
    const call = calling(engine, authorization);
    for (const path of ['/v2/topology', '/v2/nowhere', '/cluster/v2/topology']) {
      const { status, challenge, body } = await call('GET', path);
      expect(body).toMatchObject({ type: 'about:blank', title: 'Unauthorized', status: 401, instance: path });
      expect([status, challenge]).toEqual([401, 'Basic realm="camunda", charset="UTF-8"']);
      expect(JSON.stringify(body)).not.toContain('s3cret');
    }
    for (const path of ['/v2/status', '/v2/license', '/cluster/v2/status']) {
      expect((await call('GET', path)).status).toBeLessThan(300);
    }
    const health = await engine.engine.fetch('http://engine/actuator/health');
    expect(health.status).toBe(200);
  });

  it('lets in who is known, and tells who it is', async () => {
    const engine = new TestEngine({ authentication });
    const ann = calling(engine, basic('ann', 'p:ß'));
    await ann('POST', '/v2/tenants', { tenantId: 'red', name: 'Red' });
    await ann('PUT', '/v2/tenants/red/users/ann');
    const { status, body } = await ann('GET', '/v2/authentication/me');
    expect(status).toBe(200);
    expect(body).toMatchObject({ username: 'ann', displayName: 'Ann', email: 'ann@example.org' });
    expect(body.tenants).toEqual([{ tenantId: 'red', name: 'Red', description: null }]);
    expect((await ann('GET', '/v2/nowhere')).status).toBe(404);
  });

  it('shows the users of the option among those that were created', async () => {
    const ann = calling(new TestEngine({ authentication }), basic('ann', 'p:ß'));
    await ann('POST', '/v2/users', { username: 'bob', password: 'first' });
    const shown = { username: 'ann', name: 'Ann', email: 'ann@example.org' };
    expect((await ann('GET', '/v2/users/ann')).body).toEqual(shown);
    const { body } = await ann('POST', '/v2/users/search', {});
    expect(body.items).toEqual([shown, { username: 'bob', name: null, email: null }]);
    expect((await ann('POST', '/v2/users', { username: 'ann', password: 'x' })).status).toBe(409);
  });

  it('knows users that were created through the API, until they are deleted', async () => {
    const engine = new TestEngine({ authentication });
    const ann = calling(engine, basic('ann', 'p:ß'));
    await ann('POST', '/v2/users', { username: 'bob', password: 'first' });
    expect((await calling(engine, basic('bob', 'first'))('GET', '/v2/topology')).status).toBe(200);
    await ann('PUT', '/v2/users/bob', { password: 'second' });
    expect((await calling(engine, basic('bob', 'first'))('GET', '/v2/topology')).status).toBe(401);
    const bob = calling(engine, basic('bob', 'second'));
    expect((await bob('GET', '/v2/authentication/me')).body.username).toBe('bob');
    await ann('DELETE', '/v2/users/bob');
    expect((await bob('GET', '/v2/topology')).status).toBe(401);
  });

  it('holds at a socket, before the body is read', async () => {
    const engine = await startEngine({ port: 0, authentication });
    onTestFinished(() => engine.close());
    const post = (authorization: string) =>
      fetch(`${engine.address}/jobs/activation`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: '{',
      });
    expect((await post(basic('ann', 'no'))).status).toBe(401);
    expect((await post(basic('ann', 'p:ß'))).status).toBe(400);
  });
});

describe('bearer tokens', async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const stranger = await generateKeyPair('RS256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] };
  const option = { type: 'bearer', keys, issuer: 'https://issuer', audience: ['a', 'b'] } as const;
  const claims = { iss: 'https://issuer', aud: 'b', client_id: 'robot' };
  const token = (
    payload: JWTPayload = claims,
    expires: string | number = '1h',
    key = privateKey,
    kid = 'one',
  ) => new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).setExpirationTime(expires).sign(key);

  it('let in a client or a user, and tell who it is', async () => {
    const engine = new TestEngine({ authentication: option });
    const who = async (payload: JWTPayload) =>
      (await calling(engine, `bearer ${await token(payload)}`)('GET', '/v2/authentication/me')).body;
    expect(await who(claims)).toMatchObject({ username: 'robot', displayName: 'robot', email: null });
    const user = { ...claims, preferred_username: 'ann', name: 'Ann', email: 'ann@example.org' };
    expect(await who(user)).toMatchObject({ username: 'ann', displayName: 'Ann', email: 'ann@example.org' });
  });

  it.each([
    ['is none', async () => 'abc', 'no signed JWT'],
    ['has expired', () => token(claims, Math.floor(Date.now() / 1000) - 1), 'expired'],
    ['is from another issuer', () => token({ ...claims, iss: 'https://other' }), "'iss'"],
    ['is for another audience', () => token({ ...claims, aud: 'c' }), "'aud'"],
    ['is signed with another key', () => token(claims, '1h', stranger.privateKey), 'signature'],
    [
      'is signed with an unknown key',
      () => token(claims, '1h', stranger.privateKey, 'two'),
      'not in the key set',
    ],
    ['names nobody', () => token({ iss: 'https://issuer', aud: 'a' }), 'neither'],
  ])('a token that %s is refused', async (_what, make, reason) => {
    const given = await make();
    const { status, challenge, body } = await calling(
      new TestEngine({ authentication: option }),
      `Bearer ${given}`,
    )('GET', '/v2/topology');
    expect(status).toBe(401);
    expect(body.detail).toContain(reason);
    expect(challenge).toContain('error="invalid_token"');
    expect(JSON.stringify([challenge, body])).not.toContain(given);
  });

  it('are asked for without an error when none is given', async () => {
    const { status, challenge } = await calling(new TestEngine({ authentication: option }))(
      'GET',
      '/v2/topology',
    );
    expect([status, challenge]).toEqual([401, 'Bearer']);
  });

  it('are checked against keys that are read from an address', async () => {
    const issuer = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(keys));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    const { port } = issuer.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/certs`;
    const engine = new TestEngine({
      authentication: { type: 'bearer', keys: address, clientIdClaim: 'aud' },
    });
    const call = calling(engine, `Bearer ${await token()}`);
    expect((await call('GET', '/v2/authentication/me')).body.username).toBe('b');
    await new Promise((resolve) => issuer.close(resolve));
    const unreachable = new TestEngine({ authentication: { type: 'bearer', keys: address } });
    const refused = await calling(unreachable, `Bearer ${await token()}`)('GET', '/v2/topology');
    expect(refused.body.detail).toContain('key set could not be read');
  });
});

describe('without authentication', () => {
  it('everybody may call, and is nobody', async () => {
    const call = calling(new TestEngine(), basic('ann', 'x'));
    expect((await call('GET', '/v2/topology')).status).toBe(200);
    expect((await call('GET', '/v2/authentication/me')).status).toBe(401);
  });

  it.each([
    [{ type: 'magic' }, 'authentication.type'],
    [{ type: 'basic' }, 'authentication.users'],
    [{ type: 'basic', users: [{ username: 'a' }] }, 'authentication.users'],
    [{ type: 'bearer', keys: 'nowhere' }, 'authentication.keys'],
    [{ type: 'bearer', keys: {} }, 'authentication.keys'],
  ])('%j is no option', (authentication, option) => {
    expect(() => createEngine({ authentication: authentication as AuthenticationOption })).toThrow(
      expect.objectContaining({ code: 'ENGINE_OPTION', option }),
    );
  });
});
