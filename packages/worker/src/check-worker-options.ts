import { didYouMean } from '@camunda/core';
import { describeValue } from './find-json-fault.ts';
import { JobBudget } from './job-budget.ts';
import type { JobWorkerOptions } from './job-worker-options.ts';
import type { ResolvedWorkerConfig, WorkerConfig } from './worker-config.ts';
import { WorkerConfigError } from './worker-config-error.ts';
import { SETTING_NAMES } from './worker-settings.ts';

const OPTIONS: { readonly [Name in keyof Required<JobWorkerOptions>]: true } = {
  client: true,
  config: true,
  jobHandler: true,
  logger: true,
  executionStrategy: true,
  startupJitterMaxSeconds: true,
  settings: true,
  instrumentation: true,
  budget: true,
  source: true,
  clock: true,
  random: true,
};

const MEMBERS: { readonly [Name in keyof ResolvedWorkerConfig]: unknown } = {
  ...SETTING_NAMES,
  jobType: true,
  inputSchema: true,
  outputSchema: true,
  customHeadersSchema: true,
};

/**
 * Looks at the options of a worker, for programs in JavaScript and objects that the compiler did not see whole.
 *
 * @throws WorkerConfigError for an option that does not exist, with what was probably meant, and for a part that is none
 */
export function checkWorkerOptions(options: JobWorkerOptions): void {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null) {
    throw new WorkerConfigError(
      'options',
      `the options of a JobWorker must be an object, not ${describeValue(given)}`,
    );
  }
  const config: unknown = options.config;
  if (typeof config !== 'object' || config === null) {
    throw new WorkerConfigError(
      'config',
      `config must be an object with a jobType, not ${describeValue(config)}`,
    );
  }
  checkNames(options, Object.keys(OPTIONS), 'option of a JobWorker');
  if (options.budget !== undefined && !(options.budget instanceof JobBudget)) {
    throw new WorkerConfigError('budget', `budget must be a JobBudget, not ${describeValue(options.budget)}`);
  }
  checkPart('source', options.source, 'activate');
  checkPart('instrumentation', options.instrumentation, 'attach');
}

/** @throws WorkerConfigError for a member of the configuration that does not exist */
export function checkMembers(config: WorkerConfig<object, object>): void {
  checkNames(config, Object.keys(MEMBERS), 'member of a worker’s config');
}

/** @throws WorkerConfigError for a name that is not known, with what was probably meant */
export function checkNames(given: object, known: readonly string[], what: string): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const meant = didYouMean(name, known);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    throw new WorkerConfigError(name, `${name} is no ${what}${hint}; there are ${known.join(', ')}`);
  }
}

function checkPart(name: string, part: unknown, method: string): void {
  if (part === undefined) return;
  const isRight =
    typeof part === 'object' && part !== null && typeof Reflect.get(part, method) === 'function';
  if (!isRight)
    throw new WorkerConfigError(
      name,
      `${name} must be an object with the method ${method}, not ${describeValue(part)}`,
    );
}
