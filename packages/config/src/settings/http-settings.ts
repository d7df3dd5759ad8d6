import { setting, settingWithDefault } from '../setting.ts';
import { choiceValue } from '../values/choice-value.ts';
import { millisecondsValue, numberValue } from '../values/number-value.ts';
import { textValue } from '../values/text-value.ts';

const percent = () => numberValue({ unit: 'percent', minimum: 1, maximum: 99 });
const count = (minimum: number) => numberValue({ unit: 'calls', minimum });
const byProfile = { defaultNote: 'follows from the profile; this is the one of BALANCED' } as const;

/** How calls are limited in time, repeated, and slowed down when the cluster is overloaded. */
export const httpSettings = {
  CAMUNDA_SDK_HTTP_TIMEOUT_MS: settingWithDefault(millisecondsValue(1), 10_000, {
    summary: 'The time limit of a call, in milliseconds. A long poll has as much more as it asks for.',
  }),
  CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS: settingWithDefault(numberValue({ unit: 'attempts', minimum: 1 }), 3, {
    summary: 'How often a call may be sent, the first time included; 1 for never again.',
  }),
  CAMUNDA_SDK_HTTP_RETRY_BASE_DELAY_MS: settingWithDefault(millisecondsValue(), 100, {
    summary: 'The upper bound of the first pause between attempts, in milliseconds; it doubles each time.',
  }),
  CAMUNDA_SDK_HTTP_RETRY_MAX_DELAY_MS: settingWithDefault(millisecondsValue(), 2000, {
    summary: 'The upper bound of every pause between attempts, in milliseconds.',
  }),
  CAMUNDA_SDK_USER_AGENT: setting(textValue('a product token such as my-service/1.2'), {
    summary: 'Is added to the `User-Agent` of every call.',
    aliases: ['CAMUNDA_CUSTOM_USER_AGENT_STRING'],
  }),
  CAMUNDA_SDK_BACKPRESSURE_PROFILE: settingWithDefault(
    choiceValue(['BALANCED', 'LEGACY', 'CONSERVATIVE', 'AGGRESSIVE']),
    'BALANCED',
    {
      summary:
        'How the number of calls under way follows the cluster’s signs of overload. LEGACY only watches and never holds a call back.',
    },
  ),
  CAMUNDA_SDK_BACKPRESSURE_INITIAL_MAX: settingWithDefault(count(1), 16, {
    summary: 'The limit of calls under way after the first sign of overload.',
    ...byProfile,
  }),
  CAMUNDA_SDK_BACKPRESSURE_FLOOR: settingWithDefault(count(1), 1, {
    summary: 'The limit never gets lower than this.',
    ...byProfile,
  }),
  CAMUNDA_SDK_BACKPRESSURE_SOFT_FACTOR: settingWithDefault(percent(), 70, {
    summary: 'What is left of the limit after a sign of overload, in percent.',
    ...byProfile,
  }),
  CAMUNDA_SDK_BACKPRESSURE_SEVERE_FACTOR: settingWithDefault(percent(), 50, {
    summary: 'What is left of the limit after a sign of severe overload, in percent.',
    ...byProfile,
  }),
  CAMUNDA_SDK_BACKPRESSURE_SEVERE_THRESHOLD: settingWithDefault(
    numberValue({ unit: 'signs', minimum: 1 }),
    3,
    {
      summary: 'How many signs of overload in a row count as severe.',
      ...byProfile,
    },
  ),
  CAMUNDA_SDK_BACKPRESSURE_RECOVERY_INTERVAL_MS: settingWithDefault(millisecondsValue(1), 1000, {
    summary: 'The time between two steps of recovery, in milliseconds.',
    ...byProfile,
  }),
  CAMUNDA_SDK_BACKPRESSURE_RECOVERY_STEP: settingWithDefault(count(1), 1, {
    summary: 'How many calls the limit grows by in a step of recovery.',
    ...byProfile,
  }),
  CAMUNDA_SDK_BACKPRESSURE_DECAY_QUIET_MS: settingWithDefault(millisecondsValue(), 2000, {
    summary: 'The time without a sign of overload that lowers the severity by one, in milliseconds.',
    ...byProfile,
  }),
  CAMUNDA_SDK_BACKPRESSURE_MAX_WAITERS: settingWithDefault(count(0), 1000, {
    summary: 'How many calls may wait for their turn; a further one fails at once.',
    ...byProfile,
  }),
  CAMUNDA_SDK_BACKPRESSURE_HEALTHY_RECOVERY_MULTIPLIER: settingWithDefault(
    numberValue({ unit: 'percent', minimum: 101, maximum: 10_000 }),
    150,
    { summary: 'What the limit grows to in a step while the cluster is healthy, in percent.', ...byProfile },
  ),
  CAMUNDA_SDK_BACKPRESSURE_UNLIMITED_AFTER_HEALTHY_MS: settingWithDefault(millisecondsValue(), 30_000, {
    summary: 'The time in health after which the limit is lifted, in milliseconds.',
    ...byProfile,
  }),
};
