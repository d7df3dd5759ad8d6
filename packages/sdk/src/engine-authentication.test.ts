import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AuthenticationOption, startEngine } from '@camunda/engine';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCamundaClient, NullLogger } from './index.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256' }] };

/** A client of an engine that asks who calls. */
async function clientOf(authentication: AuthenticationOption, config: Record<string, string>) {
  const engine = await startEngine({ port: 0, authentication });
  const client = createCamundaClient({
    environment: {},
    config: { CAMUNDA_REST_ADDRESS: engine.address, ...config },
    logger: new NullLogger(),
  });
  onTestFinished(async () => {
    await client.close();
    await engine.close();
  });
  return client;
}

/** An issuer that gives everybody a token for the audience which is asked for. */
async function startIssuer(): Promise<string> {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const server = createServer(async (request, response) => {
    let form = '';
    for await (const chunk of request) {
      form += chunk;
    }
    const aud = new URLSearchParams(form).get('audience');
    const exp = Math.floor(Date.now() / 1000) + 60;
    const signed = `${encode({ alg: 'RS256', kid: 'one' })}.${encode({ aud, exp, client_id: 'robot' })}`;
    const signature = createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url');
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ access_token: `${signed}.${signature}`, token_type: 'Bearer', expires_in: 60 }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
}

describe('a client of an engine that asks who calls', () => {
  const basic: AuthenticationOption = { type: 'basic', users: [{ username: 'ann', password: 'secret' }] };

  it('signs in with a password', async () => {
    const signIn = (password: string) =>
      clientOf(basic, {
        CAMUNDA_AUTH_STRATEGY: 'BASIC',
        CAMUNDA_BASIC_AUTH_USERNAME: 'ann',
        CAMUNDA_BASIC_AUTH_PASSWORD: password,
      });
    expect((await (await signIn('secret')).getAuthentication()).username).toBe('ann');
    await expect((await signIn('wrong')).getAuthentication()).rejects.toMatchObject({ status: 401 });
    await expect((await clientOf(basic, {})).getTopology()).rejects.toMatchObject({ status: 401 });
  });

  it('signs in with a token for the right audience', async () => {
    const issuer = await startIssuer();
    const signIn = (audience: string) =>
      clientOf(
        { type: 'bearer', keys, audience: 'engine' },
        {
          CAMUNDA_AUTH_STRATEGY: 'OAUTH',
          CAMUNDA_CLIENT_ID: 'robot',
          CAMUNDA_CLIENT_SECRET: 'secret',
          CAMUNDA_OAUTH_URL: issuer,
          CAMUNDA_TOKEN_AUDIENCE: audience,
        },
      );
    expect((await (await signIn('engine')).getAuthentication()).username).toBe('robot');
    await expect((await signIn('other')).getAuthentication()).rejects.toMatchObject({ status: 401 });
  });
});
