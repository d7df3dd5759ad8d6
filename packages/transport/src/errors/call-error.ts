import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** What the errors of one call have in common. */
export interface CallErrorOptions {
  readonly code: string;
  readonly operationId: string;
  /** How often the call was sent, or was about to be. @default 0 */
  readonly attempts?: number | undefined;
  /** Whether the cluster may have carried the call out although no answer tells. @default false */
  readonly outcomeUnknown?: boolean | undefined;
  /** Whether sending the same call again may help. @default false */
  readonly isRetryable?: boolean | undefined;
  /** One line about the likeliest reason and what to do. @default undefined */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The base of every error that a call through a transport ends with, aborts by the caller excepted.
 *
 * The message stays the same for the same kind of failure, so that error trackers can group it; what varies is in the fields.
 */
export class CallError extends CamundaError {
  /** The operation's name in the specification, such as `completeJob`. */
  readonly operationId: string;
  /** How often the call was sent. 0: it never left this process. */
  attempts: number;
  /** Whether the cluster may have carried the call out although no answer tells. Look before you repeat it. */
  outcomeUnknown: boolean;
  /** Whether sending the same call again may help. */
  readonly isRetryable: boolean;
  /** One line about the likeliest reason and what to do about it. */
  readonly hint: string | undefined;

  constructor(message: string, options: CallErrorOptions) {
    super(options.hint === undefined ? message : `${message}. ${options.hint}`, options);
    this.operationId = options.operationId;
    this.attempts = options.attempts ?? 0;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.isRetryable = options.isRetryable ?? false;
    this.hint = options.hint;
  }

  get [errorBrand('CallError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is CallError {
    return hasErrorBrand(value, 'CallError');
  }
}
