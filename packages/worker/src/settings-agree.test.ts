import { ConfigurationResolver } from '@camunda/config';
import { describe, expect, it } from 'vitest';
import { resolveWorkerConfig } from './resolve-worker-config.ts';
import { SETTING_NAMES, type WorkerSettings } from './worker-settings.ts';

const CANDIDATES = [
  ...[
    '-2147483649',
    '-2147483648',
    '-2147483647',
    '-1',
    '-0.1',
    '0',
    '0.0001',
    '0.001',
    '0.3',
    '1',
    '1.5',
    '2',
  ],
  ...[
    '1024',
    '1025',
    '86400',
    '86400.5',
    '86401',
    '2147483647',
    '2147483648',
    '9007199254740991',
    '1e999',
    'NaN',
  ],
  ...[
    'true',
    'FALSE',
    'yes',
    'off',
    'auto',
    'maybe',
    'fixed',
    'Adaptive',
    'provided',
    'ASSIGNED',
    'soon',
    ' ',
  ],
];

const TYPED_CANDIDATES = [
  ...[
    -(2 ** 31),
    -(2 ** 31) + 1,
    -1,
    -0.1,
    0,
    0.0001,
    0.001,
    0.3,
    1,
    1.5,
    1024,
    1025,
    86_400,
    86_400.5,
    86_401,
  ],
  ...[2 ** 31 - 1, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY, true, false, 'ASSIGNED', 'fixed', ['a']],
  ...[{}, [1], 10n],
];

type Resolved = ReturnType<typeof resolveWorkerConfig>;

const ofWorker = (settings: object): Resolved =>
  resolveWorkerConfig({ jobType: 'work' }, settings as WorkerSettings);

function ofConfig(environment: Record<string, string>, explicit: Record<string, unknown> = {}): object {
  return new ConfigurationResolver(environment, explicit).resolve().effective;
}

function attempt<Result>(action: () => Result): Result | 'refused' {
  try {
    return action();
  } catch {
    return 'refused';
  }
}

const namesOfConfig = Object.keys(new ConfigurationResolver({}).resolve().provenance)
  .filter((name) => name.startsWith('CAMUNDA_WORKER_'))
  .sort();

const members = Object.entries(SETTING_NAMES);

describe('the settings of workers', () => {
  it('are the same ones in @camunda/config and here', () => {
    const namesOfWorker = Object.values(SETTING_NAMES).filter((name) => name.startsWith('CAMUNDA_WORKER_'));
    expect([...namesOfWorker].sort()).toEqual(namesOfConfig);
  });

  it('have a member each, but for what belongs to one worker only', () => {
    const withoutSetting = Object.keys(ofWorker({})).filter((name) => !Object.hasOwn(SETTING_NAMES, name));
    expect(withoutSetting.sort()).toEqual(['customHeadersSchema', 'inputSchema', 'jobType', 'outputSchema']);
  });

  it('have the same defaults', () => {
    expect(ofWorker(ofConfig({}))).toEqual(ofWorker({}));
  });

  it.each(members)('move the member: %s', (member, name) => {
    const effects = new Set<string>();
    for (const value of CANDIDATES) {
      const typed = attempt(() => ofConfig({ [name]: value }));
      const here = attempt(() => ofWorker({ [name]: value }));
      expect(here === 'refused', `${name}=${value}`).toBe(typed === 'refused');
      if (typed === 'refused' || here === 'refused') continue;
      expect(here, `${name}=${value}`).toEqual(ofWorker(typed));
      effects.add(JSON.stringify(here[member as keyof Resolved]));
    }
    expect(effects.size, 'every setting does something').toBeGreaterThan(1);
  });

  // A list may be a text in the environment, and not in code.
  const plain = members.filter(([member]) => member !== 'fetchVariables' && member !== 'tenantIds');

  it.each(plain)('take and refuse what code may say: %s', (member, name) => {
    for (const value of TYPED_CANDIDATES) {
      const setting = attempt(() => ofConfig({}, { [name]: value }));
      const code = attempt(() => resolveWorkerConfig({ jobType: 'work', [member]: value } as never));
      expect(code === 'refused', `${member}=${value}`).toBe(setting === 'refused');
    }
  });

  it.each([
    ['maxConcurrentJobs', 5, { CAMUNDA_WORKER_MAX_JOBS_ACTIVE: '5' }],
    ['maxConcurrentJobs', 6, { ZEEBE_CLIENT_WORKER_MAXJOBSACTIVE: '6' }],
    ['workerName', 'mine', { ZEEBE_CLIENT_WORKER_NAME: 'mine' }],
    ['tenantIds', ['a', 'b'], { CAMUNDA_WORKER_TENANT_IDS: 'a, b,' }],
    ['tenantIds', ['a'], { ZEEBE_DEFAULT_JOB_WORKER_TENANT_IDS: 'a' }],
    ['tenantIds', ['a'], { CAMUNDA_TENANT_ID: 'a' }],
    ['lockExtension', false, { CAMUNDA_WORKER_LOCK_EXTENSION: 'disabled' }],
    ['fetchVariables', ['a', 'b'], { CAMUNDA_WORKER_FETCH_VARIABLES: 'a, b' }],
  ])('count under all their names and spellings: %s is %j', (member, value, settings) => {
    expect(ofWorker(settings)).toMatchObject({ [member]: value });
  });
});
