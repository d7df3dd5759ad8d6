import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../test/memory-files.ts';
import { ConfigurationError } from '../configuration-error.ts';
import { ConfigurationResolver } from '../configuration-resolver.ts';

const C8CTL = '/home/me/.config/c8ctl/profiles.json';
const MODELER = '/home/me/.config/camunda-modeler/settings.json';

const profiles = {
  profiles: [
    { name: 'local', baseUrl: 'http://localhost:8080/v2', username: 'demo', password: 'demo' },
    {
      name: 'prod',
      baseUrl: 'https://bru-2.zeebe.camunda.io/f3',
      clientId: 'id',
      clientSecret: 'secret',
      audience: 'aud',
      oAuthUrl: 'https://login/token',
      defaultTenantId: 'tenant',
    },
  ],
};

const settings = {
  'editor.theme': 'dark',
  'connectionManagerPlugin.c8connections': [
    {
      id: '1',
      name: 'cloud',
      targetType: 'camundaCloud',
      camundaCloudClusterUrl: 'https://bru-2.zeebe.camunda.io:443/f3/',
      camundaCloudClientId: 'cid',
      camundaCloudClientSecret: 'csecret',
    },
    {
      id: '2',
      name: 'own',
      targetType: 'selfHosted',
      contactPoint: 'http://own:8080',
      authType: 'oauth',
      clientId: 'oid',
      clientSecret: 'osecret',
      oauthURL: 'https://own/token',
      audience: 'a',
      scope: 's',
      tenantId: 't',
      basicAuthUsername: 'stale',
    },
    { id: '3', targetType: 'selfHosted', contactPoint: 'http://plain', authType: 'none', clientId: 'stale' },
    {
      id: '4',
      name: 'basic',
      targetType: 'selfHosted',
      contactPoint: 'http://basic',
      authType: 'basic',
      basicAuthUsername: 'u',
      basicAuthPassword: 'p',
    },
  ],
};

const files = memoryFiles({ [C8CTL]: JSON.stringify(profiles), [MODELER]: JSON.stringify(settings) });

const resolve = (name: string, environ: Record<string, string> = {}, from = files) =>
  new ConfigurationResolver({ ...environ, CAMUNDA_PROFILE: name }, {}, { files: from }).resolve();

function failureOf(name: string, contents: Record<string, string>): string {
  try {
    resolve(name, {}, memoryFiles(contents));
  } catch (error) {
    if (ConfigurationError.isInstance(error)) return `${error.issues[0]?.code}: ${error.issues[0]?.message}`;
  }
  return 'no error';
}

describe('profiles of c8ctl', () => {
  it('gives address, credentials and tenant', () => {
    const { effective, provenance } = resolve('prod');
    expect(effective).toMatchObject({
      CAMUNDA_REST_ADDRESS: 'https://bru-2.zeebe.camunda.io/f3/v2',
      CAMUNDA_AUTH_STRATEGY: 'OAUTH',
      CAMUNDA_CLIENT_ID: 'id',
      CAMUNDA_TOKEN_AUDIENCE: 'aud',
      CAMUNDA_OAUTH_URL: 'https://login/token',
      CAMUNDA_TENANT_ID: 'tenant',
    });
    expect(effective.CAMUNDA_CLIENT_SECRET?.reveal()).toBe('secret');
    expect(provenance.CAMUNDA_CLIENT_ID).toMatchObject({ source: 'profile', origin: `prod in ${C8CTL}` });
    expect(resolve('local').effective.CAMUNDA_AUTH_STRATEGY).toBe('BASIC');
  });

  it('gives way to every other source', () => {
    expect(resolve('prod', { ZEEBE_REST_ADDRESS: 'http://env' }).effective.CAMUNDA_REST_ADDRESS).toBe(
      'http://env/v2',
    );
  });
});

describe('connections of the desktop Modeler', () => {
  it('gives those of SaaS', () => {
    expect(resolve('modeler:cloud').effective).toMatchObject({
      CAMUNDA_REST_ADDRESS: 'https://bru-2.zeebe.camunda.io:443/f3/v2',
      CAMUNDA_AUTH_STRATEGY: 'OAUTH',
      CAMUNDA_OAUTH_URL: 'https://login.cloud.camunda.io/oauth/token',
    });
  });

  it('gives those of other clusters, with the credentials of their kind only', () => {
    expect(resolve('own').effective).toMatchObject({
      CAMUNDA_AUTH_STRATEGY: 'OAUTH',
      CAMUNDA_OAUTH_SCOPE: 's',
      CAMUNDA_TENANT_ID: 't',
      CAMUNDA_BASIC_AUTH_USERNAME: undefined,
    });
    expect(resolve('modeler:3').effective).toMatchObject({
      CAMUNDA_REST_ADDRESS: 'http://plain/v2',
      CAMUNDA_AUTH_STRATEGY: 'NONE',
    });
    expect(resolve('basic').effective.CAMUNDA_AUTH_STRATEGY).toBe('BASIC');
  });
});

describe('a profile that cannot be used', () => {
  it('says which ones there are, and where it looked', () => {
    expect(failureOf('prdo', { [C8CTL]: JSON.stringify(profiles) })).toBe(
      `PROFILE_NOT_FOUND: CAMUNDA_PROFILE: there is no profile "prdo"; ${C8CTL} has local, prod; there is no ${MODELER}`,
    );
    expect(failureOf('modeler:x', {})).toBe(
      `PROFILE_NOT_FOUND: CAMUNDA_PROFILE: there is no profile "modeler:x"; there is no ${MODELER}`,
    );
  });

  it.each([
    ['{"profiles": [', 'is not JSON'],
    ['[]', 'it holds no JSON object'],
    ['{"profiles": {}}', '"profiles" is no array'],
    ['{"profiles": [7]}', 'profile 1 is no object'],
    ['{"profiles": [{"baseUrl": "http://x"}]}', 'profile 1 has no "name"'],
    ['{"profiles": [{"name": "p", "clientSecret": 7}]}', 'profile 1: "clientSecret" is no text'],
    ['EACCES', 'cannot be read (EACCES)'],
  ])('says what is wrong with the file %j', (text, reason) => {
    const failure = failureOf('p', { [C8CTL]: text });
    expect(failure).toMatch(/^FILE_UNREADABLE: CAMUNDA_PROFILE: /);
    expect(failure).toContain(C8CTL);
    expect(failure).toContain(reason);
  });

  it.each([
    [{ id: '1', targetType: 'moon' }, 'connection 1: "targetType" is neither camundaCloud nor selfHosted'],
    [{ id: '1', targetType: 'selfHosted', authType: 'magic' }, 'connection 1: "authType" is none of'],
    [{ targetType: 'selfHosted' }, 'connection 1 has neither "name" nor "id"'],
  ])('says what is wrong with the connection %j', (connection, reason) => {
    const text = JSON.stringify({ 'connectionManagerPlugin.c8connections': [connection] });
    expect(failureOf('modeler:1', { [MODELER]: text })).toContain(reason);
  });

  it('reports a wrong address of a profile like any other', () => {
    const text = JSON.stringify({ profiles: [{ name: 'p', baseUrl: 'grpc://x' }] });
    expect(failureOf('p', { [C8CTL]: text })).toMatch(/^INVALID_VALUE: CAMUNDA_REST_ADDRESS \(profile p in /);
  });
});

describe('the real files', () => {
  it('are read from where C8CTL_DATA_DIR and XDG_CONFIG_HOME say, and not written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'camunda-profiles-'));
    const path = join(folder, 'profiles.json');
    writeFileSync(path, JSON.stringify(profiles), { mode: 0o400 });
    try {
      const before = { text: readFileSync(path, 'utf8'), changed: statSync(path).mtimeMs };
      const environment = { CAMUNDA_PROFILE: 'prod', C8CTL_DATA_DIR: folder };
      const { effective } = new ConfigurationResolver(environment).resolve();
      expect(effective.CAMUNDA_CLIENT_ID).toBe('id');
      expect({ text: readFileSync(path, 'utf8'), changed: statSync(path).mtimeMs }).toEqual(before);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
