import { setting, settingWithDefault } from '../setting.ts';
import { booleanValue, parseBoolean } from '../values/boolean-value.ts';
import { choiceValue } from '../values/choice-value.ts';
import { millisecondsValue, numberValue } from '../values/number-value.ts';
import { INVALID, settingValue } from '../values/setting-value.ts';
import { listValue, textValue } from '../values/text-value.ts';

const LONGEST_MS = 2 ** 31 - 1;

const leaseValue = settingValue<boolean | 'auto'>('auto, true or false', (given) => {
  if (typeof given === 'boolean') return given;
  if (typeof given !== 'string') return INVALID;
  return given.trim().toLowerCase() === 'auto' ? 'auto' : (parseBoolean(given) ?? INVALID);
});

/** What a job worker does unless its own options say otherwise. */
export const workerSettings = {
  CAMUNDA_WORKER_TIMEOUT: settingWithDefault(millisecondsValue(1), 30_000, {
    summary: 'How long a job is reserved for the worker that activated it, in milliseconds.',
  }),
  CAMUNDA_WORKER_MAX_CONCURRENT_JOBS: settingWithDefault(
    numberValue({ unit: 'jobs', minimum: 1, maximum: 2 ** 31 - 1 }),
    10,
    {
      summary: 'How many jobs a worker has in hand at most.',
      aliases: [
        'CAMUNDA_WORKER_MAX_JOBS_ACTIVE',
        'CAMUNDA_CLIENT_WORKER_DEFAULTS_MAXJOBSACTIVE',
        'ZEEBE_CLIENT_WORKER_MAXJOBSACTIVE',
      ],
    },
  ),
  CAMUNDA_WORKER_MAX_JOBS_PER_POLL: setting(numberValue({ unit: 'jobs', minimum: 1, maximum: 2 ** 31 - 1 }), {
    summary: 'How many jobs a worker asks for with one request at most.',
    defaultNote: 'all free slots',
  }),
  CAMUNDA_WORKER_REQUEST_TIMEOUT: settingWithDefault(
    numberValue({ unit: 'milliseconds', minimum: -LONGEST_MS, maximum: LONGEST_MS }),
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
  CAMUNDA_WORKER_FETCH_VARIABLES: setting(listValue('names of variables'), {
    summary: 'The variables that workers fetch with a job. The schema or the list of a worker itself wins.',
    defaultNote: 'all',
  }),
  CAMUNDA_WORKER_TENANT_FILTER: setting(choiceValue(['PROVIDED', 'ASSIGNED']), {
    summary: 'Whether workers ask for the jobs of given tenants, or of all that the client is assigned to.',
  }),
  CAMUNDA_WORKER_STARTUP_JITTER_MAX_SECONDS: settingWithDefault(
    numberValue({ unit: 'seconds', maximum: 86_400, fractions: true }),
    0,
    { summary: 'A worker waits a random time up to this before its first poll, in seconds.' },
  ),
  CAMUNDA_WORKER_CONCURRENCY: settingWithDefault(choiceValue(['fixed', 'adaptive']), 'fixed', {
    summary: 'Whether the number of jobs in hand follows the load of this machine.',
  }),
  CAMUNDA_WORKER_POOL_SIZE: setting(
    numberValue({ unit: 'threads or processes', minimum: 1, maximum: 1024 }),
    {
      summary: 'How many threads or processes run handlers that have one of their own.',
      defaultNote: 'the worker decides',
    },
  ),
  CAMUNDA_WORKER_REFILL_THRESHOLD: settingWithDefault(
    numberValue({ unit: 'slots as a part of all', minimum: 0.001, maximum: 1, fractions: true }),
    0.3,
    { summary: 'The part of all slots that must be free before a worker asks for more jobs.' },
  ),
  CAMUNDA_WORKER_LOCK_EXTENSION: settingWithDefault(booleanValue(), true, {
    summary: 'Extends the reservation of a job while its handler runs.',
  }),
  CAMUNDA_WORKER_LOCK_EXTENSION_MAX: settingWithDefault(millisecondsValue(1), 3_600_000, {
    summary: 'How long the reservation of a job is extended at most, in milliseconds.',
  }),
  CAMUNDA_WORKER_WITH_LEASE: settingWithDefault(leaseValue, 'auto', {
    summary: 'Whether jobs are activated with a lease token; `auto` for clusters that know them.',
  }),
  CAMUNDA_WORKER_POLL_BACK_OFF: settingWithDefault(millisecondsValue(1), 1000, {
    summary: 'The pause after the first failed poll, in milliseconds; it grows with every further one.',
  }),
  CAMUNDA_WORKER_MAX_BACKOFF_MS: settingWithDefault(millisecondsValue(1), 30_000, {
    summary: 'The longest pause after failed polls, in milliseconds.',
    aliases: ['CAMUNDA_JOB_WORKER_MAX_BACKOFF_MS'],
  }),
  CAMUNDA_WORKER_POLL_MARGIN: settingWithDefault(millisecondsValue(1), 5000, {
    summary: 'How much longer than the cluster may take a worker waits for an answer, in milliseconds.',
  }),
  CAMUNDA_WORKER_RETRY_BACK_OFF: settingWithDefault(millisecondsValue(), 1000, {
    summary: 'How long a job rests after its first failure, in milliseconds; it doubles each time.',
  }),
  CAMUNDA_WORKER_RETRY_BACK_OFF_MAX: settingWithDefault(millisecondsValue(), 300_000, {
    summary: 'How long a job rests after a failure at most, in milliseconds.',
  }),
  CAMUNDA_WORKER_ACKNOWLEDGEMENT_TIMEOUT: settingWithDefault(millisecondsValue(1), 60_000, {
    summary: 'How long a worker tries to tell the outcome of a job, in milliseconds.',
  }),
  CAMUNDA_WORKER_STOP_GRACE: settingWithDefault(millisecondsValue(), 25_000, {
    summary: 'How long jobs may go on when a worker is stopped, in milliseconds.',
  }),
  CAMUNDA_WORKER_HANDLE_SIGNALS: settingWithDefault(booleanValue(), false, {
    summary: 'Stops workers when the process is told to end (SIGINT, SIGTERM).',
  }),
};
