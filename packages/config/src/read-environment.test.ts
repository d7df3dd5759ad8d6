import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@camunda/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { memoryFiles } from '../test/memory-files.ts';
import { ConfigurationError } from './configuration-error.ts';
import { ConfigurationResolver } from './configuration-resolver.ts';
import { readEnvironment } from './read-environment.ts';

afterEach(() => vi.unstubAllEnvs());

describe('readEnvironment', () => {
  it('gives the known settings of the process, and wraps secrets', () => {
    vi.stubEnv('CAMUNDA_WORKER_NAME', 'w');
    vi.stubEnv('CAMUNDA_CLIENT_SECRET', 's');
    const environment = readEnvironment();
    expect(environment.CAMUNDA_WORKER_NAME).toBe('w');
    expect(Secret.isSecret(environment.CAMUNDA_CLIENT_SECRET)).toBe(true);
    expect('PATH' in environment).toBe(false);
  });

  it('reads nothing when it is given an empty environment', () => {
    vi.stubEnv('CAMUNDA_WORKER_NAME', 'w');
    expect(readEnvironment({})).toEqual({});
    expect(new ConfigurationResolver(readEnvironment({})).resolve().effective.CAMUNDA_WORKER_NAME).not.toBe(
      'w',
    );
  });

  it('never reads a file that nobody asked for, and never changes the environment', () => {
    const folder = mkdtempSync(join(tmpdir(), 'camunda-config-'));
    const path = join(folder, 'settings.env');
    writeFileSync(
      path,
      '\uFEFF# a comment\nexport CAMUNDA_WORKER_NAME="from file"\nCAMUNDA_TENANT_ID=t # c\n',
    );
    try {
      expect(readEnvironment({})).toEqual({});
      const environ = Object.freeze({ CAMUNDA_LOAD_ENVFILE: path, CAMUNDA_TENANT_ID: 'env' });
      const before = JSON.stringify(process.env);
      expect(readEnvironment(environ)).toEqual({
        CAMUNDA_LOAD_ENVFILE: path,
        CAMUNDA_WORKER_NAME: 'from file',
        CAMUNDA_TENANT_ID: 'env',
      });
      expect(JSON.stringify(process.env)).toBe(before);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['true', '/project/.env'],
    ['YES', '/project/.env'],
    ['1', '/project/.env'],
    ['conf/dev.env', '/project/conf/dev.env'],
    ['~/dev.env', '/home/me/dev.env'],
  ])('takes CAMUNDA_LOAD_ENVFILE=%s for %s', (given, path) => {
    const files = memoryFiles({ [path]: 'CAMUNDA_WORKER_NAME=file' });
    const environment = readEnvironment({ CAMUNDA_LOAD_ENVFILE: given }, { files });
    expect(environment.CAMUNDA_WORKER_NAME).toBe('file');
  });

  it.each(['false', '0', 'no', ''])('reads no file for CAMUNDA_LOAD_ENVFILE=%j', (given) => {
    const files = memoryFiles({});
    expect(readEnvironment({ CAMUNDA_LOAD_ENVFILE: given }, { files }).CAMUNDA_WORKER_NAME).toBeUndefined();
  });

  it('says so when the file is missing or unreadable (P22)', () => {
    const files = memoryFiles({ '/secret.env': 'EACCES' });
    const read = (path: string) => () => readEnvironment({ CAMUNDA_LOAD_ENVFILE: path }, { files });
    expect(read('/missing.env')).toThrow('CAMUNDA_LOAD_ENVFILE: cannot read /missing.env (ENOENT)');
    expect(read('/secret.env')).toThrow('CAMUNDA_LOAD_ENVFILE: cannot read /secret.env (EACCES)');
    expect(read('/missing.env')).toThrow(ConfigurationError);
  });

  it('gives a setting of the file and of the environment once, by the name that counts', () => {
    const files = memoryFiles({ '/project/.env': 'CAMUNDA_REST_ADDRESS=http://file' });
    const environment = readEnvironment(
      { CAMUNDA_LOAD_ENVFILE: '1', ZEEBE_REST_ADDRESS: 'http://env' },
      { files },
    );
    expect(environment).toEqual({ CAMUNDA_LOAD_ENVFILE: '1', ZEEBE_REST_ADDRESS: 'http://env' });
    const { effective } = new ConfigurationResolver(environment, {}, { files }).resolve();
    expect(effective.CAMUNDA_REST_ADDRESS).toBe('http://env/v2');
  });
});

describe('the .env file in the provenance (P23)', () => {
  const files = memoryFiles({
    '/project/.env': 'CAMUNDA_WORKER_NAME=file',
    '/project/other.env': 'CAMUNDA_WORKER_NAME=other',
  });
  const resolve = (environ: Record<string, string>, explicit?: Record<string, string>) =>
    new ConfigurationResolver(readEnvironment(environ, { files }), explicit, { files }).resolve();

  it('is the same, whether the environment or the code names the file', () => {
    const byEnvironment = resolve({ CAMUNDA_LOAD_ENVFILE: 'true' });
    const byCode = resolve({}, { CAMUNDA_LOAD_ENVFILE: 'true' });
    for (const { effective, provenance, environment } of [byEnvironment, byCode]) {
      expect(effective.CAMUNDA_WORKER_NAME).toBe('file');
      expect(provenance.CAMUNDA_WORKER_NAME).toMatchObject({ source: 'envfile', origin: '/project/.env' });
      expect(environment.CAMUNDA_WORKER_NAME).toBe('file');
    }
  });

  it('lets the code name another file, or none', () => {
    const environ = { CAMUNDA_LOAD_ENVFILE: 'true' };
    expect(resolve(environ, { CAMUNDA_LOAD_ENVFILE: 'other.env' }).effective.CAMUNDA_WORKER_NAME).toBe(
      'other',
    );
    const none = resolve(environ, { CAMUNDA_LOAD_ENVFILE: 'no' });
    expect(none.provenance.CAMUNDA_WORKER_NAME.source).toBe('default');
  });

  it('is an error in a runtime without files', () => {
    const environment = { CAMUNDA_LOAD_ENVFILE: 'true', CAMUNDA_PROFILE: 'p' };
    const resolver = new ConfigurationResolver(environment, {}, { files: null });
    expect(() => resolver.resolve()).toThrow(/no file system[\s\S]*no file system/);
  });
});
