import { systemClock, systemRandom } from '@camunda/core';
import { ValidationError } from './errors/validation-error.ts';
import { DEFAULT_BASE_URL, parseBaseUrl } from './parse-base-url.ts';
import { DEFAULT_DEADLINES } from './policies/deadline-policy.ts';
import { positiveMilliseconds } from './positive-milliseconds.ts';
import { DEFAULT_RETRY, mergeRetrySettings } from './retry-settings.ts';
import type { TransportOptions } from './transport-options.ts';
import { VERSION } from './version.ts';

/** Every option of a transport with its final value. */
export type ResolvedTransportOptions = ReturnType<typeof resolveTransportOptions>;

/**
 * Options over configuration over defaults.
 *
 * @throws {ValidationError} a value cannot be used; the message names the option or the setting
 */
export function resolveTransportOptions(options: TransportOptions) {
  const configuration = options.configuration ?? {};
  const fromConfiguration = options.baseUrl === undefined && configuration.CAMUNDA_REST_ADDRESS !== undefined;
  const setting = options.addressSetting ?? (fromConfiguration ? 'CAMUNDA_REST_ADDRESS' : undefined);
  const given = options.baseUrl ?? configuration.CAMUNDA_REST_ADDRESS ?? DEFAULT_BASE_URL;
  const { base, origin } = parseBaseUrl(given, setting ?? 'baseUrl');
  const timeoutMs =
    options.timeoutMs ?? configuration.CAMUNDA_SDK_HTTP_TIMEOUT_MS ?? DEFAULT_DEADLINES.timeoutMs;
  const deadlines = {
    timeoutMs: positive('timeoutMs', timeoutMs),
    acknowledgementTimeoutMs: positive(
      'acknowledgementTimeoutMs',
      options.acknowledgementTimeoutMs ?? DEFAULT_DEADLINES.acknowledgementTimeoutMs,
    ),
    longPollMarginMs: positive(
      'longPollMarginMs',
      options.longPollMarginMs ?? DEFAULT_DEADLINES.longPollMarginMs,
    ),
    longPollDefaultMs: DEFAULT_DEADLINES.longPollDefaultMs,
  };
  return {
    base,
    target: { address: origin, setting },
    auth: {
      base,
      addressSetting: setting,
      dangerouslySendCredentialsOverHttp:
        options.dangerouslySendCredentialsOverHttp ??
        configuration.CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP ??
        false,
    },
    deadlines,
    timeoutMs: deadlines.timeoutMs,
    attemptTimeoutMs:
      options.attemptTimeoutMs === undefined
        ? undefined
        : positive('attemptTimeoutMs', options.attemptTimeoutMs),
    retry: resolveRetry(options),
    bigints: options.bigints ?? 'bigint',
    userAgent: userAgentOf(options.userAgent ?? configuration.CAMUNDA_SDK_USER_AGENT),
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
  } as const;
}

function resolveRetry(options: TransportOptions) {
  const configuration = options.configuration ?? {};
  const retry = options.retry === false ? { maxAttempts: 1 } : (options.retry ?? {});
  return mergeRetrySettings(
    {
      maxAttempts: retry.maxAttempts ?? configuration.CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS,
      baseDelayMs: retry.baseDelayMs ?? configuration.CAMUNDA_SDK_HTTP_RETRY_BASE_DELAY_MS,
      maxDelayMs: retry.maxDelayMs ?? configuration.CAMUNDA_SDK_HTTP_RETRY_MAX_DELAY_MS,
      maxRetryAfterMs: options.maxRetryAfterMs,
    },
    DEFAULT_RETRY,
  );
}

function positive(parameter: string, value: number): number {
  return positiveMilliseconds(parameter, value, 'createTransport');
}

function userAgentOf(suffix: string | undefined): string {
  const own = `camunda-typescript/${VERSION}`;
  if (suffix === undefined || suffix === '') return own;
  if (/[^\x20-\x7e]/.test(suffix)) {
    throw new ValidationError('userAgent has to be printable ASCII', {
      operationId: 'createTransport',
      parameter: 'userAgent',
    });
  }
  return `${own} ${suffix}`;
}
