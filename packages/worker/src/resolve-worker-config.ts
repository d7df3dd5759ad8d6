import type { CamundaSdkConfigPartial, CamundaSdkConfiguration } from '@camunda/config';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { schemaKeys } from './schema-keys.ts';
import type { ResolvedWorkerConfig, WorkerConfig } from './worker-config.ts';
import { WorkerConfigError } from './worker-config-error.ts';

/** The effective settings by their `CAMUNDA_*` names, typed or as text. */
export type WorkerSettings = CamundaSdkConfigPartial | Partial<CamundaSdkConfiguration>;

type Settings = Readonly<Record<string, unknown>>;

/** A configuration whose types are not known any more. */
type AnyWorkerConfig = WorkerConfig<object, object>;

type NumericMember = {
  [Name in keyof ResolvedWorkerConfig]: ResolvedWorkerConfig[Name] extends number ? Name : never;
}[keyof ResolvedWorkerConfig];

interface NumberRule {
  readonly key: string;
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
  /** @default true */
  readonly whole?: boolean;
}

const LONGEST_MS = 2 ** 31 - 1;

const NUMBERS: Record<NumericMember, NumberRule> = {
  jobTimeoutMs: milliseconds('TIMEOUT', 30_000, 1),
  requestTimeoutMs: milliseconds('REQUEST_TIMEOUT', 0, -LONGEST_MS),
  maxConcurrentJobs: { key: 'MAX_CONCURRENT_JOBS', fallback: 10, least: 1, most: 2 ** 31 - 1 },
  refillThreshold: { key: 'REFILL_THRESHOLD', fallback: 0.3, least: 0.001, most: 1, whole: false },
  lockExtensionMaxMs: milliseconds('LOCK_EXTENSION_MAX', 3_600_000, 1),
  pollBackOffMs: milliseconds('POLL_BACK_OFF', 1_000, 1),
  pollBackOffMaxMs: milliseconds('MAX_BACKOFF_MS', 30_000, 1),
  pollMarginMs: milliseconds('POLL_MARGIN', 5_000, 1),
  retryBackOffMs: milliseconds('RETRY_BACK_OFF', 1_000, 0),
  retryBackOffMaxMs: milliseconds('RETRY_BACK_OFF_MAX', 300_000, 0),
  acknowledgementTimeoutMs: milliseconds('ACKNOWLEDGEMENT_TIMEOUT', 60_000, 1),
  stopGraceMs: milliseconds('STOP_GRACE', 25_000, 0),
  startupJitterMaxSeconds: {
    key: 'STARTUP_JITTER_MAX_SECONDS',
    fallback: 0,
    least: 0,
    most: 86_400,
    whole: false,
  },
};

/**
 * Decides every member of a worker's configuration: what was given, else the `CAMUNDA_WORKER_*` setting, else the default.
 *
 * @throws WorkerConfigError that names the member and the setting, and what is expected
 */
export function resolveWorkerConfig(
  config: AnyWorkerConfig,
  given: WorkerSettings = {},
): ResolvedWorkerConfig {
  const settings = given as Settings;
  if (typeof config.jobType !== 'string' || config.jobType.trim() === '') {
    throw new WorkerConfigError('jobType', 'jobType must be a text that is not empty');
  }
  const numbers = Object.fromEntries(
    Object.entries(NUMBERS).map(([name, rule]) => [
      name,
      readNumber(name as NumericMember, rule, config, settings),
    ]),
  ) as Record<NumericMember, number>;
  const resolved: ResolvedWorkerConfig = {
    ...numbers,
    jobType: config.jobType,
    fetchVariables:
      config.fetchVariables === undefined && config.inputSchema !== undefined
        ? schemaKeys(config.inputSchema)
        : readList('fetchVariables', config.fetchVariables),
    workerName: readText('workerName', config.workerName ?? present(settings.CAMUNDA_WORKER_NAME)),
    tenantIds: readList(
      'tenantIds',
      config.tenantIds ??
        settingList(settings, 'CAMUNDA_WORKER_TENANT_IDS') ??
        settingList(settings, 'CAMUNDA_TENANT_IDS'),
    ),
    tenantFilter: readChoice('tenantFilter', config, settings, ['PROVIDED', 'ASSIGNED'] as const),
    concurrency: readChoice('concurrency', config, settings, ['fixed', 'adaptive'] as const) ?? 'fixed',
    poolSize:
      config.poolSize === undefined && present(settings.CAMUNDA_WORKER_POOL_SIZE) === undefined
        ? undefined
        : readNumber('poolSize', { key: 'POOL_SIZE', fallback: 1, least: 1, most: 1024 }, config, settings),
    lockExtension: readBoolean('lockExtension', config, settings) ?? true,
    withLease: config.withLease === 'auto' ? 'auto' : (readBoolean('withLease', config, settings) ?? 'auto'),
    inputSchema: readSchema('inputSchema', config),
    outputSchema: readSchema('outputSchema', config),
    customHeadersSchema: readSchema('customHeadersSchema', config),
    handleSignals: readBoolean('handleSignals', config, settings) ?? false,
  };
  if (resolved.tenantFilter === 'ASSIGNED' && config.tenantIds !== undefined && config.tenantIds.length > 0) {
    throw new WorkerConfigError(
      'tenantFilter',
      'tenantFilter ASSIGNED and tenantIds exclude each other: leave one out',
    );
  }
  return resolved;
}

function milliseconds(key: string, fallback: number, least: number): NumberRule {
  return { key, fallback, least, most: LONGEST_MS };
}

function present(value: unknown): unknown {
  return value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;
}

function readNumber(
  name: NumericMember | 'poolSize',
  rule: NumberRule,
  config: AnyWorkerConfig,
  settings: Settings,
): number {
  const key = `CAMUNDA_WORKER_${rule.key}`;
  const given = config[name];
  const value = given ?? present(settings[key]) ?? rule.fallback;
  const read = given === undefined && typeof value === 'string' ? Number(value) : value;
  const isRight =
    typeof read === 'number' &&
    (rule.whole === false ? Number.isFinite(read) : Number.isSafeInteger(read)) &&
    read >= rule.least &&
    read <= rule.most;
  if (isRight) return read;
  const kind = rule.whole === false ? 'number' : 'whole number';
  throw new WorkerConfigError(
    name,
    `${name} (${key}) must be a ${kind} from ${rule.least} to ${rule.most}, not ${JSON.stringify(String(value))}`,
  );
}

function readText(name: 'workerName', value: unknown): string {
  const text = value ?? 'camunda-typescript-sdk-worker';
  if (typeof text === 'string' && text.trim() !== '') return text;
  throw new WorkerConfigError(name, `${name} (CAMUNDA_WORKER_NAME) must be a text that is not empty`);
}

function readList(name: string, value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '')) {
    return value.length === 0 ? undefined : [...value];
  }
  throw new WorkerConfigError(name, `${name} must be a list of texts that are not empty`);
}

function settingList(settings: Settings, key: string): unknown {
  const value = present(settings[key]);
  return typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
}

function settingName(name: string): string {
  return `CAMUNDA_WORKER_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function readBoolean(
  name: 'lockExtension' | 'withLease' | 'handleSignals',
  config: AnyWorkerConfig,
  settings: Settings,
): boolean | undefined {
  const value = config[name] ?? present(settings[settingName(name)]);
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (text === undefined || (name === 'withLease' && text === 'auto')) return undefined;
  if (text === true || text === 'true' || text === '1' || text === 'yes' || text === 'on') return true;
  if (text === false || text === 'false' || text === '0' || text === 'no' || text === 'off') return false;
  throw new WorkerConfigError(name, `${name} (${settingName(name)}) must be true or false`);
}

function readChoice<Choice extends string>(
  name: 'tenantFilter' | 'concurrency',
  config: AnyWorkerConfig,
  settings: Settings,
  choices: readonly Choice[],
): Choice | undefined {
  const value = config[name] ?? present(settings[settingName(name)]);
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice.toUpperCase() === String(value).trim().toUpperCase());
  if (found !== undefined) return found;
  throw new WorkerConfigError(name, `${name} (${settingName(name)}) must be one of ${choices.join(', ')}`);
}

function readSchema(
  name: 'inputSchema' | 'outputSchema' | 'customHeadersSchema',
  config: AnyWorkerConfig,
): StandardSchemaV1 | undefined {
  const schema: StandardSchemaV1 | undefined = config[name];
  if (schema === undefined || typeof schema['~standard']?.validate === 'function') return schema;
  throw new WorkerConfigError(
    name,
    `${name} must be a schema that speaks Standard Schema (it has no "~standard")`,
  );
}
