import type { BackpressureState } from '../backpressure/backpressure-gate.ts';

/** What all events of a call have in common. */
interface CallEventBase {
  /** Counts the calls of a transport, from 1. */
  readonly callId: number;
  readonly operationId: string;
  /** The id given with {@link withCorrelation} or the call's options. */
  readonly correlationId: string | undefined;
}

/** A call was made. */
export interface CallStartEvent extends CallEventBase {
  readonly type: 'start';
  readonly method: string;
  /** The path with its parameters in braces: the same for every call of the operation. */
  readonly path: string;
}

/** An attempt is about to be sent. */
export interface CallAttemptEvent extends CallEventBase {
  readonly type: 'attempt';
  /** From 1. */
  readonly attempt: number;
}

/** An attempt failed and the call will be sent again. */
export interface CallRetryEvent extends CallEventBase {
  readonly type: 'retry';
  /** The attempt that failed. */
  readonly attempt: number;
  readonly error: unknown;
  /** The pause before the next attempt, in milliseconds. */
  readonly delayMs: number;
}

/** The credentials were refused with a 401 and made anew. */
export interface CallAuthEvent extends CallEventBase {
  readonly type: 'auth';
  /** Whether the new ones differ, so that the call is sent again. */
  readonly changed: boolean;
}

/** A call ended. */
export interface CallEndEvent extends CallEventBase {
  readonly type: 'end';
  readonly attempts: number;
  /** From the call to its end, in milliseconds. */
  readonly durationMs: number;
  /** The status of a success. */
  readonly status: number | undefined;
  /** What the call was rejected with. */
  readonly error: unknown;
}

/** The backpressure changed. */
export interface BackpressureEvent extends BackpressureState {
  readonly type: 'backpressure';
}

/** What a transport tells of its calls. Holds neither headers nor bodies. */
export type CallEvent =
  | CallStartEvent
  | CallAttemptEvent
  | CallRetryEvent
  | CallAuthEvent
  | CallEndEvent
  | BackpressureEvent;

/** Hears events. What it throws is logged and does nothing else. */
export type CallEventListener = (event: CallEvent) => void;
