import type { Operation, OperationInput } from './operation.ts';

/** What a caller may say about one call. */
export interface CallOptions {
  /** Ends the call at once, wherever it is; the promise rejects with the signal's reason. @default none */
  readonly signal?: AbortSignal | undefined;
  /** The time limit of the whole call, in milliseconds. @default the transport's */
  readonly timeoutMs?: number | undefined;
  /** How the call is repeated; `false` sends it once. @default the transport's */
  readonly retry?: false | RetryOverride | undefined;
  /** Goes into the events of the call. @default the one of the scope, see `withCorrelation` */
  readonly correlationId?: string | undefined;
  /**
   * Whether an error of the call shows the lines that made it, below its own stack. `true` notes them when the call is made, which
   * costs some microseconds each time; `false` shows none.
   * @default the lines that await the call when it fails, which costs nothing
   */
  readonly callerStack?: boolean | undefined;
}

/** The parts of the retry settings that a call may change. */
export interface RetryOverride {
  /** How often the call may be sent, the first time included. */
  readonly maxAttempts?: number | undefined;
  /** The upper bound of the first pause, in milliseconds; it doubles with every further one. */
  readonly baseDelayMs?: number | undefined;
  /** The upper bound of every pause, in milliseconds. */
  readonly maxDelayMs?: number | undefined;
}

/** The one way to call the cluster: every operation of every package goes through a transport. */
export interface Transport {
  /**
   * Calls an operation and gives what a successful answer held: parsed JSON, text, bytes or `undefined`,
   * as the operation's `response` says.
   */
  call<Result = unknown>(
    operation: Operation,
    input?: OperationInput,
    options?: CallOptions,
  ): Promise<Result>;
  /** Ends the calls under way, lets go of connections, and refuses later calls. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
