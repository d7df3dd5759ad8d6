import type { StandardSchemaV1 } from '@standard-schema/spec';
import { checkMembers } from './check-worker-options.ts';
import { describeValue } from './find-json-fault.ts';
import { schemaKeys } from './schema-keys.ts';
import type { ResolvedWorkerConfig, WorkerConfig } from './worker-config.ts';
import { WorkerConfigError } from './worker-config-error.ts';
import { readWorkerSettings, SETTING_NAMES, type WorkerSettings } from './worker-settings.ts';

/** A configuration whose types are not known any more. */
type AnyWorkerConfig = WorkerConfig<object, object>;

type Settings = ReturnType<typeof readWorkerSettings>;

type NumericMember = {
  [Name in keyof ResolvedWorkerConfig]: ResolvedWorkerConfig[Name] extends number ? Name : never;
}[keyof ResolvedWorkerConfig];

interface NumberRule {
  readonly least: number;
  readonly most: number;
  /** @default true */
  readonly whole?: boolean;
}

/** What a timer of the runtimes can hold, in milliseconds. */
export const LONGEST_MS = 2 ** 31 - 1;

const NUMBERS: Record<NumericMember, NumberRule> = {
  jobTimeoutMs: milliseconds(1),
  requestTimeoutMs: milliseconds(-LONGEST_MS),
  maxConcurrentJobs: { least: 1, most: 2 ** 31 - 1 },
  refillThreshold: { least: 0.001, most: 1, whole: false },
  lockExtensionMaxMs: milliseconds(1),
  pollBackOffMs: milliseconds(1),
  pollBackOffMaxMs: milliseconds(1),
  pollMarginMs: milliseconds(1),
  retryBackOffMs: milliseconds(0),
  retryBackOffMaxMs: milliseconds(0),
  acknowledgementTimeoutMs: milliseconds(1),
  stopGraceMs: milliseconds(0),
  startupJitterMaxSeconds: { least: 0, most: 86_400, whole: false },
};
const POOL_SIZE: NumberRule = { least: 1, most: 1024 };
const JOBS_PER_POLL: NumberRule = { least: 1, most: 2 ** 31 - 1 };

/**
 * Decides every member of a worker's configuration: what was given, else the `CAMUNDA_WORKER_*` setting, else the default.
 *
 * @throws WorkerConfigError that names the member and the setting, and what is expected
 */
export function resolveWorkerConfig(
  config: AnyWorkerConfig,
  given: WorkerSettings = {},
): ResolvedWorkerConfig {
  checkMembers(config);
  if (typeof config.jobType !== 'string' || config.jobType.trim() === '') {
    throw new WorkerConfigError('jobType', 'jobType must be a text that is not empty');
  }
  const settings = readWorkerSettings(given);
  const numbers = Object.fromEntries(
    Object.entries(NUMBERS).map(([name, rule]) => [
      name,
      readNumber(name as NumericMember, rule, config) ?? settings[SETTING_NAMES[name as NumericMember]],
    ]),
  ) as Record<NumericMember, number>;
  return {
    ...numbers,
    ...readTenants(config, settings),
    jobType: config.jobType,
    fetchVariables: readFetchVariables(config, settings),
    workerName: readText('workerName', config) ?? settings.CAMUNDA_WORKER_NAME,
    concurrency:
      readChoice('concurrency', config, ['fixed', 'adaptive']) ?? settings.CAMUNDA_WORKER_CONCURRENCY,
    poolSize: readNumber('poolSize', POOL_SIZE, config) ?? settings.CAMUNDA_WORKER_POOL_SIZE,
    maxJobsPerPoll:
      readNumber('maxJobsPerPoll', JOBS_PER_POLL, config) ?? settings.CAMUNDA_WORKER_MAX_JOBS_PER_POLL,
    lockExtension:
      readChoice('lockExtension', config, [true, false]) ?? settings.CAMUNDA_WORKER_LOCK_EXTENSION,
    withLease: readChoice('withLease', config, [true, false, 'auto']) ?? settings.CAMUNDA_WORKER_WITH_LEASE,
    inputSchema: readSchema('inputSchema', config),
    outputSchema: readSchema('outputSchema', config),
    customHeadersSchema: readSchema('customHeadersSchema', config),
    handleSignals:
      readChoice('handleSignals', config, [true, false]) ?? settings.CAMUNDA_WORKER_HANDLE_SIGNALS,
  };
}

function milliseconds(least: number): NumberRule {
  return { least, most: LONGEST_MS };
}

/** A schema says which variables its handler reads, so it counts for more than the settings. */
function readFetchVariables(config: AnyWorkerConfig, settings: Settings): readonly string[] | undefined {
  const given = readList('fetchVariables', config);
  if (given !== undefined) return given.length === 0 ? undefined : given;
  if (config.inputSchema) return schemaKeys(config.inputSchema);
  return orUndefined(settings.CAMUNDA_WORKER_FETCH_VARIABLES);
}

/** `ASSIGNED` and a list of tenants exclude each other; of the two, what the code says counts for more than a setting. */
function readTenants(
  config: AnyWorkerConfig,
  settings: Settings,
): Pick<ResolvedWorkerConfig, 'tenantIds' | 'tenantFilter'> {
  const list = readList('tenantIds', config);
  const filter = readChoice('tenantFilter', config, ['PROVIDED', 'ASSIGNED']);
  const hasList = list !== undefined && list.length > 0;
  if (hasList && filter === 'ASSIGNED') {
    throw new WorkerConfigError(
      'tenantFilter',
      'tenantFilter ASSIGNED and tenantIds exclude each other: leave one out',
    );
  }
  if (hasList) return { tenantIds: list, tenantFilter: filter };
  const tenantFilter = filter ?? settings.CAMUNDA_WORKER_TENANT_FILTER;
  const isOpen = tenantFilter === 'ASSIGNED' || list !== undefined;
  return { tenantIds: isOpen ? undefined : orUndefined(settings.CAMUNDA_TENANT_IDS), tenantFilter };
}

function orUndefined(list: readonly string[] | undefined): readonly string[] | undefined {
  return list?.length === 0 ? undefined : list;
}

function readNumber(
  name: NumericMember | 'poolSize' | 'maxJobsPerPoll',
  rule: NumberRule,
  config: AnyWorkerConfig,
): number | undefined {
  const value = config[name];
  if (value === undefined) return undefined;
  const isRight =
    (rule.whole === false ? Number.isFinite(value) : Number.isSafeInteger(value)) &&
    value >= rule.least &&
    value <= rule.most;
  if (isRight) return value;
  const kind = rule.whole === false ? 'number' : 'whole number';
  throw wrong(name, `a ${kind} from ${rule.least} to ${rule.most}`, value);
}

function readText(name: 'workerName', config: AnyWorkerConfig): string | undefined {
  const value = config[name];
  if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return value;
  throw wrong(name, 'a text that is not empty', value);
}

function readList(
  name: 'fetchVariables' | 'tenantIds',
  config: AnyWorkerConfig,
): readonly string[] | undefined {
  const value = config[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '')) {
    return [...value];
  }
  throw wrong(name, 'a list of texts that are not empty', value);
}

function readChoice<Choice extends string | boolean>(
  name: 'tenantFilter' | 'concurrency' | 'lockExtension' | 'withLease' | 'handleSignals',
  config: AnyWorkerConfig,
  choices: readonly Choice[],
): Choice | undefined {
  const value = config[name];
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw wrong(name, `one of ${choices.join(', ')}`, value);
}

function wrong(name: keyof typeof SETTING_NAMES, expected: string, value: unknown): WorkerConfigError {
  const isSmall = typeof value === 'number' || typeof value === 'boolean';
  const shown = typeof value === 'string' ? JSON.stringify(value) : isSmall ? value : describeValue(value);
  return new WorkerConfigError(name, `${name} (${SETTING_NAMES[name]}) must be ${expected}, not ${shown}`);
}

function readSchema(
  name: 'inputSchema' | 'outputSchema' | 'customHeadersSchema',
  config: AnyWorkerConfig,
): StandardSchemaV1 | undefined {
  const schema: StandardSchemaV1 | null | undefined = config[name];
  if (schema === undefined || typeof schema?.['~standard']?.validate === 'function') return schema;
  throw new WorkerConfigError(
    name,
    `${name} must be a schema that speaks Standard Schema (it has no "~standard")`,
  );
}
