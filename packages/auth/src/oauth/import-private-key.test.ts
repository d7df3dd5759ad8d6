import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCertificates } from '../../test/certificates.ts';
import { makeProvider } from '../../test/oauth-provider.ts';
import { startTokenServer } from '../../test/token-server.ts';
import { certificateThumbprints } from './certificate-thumbprints.ts';
import { importPrivateKey } from './import-private-key.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const pkcs8 = rsa.export({ format: 'pem', type: 'pkcs8' }) as string;

describe('importPrivateKey', () => {
  it.each([
    ['no PEM', 'planted key text', 'no PEM block'],
    ['PKCS #1', rsa.export({ format: 'pem', type: 'pkcs1' }) as string, 'RSA PRIVATE KEY'],
    [
      'encrypted',
      rsa.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'p' }) as string,
      'ENCRYPTED PRIVATE KEY',
    ],
    ['an unknown kind', pem(generateKeyPairSync('ed448').privateKey), 'RSA, P-256'],
    ['spoilt', pkcs8.split('\n').toSpliced(9, 1).join('\n'), 'not a valid private key for RS256'],
  ])('says what is wrong with a key that is %s, without quoting it', async (_name, key, words) => {
    const error = (await importPrivateKey(key, undefined).catch((caught: unknown) => caught)) as Error;
    expect(error).toMatchObject({ code: 'AUTH_OPTIONS_INVALID' });
    expect(error.message).toContain(words);
    for (const line of key.split('\n').filter((text) => !text.startsWith('-----') && text !== '')) {
      expect(error.message).not.toContain(line);
    }
  });

  it('names the algorithms that it knows', async () => {
    await expect(importPrivateKey(pkcs8, 'HS256')).rejects.toThrow('must be one of RS256');
  });

  it('makes a key that cannot be read out again', async () => {
    const key = await importPrivateKey(pkcs8, 'PS256');
    expect([key.extractable, key.algorithm.name, key.usages]).toEqual([false, 'RSA-PSS', ['sign']]);
  });
});

describe('certificateThumbprints', () => {
  it('names the certificate in the header of the assertion, as Entra ID asks for', async () => {
    await using server = await startTokenServer();
    const { key, cert } = makeCertificates().client;
    const clientAuthentication = { method: 'private_key_jwt', privateKey: key, certificate: cert } as const;
    await makeProvider(server.url, { clientAuthentication }).getHeaders();
    const [header] = server.requests[0]?.form.get('client_assertion')?.split('.') ?? [];
    const { fingerprint, fingerprint256 } = new X509Certificate(cert);
    const digest = (text: string): string =>
      Buffer.from(text.replaceAll(':', ''), 'hex').toString('base64url');
    expect(JSON.parse(Buffer.from(header ?? '', 'base64url').toString())).toEqual({
      alg: 'ES256',
      x5t: digest(fingerprint),
      'x5t#S256': digest(fingerprint256),
    });
  });

  it('refuses what is no certificate', async () => {
    await expect(certificateThumbprints(pkcs8)).rejects.toThrow('BEGIN CERTIFICATE');
  });
});

function pem(key: ReturnType<typeof generateKeyPairSync>['privateKey']): string {
  return key.export({ format: 'pem', type: 'pkcs8' }) as string;
}
