import { Secret } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../test/memory-files.ts';
import type { CamundaSdkConfigPartial } from './camunda-sdk-configuration.ts';
import { ConfigurationError, type ConfigurationIssue } from './configuration-error.ts';
import { ConfigurationResolver } from './configuration-resolver.ts';
import { readEnvironment } from './read-environment.ts';

type Settings = CamundaSdkConfigPartial | Record<string, unknown>;

const resolve = (environment: Settings = {}, explicit?: Settings) =>
  new ConfigurationResolver(environment, explicit).resolve();

function issuesOf(environment: Settings, explicit?: Settings): readonly ConfigurationIssue[] {
  try {
    resolve(environment, explicit);
  } catch (error) {
    if (ConfigurationError.isInstance(error)) return error.issues;
    throw error;
  }
  return [];
}

const codesOf = (environment: Settings, explicit?: Settings) =>
  issuesOf(environment, explicit).map(({ key, code }) => `${key} ${code}`);

describe('ConfigurationResolver: defaults', () => {
  it('has the defaults of the reference', () => {
    expect(resolve().effective).toMatchObject({
      CAMUNDA_REST_ADDRESS: 'http://localhost:8080/v2',
      ZEEBE_REST_ADDRESS: 'http://localhost:8080/v2',
      CAMUNDA_TOKEN_AUDIENCE: 'zeebe.camunda.io',
      CAMUNDA_OAUTH_URL: 'https://login.cloud.camunda.io/oauth/token',
      CAMUNDA_CLIENT_ID: undefined,
      CAMUNDA_CLIENT_SECRET: undefined,
      CAMUNDA_AUTH_STRATEGY: 'NONE',
      CAMUNDA_SDK_LOG_LEVEL: 'error',
      CAMUNDA_TOKEN_CACHE_DIR: undefined,
      CAMUNDA_TOKEN_DISK_CACHE_DISABLE: false,
      CAMUNDA_SDK_BACKPRESSURE_PROFILE: 'BALANCED',
      CAMUNDA_SDK_HTTP_TIMEOUT_MS: 10_000,
      CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS: 3,
      CAMUNDA_WORKER_TIMEOUT: 30_000,
      CAMUNDA_SDK_VALIDATION: { request: 'none', response: 'none' },
    });
  });

  it('freezes all that it gives out', () => {
    const resolved = resolve({ CAMUNDA_TENANT_ID: 'a' }, { CAMUNDA_SDK_VALIDATION: 'strict' });
    for (const part of [resolved, ...Object.values(resolved), resolved.effective.CAMUNDA_TENANT_IDS]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(Object.isFrozen(resolved.effective.CAMUNDA_SDK_VALIDATION)).toBe(true);
  });
});

describe('ConfigurationResolver: precedence', () => {
  const files = memoryFiles({
    '/project/.env': 'CAMUNDA_SDK_HTTP_TIMEOUT_MS=3\nCAMUNDA_WORKER_NAME=file\nCAMUNDA_TENANT_ID=file',
    '/home/me/.config/c8ctl/profiles.json': JSON.stringify({
      profiles: [{ name: 'p', baseUrl: 'http://profile', defaultTenantId: 'profile' }],
    }),
  });

  it('is defaults < profile < .env < environment < explicit', () => {
    const environment = readEnvironment(
      { CAMUNDA_LOAD_ENVFILE: 'true', CAMUNDA_PROFILE: 'p', CAMUNDA_WORKER_NAME: 'environment' },
      { files },
    );
    const explicit = { CAMUNDA_SDK_LOG_LEVEL: 'info' };
    const { effective, provenance } = new ConfigurationResolver(environment, explicit, { files }).resolve();
    expect(effective).toMatchObject({
      CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS: 3,
      CAMUNDA_REST_ADDRESS: 'http://profile/v2',
      CAMUNDA_TENANT_ID: 'file',
      CAMUNDA_WORKER_NAME: 'environment',
      CAMUNDA_SDK_LOG_LEVEL: 'info',
    });
    expect(provenance.CAMUNDA_TENANT_ID).toEqual({
      source: 'envfile',
      name: 'CAMUNDA_TENANT_ID',
      origin: '/project/.env',
      overrode: [
        {
          source: 'profile',
          name: 'CAMUNDA_TENANT_ID',
          origin: 'p in /home/me/.config/c8ctl/profiles.json',
        },
      ],
    });
    expect(provenance.CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS.source).toBe('default');
    expect(provenance.ZEEBE_REST_ADDRESS.source).toBe('profile');
  });

  it('lets explicit win over the environment through the other name (T45)', () => {
    const resolved = resolve({ CAMUNDA_REST_ADDRESS: 'http://env' }, { ZEEBE_REST_ADDRESS: 'http://code' });
    expect(resolved.effective.CAMUNDA_REST_ADDRESS).toBe('http://code/v2');
    expect(resolved.effective.ZEEBE_REST_ADDRESS).toBe('http://code/v2');
    expect(resolved.provenance.CAMUNDA_REST_ADDRESS).toMatchObject({
      source: 'explicit',
      name: 'ZEEBE_REST_ADDRESS',
      overrode: [{ source: 'environment', name: 'CAMUNDA_REST_ADDRESS' }],
    });
  });

  it('takes an empty text for not set, in every source (T44, P22)', () => {
    const empty = { CAMUNDA_CLIENT_ID: '', CAMUNDA_CLIENT_SECRET: ' ', CAMUNDA_SDK_LOG_LEVEL: '' };
    const { effective } = resolve(
      {
        ...empty,
        CAMUNDA_REST_ADDRESS: '',
        CAMUNDA_WORKER_TIMEOUT: '',
        CAMUNDA_TOKEN_DISK_CACHE_DISABLE: '\t',
      },
      { CAMUNDA_CLIENT_ID: 'id', CAMUNDA_CLIENT_SECRET: 'secret', CAMUNDA_WORKER_NAME: undefined },
    );
    expect(effective.CAMUNDA_AUTH_STRATEGY).toBe('OAUTH');
    expect(effective.CAMUNDA_CLIENT_SECRET?.reveal()).toBe('secret');
    expect(effective.CAMUNDA_REST_ADDRESS).toBe('http://localhost:8080/v2');
    expect(
      resolve({ CAMUNDA_WORKER_NAME: 'env' }, { CAMUNDA_WORKER_NAME: '' }).effective.CAMUNDA_WORKER_NAME,
    ).toBe('env');
  });

  it('keeps two clients apart: nothing global, and the environment is not read again (T38, T39)', () => {
    const before = Object.keys(globalThis);
    const first = resolve(
      {},
      { CAMUNDA_SDK_EVENTUAL_POLL_DEFAULT_MS: 20, CAMUNDA_REST_ADDRESS: 'http://one' },
    );
    const second = resolve({ CAMUNDA_REST_ADDRESS: 'http://two' });
    expect(first.effective.CAMUNDA_SDK_EVENTUAL_POLL_DEFAULT_MS).toBe(20);
    expect(first.effective.CAMUNDA_REST_ADDRESS).toBe('http://one/v2');
    expect(second.effective.CAMUNDA_REST_ADDRESS).toBe('http://two/v2');
    expect(Object.keys(globalThis)).toEqual(before);
  });

  it('is not changed by what happens to its inputs later', () => {
    const explicit: Record<string, unknown> = { CAMUNDA_WORKER_NAME: 'before' };
    const resolver = new ConfigurationResolver({}, explicit);
    explicit.CAMUNDA_WORKER_NAME = 'after';
    expect(resolver.resolve().effective.CAMUNDA_WORKER_NAME).toBe('before');
  });
});

describe('ConfigurationResolver: names', () => {
  it.each([
    ['ZEEBE_CLIENT_ID', 'CAMUNDA_CLIENT_ID', 'x'],
    ['CAMUNDA_CLIENT_AUTH_CLIENTID', 'CAMUNDA_CLIENT_ID', 'x'],
    ['CAMUNDA_TOKEN_SCOPE', 'CAMUNDA_OAUTH_SCOPE', 'x'],
    ['ZEEBE_TOKEN_AUDIENCE', 'CAMUNDA_TOKEN_AUDIENCE', 'x'],
    ['CAMUNDA_OAUTH_CACHE_DIR', 'CAMUNDA_TOKEN_CACHE_DIR', '/x'],
    ['CAMUNDA_DEFAULT_TENANT_ID', 'CAMUNDA_TENANT_ID', 'x'],
    ['ZEEBE_AUTHORIZATION_SERVER_URL', 'CAMUNDA_OAUTH_URL', 'https://x/t'],
    ['CAMUNDA_AUTHORIZATION_SERVER_URL', 'CAMUNDA_OAUTH_URL', 'https://x/t'],
    ['CAMUNDA_CUSTOM_ROOT_CERT_PATH', 'CAMUNDA_MTLS_CA_PATH', '/x'],
    ['CAMUNDA_LOG_LEVEL', 'CAMUNDA_SDK_LOG_LEVEL', 'info'],
    ['CAMUNDA_BASE_URL', 'CAMUNDA_REST_ADDRESS', 'http://x/v2'],
  ] as const)('reads %s as %s, from the environment and from code', (alias, name, value) => {
    const secret = name === 'CAMUNDA_CLIENT_ID' ? { CAMUNDA_CLIENT_SECRET: 's' } : {};
    expect(resolve({ [alias]: value, ...secret }).effective[name]).toBe(value);
    expect(resolve({}, { [alias]: value, ...secret }).effective[name]).toBe(value);
  });

  it('fills both names of every pair', () => {
    const { effective } = resolve({ ZEEBE_CLIENT_ID: 'id', CAMUNDA_CLIENT_AUTH_CLIENTSECRET: 's' });
    expect(effective.CAMUNDA_CLIENT_ID).toBe('id');
    expect(effective.CAMUNDA_CLIENT_AUTH_CLIENTID).toBe('id');
    expect(effective.CAMUNDA_CLIENT_SECRET).toBe(effective.CAMUNDA_CLIENT_AUTH_CLIENTSECRET);
  });

  it('notes an old spelling once', () => {
    const { notes } = resolve({ ZEEBE_TOKEN_AUDIENCE: 'x' });
    expect(notes).toEqual([
      {
        key: 'ZEEBE_TOKEN_AUDIENCE',
        code: 'DEPRECATED_NAME',
        source: 'environment',
        message:
          'ZEEBE_TOKEN_AUDIENCE (environment) is another spelling of CAMUNDA_TOKEN_AUDIENCE; it works, but prefer that name',
      },
    ]);
  });

  it('accepts what the Console hands out', () => {
    const { effective, notes } = resolve({
      ZEEBE_ADDRESS: 'f3.bru-2.zeebe.camunda.io:443',
      ZEEBE_REST_ADDRESS: 'https://bru-2.zeebe.camunda.io/f3',
      ZEEBE_CLIENT_ID: 'id',
      ZEEBE_CLIENT_SECRET: 'secret',
      ZEEBE_AUTHORIZATION_SERVER_URL: 'https://login.cloud.camunda.io/oauth/token',
      ZEEBE_TOKEN_AUDIENCE: 'zeebe.camunda.io',
      CAMUNDA_CLUSTER_ID: 'f3',
      CAMUNDA_CLUSTER_REGION: 'bru-2',
      CAMUNDA_CREDENTIALS_SCOPES: 'Zeebe,Tasklist',
      CAMUNDA_OAUTH_URL: 'https://login.cloud.camunda.io/oauth/token',
      CAMUNDA_TASKLIST_BASE_URL: 'https://bru-2.tasklist.camunda.io/f3',
    });
    expect(effective.CAMUNDA_REST_ADDRESS).toBe('https://bru-2.zeebe.camunda.io/f3/v2');
    expect(effective.CAMUNDA_AUTH_STRATEGY).toBe('OAUTH');
    expect(notes.every(({ code }) => code === 'DEPRECATED_NAME')).toBe(true);
  });

  it('refuses two different values for one setting from one source, and accepts equal ones (T45)', () => {
    expect(codesOf({ CAMUNDA_REST_ADDRESS: 'http://a', ZEEBE_REST_ADDRESS: 'http://b' })).toEqual([
      'CAMUNDA_REST_ADDRESS CONFLICTING_VALUES',
    ]);
    expect(codesOf({}, { CAMUNDA_REST_ADDRESS: 'http://a', ZEEBE_REST_ADDRESS: 'http://b' })).toHaveLength(1);
    expect(codesOf({ CAMUNDA_REST_ADDRESS: 'http://a/', ZEEBE_REST_ADDRESS: 'http://a/v2' })).toEqual([]);
  });

  it('suggests a name for a misspelt one (P22, T45)', () => {
    expect(issuesOf({ CAMUNDA_REST_ADRESS: 'http://x' })).toEqual([
      {
        key: 'CAMUNDA_REST_ADRESS',
        code: 'UNKNOWN_NAME',
        source: 'environment',
        message: 'CAMUNDA_REST_ADRESS (environment) is no setting; did you mean CAMUNDA_REST_ADDRESS?',
      },
    ]);
    expect(issuesOf(readEnvironment({ ZEEBE_CLIENT_SECERT: 'x' }))[0]?.message).toMatch(
      /did you mean ZEEBE_CLIENT_SECRET\?$/,
    );
    expect(issuesOf({}, { camundaRestAddress: 'x' })[0]?.code).toBe('UNKNOWN_NAME');
    expect(issuesOf({}, { camunda_rest_address: 'x' })[0]?.message).toMatch(
      /did you mean CAMUNDA_REST_ADDRESS\?/,
    );
  });

  it('notes that no support log is written, where somebody asks for one', () => {
    const { notes } = resolve({
      CAMUNDA_SUPPORT_LOG_ENABLED: 'true',
      CAMUNDA_SUPPORT_LOG_FILE_PATH: 'support.log',
      CAMUNDA_GRPC_ADDRESS: 'grpc://cluster.example',
    });
    expect(notes.map(({ key, code }) => `${key} ${code}`)).toEqual([
      'CAMUNDA_SUPPORT_LOG_ENABLED UNREAD_NAME',
      'CAMUNDA_SUPPORT_LOG_FILE_PATH UNREAD_NAME',
    ]);
    expect(notes[0]?.message).toContain('no support log is written; use CAMUNDA_SDK_LOG_LEVEL');
    expect(resolve({ CAMUNDA_SUPPORT_LOG_ENABLED: 'false' }).notes).toEqual([]);
  });

  it('only notes names of other programs in the environment, and does not look at the rest', () => {
    const { notes } = resolve({ CAMUNDA_DATABASE_URL: 'x', PATH: '/bin', NODE_ENV: 'test' });
    expect(notes.map(({ key, code }) => `${key} ${code}`)).toEqual(['CAMUNDA_DATABASE_URL UNKNOWN_NAME']);
  });

  it('takes the proxies that the operating system shares, unless our own names are set', () => {
    const shared = { https_proxy: 'http://small:1', HTTPS_PROXY: 'http://big:1', NO_PROXY: 'a,b' };
    expect(resolve(shared).effective.CAMUNDA_HTTPS_PROXY?.reveal()).toBe('http://small:1');
    expect(resolve(shared).effective.CAMUNDA_NO_PROXY).toEqual(['a', 'b']);
    const own = resolve({ ...shared, CAMUNDA_HTTPS_PROXY: 'http://own:1' });
    expect(own.effective.CAMUNDA_HTTPS_PROXY?.reveal()).toBe('http://own:1');
    expect(own.notes).toEqual([]);
  });
});

describe('ConfigurationResolver: values', () => {
  it.each(['OAUTH', 'oauth', ' OAuth ', 'oidc'])('reads the strategy %j in any letter case (P22)', (word) => {
    const credentials = { CAMUNDA_CLIENT_ID: 'i', CAMUNDA_CLIENT_SECRET: 's' };
    expect(resolve({ CAMUNDA_AUTH_STRATEGY: word, ...credentials }).effective.CAMUNDA_AUTH_STRATEGY).toBe(
      'OAUTH',
    );
  });

  it.each([
    ['INFO', 'info'],
    ['Warning', 'warn'],
    ['off', 'silent'],
  ])('reads the log level %s as %s (P22)', (word, level) => {
    expect(resolve({ CAMUNDA_SDK_LOG_LEVEL: word }).effective.CAMUNDA_SDK_LOG_LEVEL).toBe(level);
  });

  it.each([
    ['true', true],
    ['YES', true],
    ['1', true],
    ['on', true],
    ['Off', false],
    ['0', false],
    ['n', false],
    [false, false],
  ])('reads the boolean %j', (given, value) => {
    expect(
      resolve({}, { CAMUNDA_WORKER_LOCK_EXTENSION: given }).effective.CAMUNDA_WORKER_LOCK_EXTENSION,
    ).toBe(value);
  });

  it.each(['5s', '1e3', '0x10', '1_000', 'NaN', '-1', '1.5', '2147483648', Number.NaN, 1.5, true, []])(
    'refuses %j for milliseconds, and names the unit',
    (given) => {
      const [issue] = issuesOf({}, { CAMUNDA_SDK_HTTP_TIMEOUT_MS: given });
      expect(issue?.code).toBe('INVALID_VALUE');
      expect(issue?.message).toContain('expected a whole number of milliseconds, 1 to 2147483647, in digits');
    },
  );

  it.each([
    ['http://h:8080', 'http://h:8080/v2'],
    [' http://h:8080/// ', 'http://h:8080/v2'],
    ['http://h/v2', 'http://h/v2'],
    ['http://h/v2/', 'http://h/v2'],
    ['http://h/V2', 'http://h/v2'],
    ['https://h/base', 'https://h/base/v2'],
    ['HTTPS://h', 'HTTPS://h/v2'],
  ])('makes the address %j to %j', (given, address) => {
    expect(resolve({ CAMUNDA_REST_ADDRESS: given }).effective.CAMUNDA_REST_ADDRESS).toBe(address);
  });

  it.each(['localhost:8080', 'grpc://h', 'http://', 'http://u:p@h', 'http://h?a=b', 'http://h#x', 'h'])(
    'refuses the address %j',
    (given) => {
      expect(codesOf({ CAMUNDA_REST_ADDRESS: given })).toEqual(['CAMUNDA_REST_ADDRESS INVALID_VALUE']);
    },
  );

  it.each([
    'https://u:p@h/t',
    'https://h/t?client_secret=x',
    'https://h/t?a=b&access_token=x',
    '/t',
    'ftp://h',
  ])('refuses the token endpoint %j, and does not show it', (given) => {
    const [issue] = issuesOf({ CAMUNDA_OAUTH_URL: given });
    expect(issue?.code).toBe('INVALID_VALUE');
    if (/[@?]/.test(given)) expect(issue?.message).not.toContain(given.slice(8));
  });

  it('accepts a token endpoint with a harmless query', () => {
    const url = 'https://h/t?tenant=a';
    expect(resolve({ CAMUNDA_OAUTH_URL: url }).effective.CAMUNDA_OAUTH_URL).toBe(url);
  });

  it('leaves the audience out when told so', () => {
    expect(resolve({ CAMUNDA_TOKEN_AUDIENCE: 'none' }).effective.CAMUNDA_TOKEN_AUDIENCE).toBeUndefined();
  });

  it('keeps credentials to the letter', () => {
    const { effective } = resolve({ CAMUNDA_BASIC_AUTH_USERNAME: ' u ', CAMUNDA_BASIC_AUTH_PASSWORD: ' p ' });
    expect(effective.CAMUNDA_BASIC_AUTH_USERNAME).toBe(' u ');
    expect(effective.CAMUNDA_BASIC_AUTH_PASSWORD?.reveal()).toBe(' p ');
  });

  it('takes secrets as texts and as Secrets', () => {
    const secret = new Secret('x');
    expect(resolve({}, { CAMUNDA_BEARER_TOKEN: secret }).effective.CAMUNDA_BEARER_TOKEN).toBe(secret);
  });

  it.each([
    ['strict', { request: 'strict', response: 'strict' }],
    ['req:warn,res:fanatical', { request: 'warn', response: 'fanatical' }],
    [' RES : Strict ', { request: 'none', response: 'strict' }],
    ['true', { request: 'strict', response: 'strict' }],
    [{ request: 'warn' }, { request: 'warn', response: 'none' }],
  ])('reads the validation %j', (given, value) => {
    expect(resolve({}, { CAMUNDA_SDK_VALIDATION: given }).effective.CAMUNDA_SDK_VALIDATION).toEqual(value);
  });

  it.each(['loud', 'req:loud', 'req:warn,req:strict', 'req:warn;res:warn', ''.padEnd(3, ',')])(
    'refuses the validation %j',
    (given) => {
      expect(codesOf({ CAMUNDA_SDK_VALIDATION: given })).toEqual(['CAMUNDA_SDK_VALIDATION INVALID_VALUE']);
    },
  );
});

describe('ConfigurationResolver: what follows from other settings', () => {
  it('builds the SaaS address from id and region', () => {
    const saas = { CAMUNDA_CLUSTER_ID: 'f3-a', CAMUNDA_CLUSTER_REGION: 'bru-2' };
    const resolved = resolve(saas);
    expect(resolved.effective.ZEEBE_REST_ADDRESS).toBe('https://bru-2.zeebe.camunda.io/f3-a/v2');
    expect(resolved.provenance.CAMUNDA_REST_ADDRESS.source).toBe('derived');
    expect(resolve({ CAMUNDA_REST_ADDRESS: 'http://env' }, saas).effective.CAMUNDA_REST_ADDRESS).toMatch(
      /bru-2/,
    );
    expect(resolve(saas, { CAMUNDA_REST_ADDRESS: 'http://code' }).effective.CAMUNDA_REST_ADDRESS).toMatch(
      /code/,
    );
  });

  it('refuses half of the SaaS shorthand, and parts that would lead to another host', () => {
    expect(codesOf({ CAMUNDA_CLUSTER_ID: 'x' })).toEqual(['CAMUNDA_CLUSTER_REGION INCOMPLETE_CREDENTIALS']);
    expect(codesOf({ CAMUNDA_CLUSTER_ID: 'x', CAMUNDA_CLUSTER_REGION: 'evil.example/#' })).toContain(
      'CAMUNDA_CLUSTER_REGION INVALID_VALUE',
    );
  });

  it.each([
    [{ CAMUNDA_CLIENT_ID: 'i', CAMUNDA_CLIENT_SECRET: 's' }, 'OAUTH'],
    [{ CAMUNDA_BASIC_AUTH_USERNAME: 'u', CAMUNDA_BASIC_AUTH_PASSWORD: 'p' }, 'BASIC'],
    [{ CAMUNDA_BEARER_TOKEN: 't' }, 'BEARER'],
    [{ CAMUNDA_COOKIE: 'c' }, 'COOKIE'],
    [{ CAMUNDA_COOKIE_AUTH_USERNAME: 'u', CAMUNDA_COOKIE_AUTH_PASSWORD: 'p' }, 'COOKIE'],
    [
      {
        CAMUNDA_CLIENT_ID: 'i',
        CAMUNDA_OAUTH_CLIENT_AUTHENTICATION: 'private_key_jwt',
        CAMUNDA_OAUTH_PRIVATE_KEY: 'k',
      },
      'OAUTH',
    ],
    [{}, 'NONE'],
  ])('infers from %j the strategy %s (T45)', (credentials, strategy) => {
    expect(resolve(credentials).effective.CAMUNDA_AUTH_STRATEGY).toBe(strategy);
  });

  it.each([
    [{ CAMUNDA_CLIENT_ID: 'i' }, 'CAMUNDA_CLIENT_SECRET'],
    [{ CAMUNDA_CLIENT_SECRET: 's' }, 'CAMUNDA_CLIENT_ID'],
    [{ CAMUNDA_BASIC_AUTH_USERNAME: 'u' }, 'CAMUNDA_BASIC_AUTH_PASSWORD'],
    [{ CAMUNDA_BASIC_AUTH_PASSWORD: 'p' }, 'CAMUNDA_BASIC_AUTH_USERNAME'],
    [{ CAMUNDA_AUTH_STRATEGY: 'BASIC', CAMUNDA_BASIC_AUTH_USERNAME: 'u' }, 'CAMUNDA_BASIC_AUTH_PASSWORD'],
    [{ CAMUNDA_AUTH_STRATEGY: 'BEARER' }, 'CAMUNDA_BEARER_TOKEN'],
    [{ CAMUNDA_MTLS_CERT_PATH: '/c' }, 'CAMUNDA_MTLS_KEY'],
    [{ CAMUNDA_MTLS_KEY: 'k' }, 'CAMUNDA_MTLS_CERT'],
  ])('refuses half of what belongs together: %j lacks %s', (settings, missing) => {
    expect(codesOf(settings)).toEqual([`${missing} INCOMPLETE_CREDENTIALS`]);
  });

  it('names both parts when a strategy has no credentials at all', () => {
    expect(codesOf({ CAMUNDA_AUTH_STRATEGY: 'OAUTH' })).toEqual([
      'CAMUNDA_CLIENT_ID INCOMPLETE_CREDENTIALS',
      'CAMUNDA_CLIENT_SECRET INCOMPLETE_CREDENTIALS',
    ]);
  });

  it('wants a strategy when there are credentials of two kinds, and keeps to the one that is set', () => {
    const both = {
      CAMUNDA_CLIENT_ID: 'i',
      CAMUNDA_CLIENT_SECRET: 's',
      CAMUNDA_BASIC_AUTH_USERNAME: 'u',
      CAMUNDA_BASIC_AUTH_PASSWORD: 'p',
    };
    expect(codesOf(both)).toEqual(['CAMUNDA_AUTH_STRATEGY AMBIGUOUS_CREDENTIALS']);
    expect(resolve({ ...both, CAMUNDA_AUTH_STRATEGY: 'basic' }).effective.CAMUNDA_AUTH_STRATEGY).toBe(
      'BASIC',
    );
    expect(resolve({ ...both, CAMUNDA_AUTH_STRATEGY: 'NONE' }).effective.CAMUNDA_AUTH_STRATEGY).toBe('NONE');
  });

  it('takes the numbers of the backpressure profile, and single ones from where they are set', () => {
    const { effective, provenance } = resolve({
      CAMUNDA_SDK_BACKPRESSURE_PROFILE: 'aggressive',
      CAMUNDA_SDK_BACKPRESSURE_FLOOR: '7',
    });
    expect(effective.CAMUNDA_SDK_BACKPRESSURE_INITIAL_MAX).toBe(24);
    expect(effective.CAMUNDA_SDK_BACKPRESSURE_FLOOR).toBe(7);
    expect(provenance.CAMUNDA_SDK_BACKPRESSURE_INITIAL_MAX.source).toBe('derived');
    expect(codesOf({ CAMUNDA_SDK_BACKPRESSURE_PROFILE: 'EAGER' })).toEqual([
      'CAMUNDA_SDK_BACKPRESSURE_PROFILE INVALID_VALUE',
    ]);
  });

  it('lets the workers ask for the jobs of the one tenant that is set', () => {
    expect(resolve({ CAMUNDA_TENANT_ID: 'a' }).effective.CAMUNDA_TENANT_IDS).toEqual(['a']);
    expect(
      resolve({ CAMUNDA_TENANT_ID: 'a', CAMUNDA_TENANT_IDS: 'b, c,' }).effective.CAMUNDA_TENANT_IDS,
    ).toEqual(['b', 'c']);
  });

  it('takes the later of an inline text and a path, and refuses both from one source', () => {
    const key = { CAMUNDA_MTLS_KEY_PATH: '/k' };
    const { effective } = resolve({ CAMUNDA_MTLS_CERT: 'pem', ...key }, { CAMUNDA_MTLS_CERT_PATH: '/c' });
    expect(effective.CAMUNDA_MTLS_CERT).toBeUndefined();
    expect(effective.CAMUNDA_MTLS_CERT_PATH).toBe('/c');
    expect(codesOf({ CAMUNDA_MTLS_CERT: 'pem', CAMUNDA_MTLS_CERT_PATH: '/c', ...key })).toEqual([
      'CAMUNDA_MTLS_CERT CONFLICTING_VALUES',
    ]);
  });
});

describe('ConfigurationResolver: effective settings that are given again', () => {
  it.each([
    { CAMUNDA_OAUTH_ISSUER: 'https://issuer', CAMUNDA_CLIENT_ID: 'i', CAMUNDA_CLIENT_SECRET: 's' },
    { CAMUNDA_CLUSTER_ID: 'x', CAMUNDA_CLUSTER_REGION: 'bru-2', CAMUNDA_TENANT_ID: 't' },
    { CAMUNDA_MTLS_CERT: 'c', CAMUNDA_MTLS_KEY_PATH: '/k', CAMUNDA_SDK_BACKPRESSURE_PROFILE: 'LEGACY' },
  ])('stay as they are: %j', (settings) => {
    const { effective } = resolve(settings);
    expect(resolve({}, effective).effective).toEqual(effective);
  });

  it('refuses an issuer beside a token endpoint that is not the default', () => {
    const both = { CAMUNDA_OAUTH_ISSUER: 'https://issuer', CAMUNDA_OAUTH_URL: 'https://token' };
    expect(codesOf(both)).toEqual(['CAMUNDA_OAUTH_URL CONFLICTING_VALUES']);
    const { effective } = resolve(
      { CAMUNDA_OAUTH_URL: 'https://token' },
      { CAMUNDA_OAUTH_ISSUER: 'https://issuer' },
    );
    expect(effective.CAMUNDA_OAUTH_ISSUER).toBe('https://issuer');
  });
});

describe('ConfigurationResolver: files that settings name', () => {
  const files = memoryFiles({ '/home/me/key.pem': 'PEM' });
  const settings = { CAMUNDA_CLIENT_ID: 'i', CAMUNDA_OAUTH_CLIENT_AUTHENTICATION: 'private_key_jwt' };
  const resolveFiles = (explicit: Record<string, string>, from: typeof files | null = files) =>
    new ConfigurationResolver(settings, explicit, { files: from }).resolve();

  it('puts the private key for the identity provider into its own setting', () => {
    const { effective, provenance } = resolveFiles({ CAMUNDA_OAUTH_PRIVATE_KEY_PATH: '~/key.pem' });
    expect(effective.CAMUNDA_OAUTH_PRIVATE_KEY?.reveal()).toBe('PEM');
    expect(effective.CAMUNDA_OAUTH_PRIVATE_KEY_PATH).toBeUndefined();
    expect(provenance.CAMUNDA_OAUTH_PRIVATE_KEY).toMatchObject({
      source: 'derived',
      origin: 'from CAMUNDA_OAUTH_PRIVATE_KEY_PATH',
    });
  });

  it('says so when that cannot be done', () => {
    const path = { CAMUNDA_OAUTH_PRIVATE_KEY_PATH: '/missing.pem' };
    expect(() => resolveFiles(path)).toThrow(
      'CAMUNDA_OAUTH_PRIVATE_KEY_PATH (explicit): cannot read /missing.pem (ENOENT)',
    );
    expect(() => resolveFiles(path, null)).toThrow('this runtime has no file system');
  });

  it('puts the home folder into every path', () => {
    const { effective } = resolveFiles({
      CAMUNDA_AUTH_STRATEGY: 'NONE',
      CAMUNDA_TOKEN_CACHE_DIR: '~/tokens',
      CAMUNDA_MTLS_CA_PATH: '~',
    });
    expect(effective.CAMUNDA_TOKEN_CACHE_DIR).toBe('/home/me/tokens');
    expect(effective.CAMUNDA_MTLS_CA_PATH).toBe('/home/me');
  });
});

describe('ConfigurationResolver: all errors at once', () => {
  it('reports everything, sorted by name', () => {
    const environment = {
      CAMUNDA_SDK_LOG_LEVEL: 'loud',
      CAMUNDA_CLIENT_ID: 'i',
      CAMUNDA_WORKER_TIMEOUT: 'soon',
      CAMUNDA_WORKER_NAM: 'x',
      CAMUNDA_LOAD_ENVFILE: '/does/not/exist',
    };
    expect(codesOf(environment, { CAMUNDA_WORKER_LOCK_EXTENSION: 'perhaps' })).toEqual([
      'CAMUNDA_CLIENT_SECRET INCOMPLETE_CREDENTIALS',
      'CAMUNDA_LOAD_ENVFILE FILE_UNREADABLE',
      'CAMUNDA_SDK_LOG_LEVEL INVALID_VALUE',
      'CAMUNDA_WORKER_LOCK_EXTENSION INVALID_VALUE',
      'CAMUNDA_WORKER_NAM UNKNOWN_NAME',
      'CAMUNDA_WORKER_TIMEOUT INVALID_VALUE',
    ]);
  });

  it('says what was given, where, and what is expected', () => {
    expect(issuesOf({ CAMUNDA_LOG_LEVEL: 'loud' })).toEqual([
      {
        key: 'CAMUNDA_LOG_LEVEL',
        code: 'INVALID_VALUE',
        source: 'environment',
        message:
          'CAMUNDA_LOG_LEVEL (environment) is "loud"; expected one of silent, error, warn, info, debug, trace, silly',
      },
    ]);
  });

  it('cannot be made to print another line', () => {
    const [issue] = issuesOf({ CAMUNDA_SDK_LOG_LEVEL: 'a\nFATAL all is lost' });
    expect(issue?.message).not.toContain('\n');
    const [unknown] = issuesOf({}, { 'CAMUNDA_X\nFATAL': 'x' });
    expect(unknown?.message).not.toContain('\n');
  });
});

describe('ConfigurationResolver: what is no object of settings', () => {
  it.each([null, 'CAMUNDA_CLIENT_ID=me', ['me'], new Map([['CAMUNDA_CLIENT_ID', 'me']])])(
    'is refused, because it would seem to hold none: %s',
    (given) => {
      const settings = given as unknown as Record<string, string>;
      const expected = /must be an object of settings by name, but is (null|a (string|Array|Map))\.$/;
      expect(() => new ConfigurationResolver(settings)).toThrow(expected);
      expect(() => new ConfigurationResolver({}, settings)).toThrow(expected);
      expect(() => readEnvironment(settings)).toThrow(expected);
    },
  );
});

describe('ConfigurationResolver: addresses', () => {
  it('takes an @ in the path for what it is', () => {
    const given = { CAMUNDA_OAUTH_URL: 'https://idp.example/t/a@b.example/token' };
    expect(new ConfigurationResolver(given).resolve().effective.CAMUNDA_OAUTH_URL).toBe(
      given.CAMUNDA_OAUTH_URL,
    );
  });
});
