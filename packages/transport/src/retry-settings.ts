import type { CallRequest } from './call-request.ts';
import { ValidationError } from './errors/validation-error.ts';
import type { RetryOverride } from './transport.ts';

/** How calls are repeated. */
export interface RetrySettings {
  /** How often a call may be sent, the first time included. */
  readonly maxAttempts: number;
  /** The upper bound of the first pause, in milliseconds; it doubles with every further one. */
  readonly baseDelayMs: number;
  /** The upper bound of every pause that is not asked for by the cluster, in milliseconds. */
  readonly maxDelayMs: number;
  /** The upper bound of a pause that the cluster asks for with `Retry-After`, in milliseconds. */
  readonly maxRetryAfterMs: number;
}

/** The defaults of {@link RetrySettings}, as in the peers' SDKs. */
export const DEFAULT_RETRY: RetrySettings = {
  maxAttempts: 3,
  baseDelayMs: 100,
  maxDelayMs: 2000,
  maxRetryAfterMs: 30_000,
};

const SEND_ONCE: RetrySettings = { ...DEFAULT_RETRY, maxAttempts: 1 };

/** The settings of one call: acknowledgements are repeated until the time limit, unless the caller says how often. */
export function retrySettingsOf(request: CallRequest, settings: RetrySettings): RetrySettings {
  const override = request.options.retry;
  if (override === false) return SEND_ONCE;
  const acknowledgement = request.operation.operationClass === 'acknowledgement';
  if (override === undefined) {
    return acknowledgement ? { ...settings, maxAttempts: Number.POSITIVE_INFINITY } : settings;
  }
  const maxAttempts = override.maxAttempts ?? (acknowledgement ? Number.POSITIVE_INFINITY : undefined);
  return mergeRetrySettings({ ...override, maxAttempts }, settings, request.operation.operationId);
}

/**
 * Lays `override` over `settings`.
 *
 * @throws {ValidationError} a number is out of its range
 */
export function mergeRetrySettings(
  override: RetryOverride & { readonly maxRetryAfterMs?: number | undefined },
  settings: RetrySettings,
  operationId = 'createTransport',
): RetrySettings {
  const merged = {
    maxAttempts: override.maxAttempts ?? settings.maxAttempts,
    baseDelayMs: override.baseDelayMs ?? settings.baseDelayMs,
    maxDelayMs: override.maxDelayMs ?? settings.maxDelayMs,
    maxRetryAfterMs: override.maxRetryAfterMs ?? settings.maxRetryAfterMs,
  };
  for (const [name, value] of Object.entries(merged)) {
    const least = name === 'maxAttempts' ? 1 : 0;
    if (typeof value !== 'number' || !(value >= least)) {
      throw new ValidationError(`retry.${name} has to be at least ${least}, not ${value}`, {
        operationId,
        parameter: `retry.${name}`,
      });
    }
  }
  return merged;
}
