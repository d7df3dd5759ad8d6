import { Secret } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { createFetch, createTransport } from './index.ts';

describe('the portable entry', () => {
  it.each([
    { CAMUNDA_MTLS_CA_PATH: '/ca.pem' },
    { CAMUNDA_MTLS_CERT: 'x' },
    { CAMUNDA_MTLS_KEY: new Secret('x') },
    { CAMUNDA_HTTPS_PROXY: new Secret('http://proxy') },
  ])('refuses what it cannot honour: %o', (configuration) => {
    const [name = ''] = Object.keys(configuration);
    expect(() => createTransport({ configuration })).toThrow(
      new RegExp(`^${name} is set, but this runtime's fetch cannot honour it`),
    );
    expect(() => createFetch({ configuration })).toThrow(name);
  });

  it('refuses certificates for a fetch of the user too, but leaves proxies to it', () => {
    const fetch = globalThis.fetch;
    expect(() => createTransport({ fetch, configuration: { CAMUNDA_MTLS_CERT: 'x' } })).toThrow(
      'CAMUNDA_MTLS_CERT',
    );
    createTransport({ fetch, configuration: { CAMUNDA_HTTPS_PROXY: new Secret('http://proxy') } });
  });

  it('imports nothing of Node', async () => {
    const { readdirSync, readFileSync } = await import('node:fs');
    const folder = new URL('.', import.meta.url);
    const portable = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) =>
        name.endsWith('.ts') &&
        !name.includes('.test') &&
        !name.startsWith('node/') &&
        name !== 'index-node.ts',
    );
    expect(portable.length).toBeGreaterThan(30);
    for (const name of portable) {
      const imports = [
        ...readFileSync(new URL(name, folder), 'utf8').matchAll(/from '([^']+)'|import\('([^']+)'\)/g),
      ];
      for (const [, from = '', lazily = ''] of imports) {
        expect(`${name}: ${from}${lazily}`).not.toMatch(/node:|undici|\/node\//);
      }
    }
  });
});
