import type { Member } from '@camunda/core';
import { CallCancellation } from './call-cancellation.ts';
import type { EncodedBody } from './encode-body.ts';
import type { Operation, OperationInput } from './operation.ts';
import type { EarlyOutcome, GivenCredentials, HeadStart } from './short-way.ts';
import { type BodyObserver, StreamBody } from './streams/stream-body.ts';
import type { CallEventListener } from './telemetry/call-event.ts';
import type { CallOptions } from './transport.ts';

/** What a {@link CallRequest} is made from. */
export interface CallRequestOptions {
  readonly operation: Operation;
  readonly input: OperationInput;
  readonly options: CallOptions;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: EncodedBody;
}

/** Lets the retry policy give the call's permit back while nothing is under way. */
export interface CallPermit {
  /** Gives the permit back, before a pause; tells how the attempt ended. */
  suspend(error: unknown): void;
  /** Takes a permit again, after the pause. */
  resume(): Promise<void>;
  /** Gives the permit back for good: the call has ended, whatever its policies still do. */
  release(): void;
}

/** One call on its way through the policies. Policies may change its headers and read its state. */
export class CallRequest implements BodyObserver, Member {
  readonly operation: Operation;
  readonly input: OperationInput;
  readonly options: CallOptions;
  /** The full address. */
  readonly url: string;
  /** Header values by lower-case name. */
  readonly headers: Record<string, string>;
  /** What is sent. */
  readonly body: EncodedBody;
  /** Ends the call from within. */
  readonly cancellation: CallCancellation = new CallCancellation();
  /** Ends the attempt that is under way, where attempts have a time limit of their own. */
  attemptCancellation: CallCancellation | undefined;
  /** Whether the server holds the answer back on purpose. */
  readonly isLongPoll: boolean;
  /** Its place among the open calls of its transport. */
  place = -1;
  /** The number of the attempt that is under way, from 1; 0 before the first. */
  attempt = 0;
  /** Whether bytes of the attempt that is under way may have left the process. */
  mayHaveBeenSent = false;
  /** Whether an earlier attempt may have been carried out. */
  earlierOutcomeUnknown = false;
  /** Whether headers of the auth provider go with the call. */
  carriesCredentials = false;
  /** Whether the credentials were made anew for this call after a 401. */
  credentialsRefreshed = false;
  /** When the call has to end, on the monotonic clock of the transport, in milliseconds. */
  deadlineAt: number = Number.POSITIVE_INFINITY;
  /** How long the call may take, and a stream may stand still, in milliseconds; set by the deadline policy. */
  timeLimitMs: number = Number.POSITIVE_INFINITY;
  /** Whether its time runs already, since before its first policy. */
  isTimed = false;
  /** Called when the connection has taken a piece of a body that is a stream, a file or a form. */
  readonly progressListeners: (() => void)[] = [];
  /** Whether the connection has taken a piece of such a body. */
  hasProgressed = false;
  /** What reading the source of the body was rejected with. */
  sourceFailure: { readonly error: unknown } | undefined;
  /** The error of the last failed attempt. */
  lastError: unknown;
  /** Counts the calls of a transport, from 1; set by the telemetry policy. */
  callId = 0;
  /** The id that the caller's scope or the call's options give; set by the telemetry policy. */
  correlationId: string | undefined;
  /** Hear the events of this call only. */
  readonly listeners: CallEventListener[] = [];
  /** How the call went already, where it was sent before it came to the policies; taken by the first attempt. */
  early: EarlyOutcome | undefined;
  /** What the auth provider gave already; taken by the first attempt. */
  givenCredentials: GivenCredentials | undefined;
  /** Set by the backpressure policy while the call is counted. */
  permit: CallPermit | undefined;

  /** Those who wait for the end of the answer's stream; `undefined` while none is open. */
  #afterStream: (() => void)[] | undefined;

  constructor(options: CallRequestOptions) {
    this.operation = options.operation;
    this.input = options.input;
    this.options = options.options;
    this.url = options.url;
    this.headers = options.headers;
    this.body = options.body;
    this.isLongPoll = isLongPoll(options.operation, options.input.body);
  }

  /** Goes on where the short way has left the call. */
  takeOver({ credentials, outcome }: HeadStart): void {
    this.givenCredentials = credentials;
    this.early = outcome;
    this.deadlineAt = outcome?.deadlineAt ?? this.deadlineAt;
  }

  /** Whether the body can be sent, again or for the first time: a stream is sent once. */
  get canBeSent(): boolean {
    return !(this.body instanceof StreamBody) || this.body.canBeSent;
  }

  /** Says that the answer is a stream; the returned function says that it has ended. */
  openStream(): () => void {
    const listeners: (() => void)[] = [];
    this.#afterStream = listeners;
    return () => {
      this.#afterStream = undefined;
      for (const listener of listeners.splice(0)) listener();
    };
  }

  /** Whether the answer is a stream that has not ended. */
  get hasOpenStream(): boolean {
    return this.#afterStream !== undefined;
  }

  /** Calls `listener` when the stream of the answer has ended; at once where there is none. */
  afterStream(listener: () => void): void {
    if (this.#afterStream === undefined) listener();
    else this.#afterStream.push(listener);
  }

  pieceTaken(): void {
    this.hasProgressed = true;
    for (const listener of this.progressListeners) listener();
  }

  sourceFailed(error: unknown): void {
    this.sourceFailure = { error };
  }

  /** What ends the work that is under way: the attempt's cancellation while there is one, else the call's. */
  get scope(): CallCancellation {
    return this.attemptCancellation ?? this.cancellation;
  }

  /** Aborted when the work that is under way has to end: by the caller, or by a time limit. */
  get signal(): AbortSignal {
    return this.scope.signal;
  }
}

/** `createProcessInstance` waits for an answer only when it is asked to; activation always does. */
function isLongPoll(operation: Operation, body: unknown): boolean {
  if (operation.longPoll !== true) return false;
  if (operation.operationClass !== 'unsafe' || typeof body !== 'object' || body === null) return true;
  return (
    !operation.operationId.startsWith('createProcessInstance') ||
    Reflect.get(body, 'awaitCompletion') === true
  );
}
