import { settingWithDefault } from '../setting.ts';
import { millisecondsValue, numberValue } from '../values/number-value.ts';
import { textValue } from '../values/text-value.ts';

/** What a job worker does unless its own options say otherwise. */
export const workerSettings = {
  CAMUNDA_WORKER_TIMEOUT: settingWithDefault(millisecondsValue(1), 30_000, {
    summary: 'How long a job is reserved for the worker that activated it, in milliseconds.',
  }),
  CAMUNDA_WORKER_MAX_CONCURRENT_JOBS: settingWithDefault(numberValue({ unit: 'jobs', minimum: 1 }), 10, {
    summary: 'How many jobs a worker has in hand at most.',
    aliases: [
      'CAMUNDA_WORKER_MAX_JOBS_ACTIVE',
      'CAMUNDA_CLIENT_WORKER_DEFAULTS_MAXJOBSACTIVE',
      'ZEEBE_CLIENT_WORKER_MAXJOBSACTIVE',
    ],
  }),
  CAMUNDA_WORKER_REQUEST_TIMEOUT: settingWithDefault(
    numberValue({ unit: 'milliseconds', minimum: -(2 ** 31 - 1), maximum: 2 ** 31 - 1 }),
    0,
    {
      summary:
        'How long the cluster may hold an empty answer back, in milliseconds; 0 for the cluster’s own default, a negative number for not at all.',
    },
  ),
  CAMUNDA_WORKER_NAME: settingWithDefault(textValue('a name'), 'camunda-typescript-sdk-worker', {
    summary: 'The name under which workers appear in the cluster.',
    aliases: ['ZEEBE_CLIENT_WORKER_NAME', 'CAMUNDA_CLIENT_WORKER_DEFAULTS_NAME'],
  }),
  CAMUNDA_WORKER_STARTUP_JITTER_MAX_SECONDS: settingWithDefault(
    numberValue({ unit: 'seconds', maximum: 86_400, fractions: true }),
    0,
    { summary: 'A worker waits a random time up to this before its first poll, in seconds.' },
  ),
  CAMUNDA_WORKER_MAX_BACKOFF_MS: settingWithDefault(millisecondsValue(), 30_000, {
    summary: 'The longest pause after failed polls, in milliseconds.',
    aliases: ['CAMUNDA_JOB_WORKER_MAX_BACKOFF_MS'],
  }),
};
