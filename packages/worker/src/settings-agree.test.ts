import { ConfigurationResolver } from '@camunda/config';
import { describe, expect, it } from 'vitest';
import { resolveWorkerConfig, type WorkerSettings } from './resolve-worker-config.ts';

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

type Resolved = ReturnType<typeof resolveWorkerConfig>;

const ofWorker = (settings: object): Resolved =>
  resolveWorkerConfig({ jobType: 'work' }, settings as WorkerSettings);

function ofConfig(environment: Record<string, string>): object {
  return new ConfigurationResolver(environment).resolve().effective;
}

function attempt<Result>(action: () => Result): Result | 'refused' {
  try {
    return action();
  } catch {
    return 'refused';
  }
}

/** The names that the worker looks for. */
function namesOfWorker(): string[] {
  const names = new Set<string>();
  ofWorker(
    new Proxy(
      {},
      {
        get(_, name) {
          if (typeof name === 'string' && name.startsWith('CAMUNDA_WORKER_')) names.add(name);
          return undefined;
        },
      },
    ),
  );
  return [...names].sort();
}

const namesOfConfig = Object.keys(new ConfigurationResolver({}).resolve().provenance)
  .filter((name) => name.startsWith('CAMUNDA_WORKER_'))
  .sort();

describe('the settings of workers', () => {
  it('are the same ones in @camunda/config and here', () => {
    // The tenants have one setting for all of a client; the worker's own name for it is an alias of that one.
    expect(namesOfWorker().filter((name) => name !== 'CAMUNDA_WORKER_TENANT_IDS')).toEqual(namesOfConfig);
  });

  it('have the same defaults', () => {
    expect(ofWorker(ofConfig({}))).toEqual(ofWorker({}));
  });

  it.each(namesOfConfig)('take and refuse the same values: %s', (name) => {
    const effects = new Set<string>();
    for (const value of CANDIDATES) {
      const typed = attempt(() => ofConfig({ [name]: value }));
      const here = attempt(() => ofWorker({ [name]: value }));
      expect(here === 'refused', `${name}=${value}`).toBe(typed === 'refused');
      if (typed === 'refused') continue;
      expect(here, `${name}=${value}`).toEqual(ofWorker(typed));
      effects.add(JSON.stringify(here));
    }
    expect(effects.size, 'every setting does something').toBeGreaterThan(1);
  });
});
