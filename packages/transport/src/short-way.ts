import type { AuthHeaders } from '@camunda/auth';
import type { Clock } from '@camunda/core';
import type { BackpressureGate } from './backpressure/backpressure-gate.ts';
import { ClosedError } from './errors/closed-error.ts';
import { TimeoutError } from './errors/timeout-error.ts';
import { isWebPage } from './is-web-page.ts';
import type { Operation, OperationInput } from './operation.ts';
import type { ShortExchange, ShortLane, ShortListener, WireResponse } from './sender.ts';
import { SharedSignals } from './shared-signals.ts';
import { type Due, SharedTimer } from './shared-timer.ts';
import type { EventBus } from './telemetry/event-bus.ts';
import type { CallOptions } from './transport.ts';

/** What a {@link ShortWay} is made from: the parts that the default policies use, too. */
export interface ShortWayOptions {
  /** What the calls to an address are sent over, where it is open already. */
  readonly laneTo: (url: string) => ShortLane | undefined;
  readonly clock: Clock;
  readonly gate: BackpressureGate;
  readonly events: Pick<EventBus, 'isHeard'>;
  /** Asks for the headers that authenticate a call to this address; `undefined` where they are refused. */
  readonly credentials: ((url: string) => GivenCredentials | undefined) | undefined;
  /** What the transport allows an attempt, in milliseconds. @default as long as the call */
  readonly attemptTimeoutMs: number | undefined;
}

/** One call as the transport hands it over. */
export interface ShortCallInput {
  readonly operation: Operation;
  readonly input: OperationInput;
  readonly options: CallOptions;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Hands the call over to the policies, with what was done for it already. */
  readonly handOver: (start: HeadStart) => Promise<unknown>;
}

/** What the auth provider gave for a call. */
export type GivenCredentials = AuthHeaders | Promise<AuthHeaders>;

/** What was done for a call before it came to the policies. */
export interface HeadStart {
  /** What the auth provider was asked for. */
  readonly credentials: GivenCredentials | undefined;
  /** How sending the call went, where it was sent. */
  readonly outcome?: EarlyOutcome | undefined;
}

/** How a call went that was sent before it came to the policies. */
export interface EarlyOutcome {
  /** Gives or throws what sending it gave or threw. */
  readonly take: () => WireResponse;
  readonly mayHaveBeenSent: boolean;
  /** When the call has to end, on the monotonic clock. */
  readonly deadlineAt: number;
}

/**
 * The way of acknowledgements that are sent once while nobody listens, which is how a worker sends nearly all of its
 * calls. With the default policies, a success needs none of them but a time limit and credentials; so it costs one object
 * and one promise here instead of some per policy. Whatever is no success goes on to the policies, which judge it as if
 * they had sent it themselves.
 */
export class ShortWay {
  readonly options: ShortWayOptions;
  /** Holds the calls under way: each has a time limit. */
  readonly timer: SharedTimer<ShortCall>;
  readonly signals: SharedSignals = new SharedSignals((signal) => this.#abort(signal));

  constructor(options: ShortWayOptions) {
    this.options = options;
    this.timer = new SharedTimer(options.clock);
  }

  /** Whether a call may go this way. */
  isOpenTo(operation: Operation, options: CallOptions): boolean {
    return (
      // Programs in JavaScript hear later what is wrong with what they gave.
      operation?.operationClass === 'acknowledgement' &&
      operation.response === 'none' &&
      options?.retry === false &&
      options.callerStack === false &&
      typeof options.timeoutMs === 'number' &&
      options.timeoutMs > 0 &&
      options.timeoutMs <= (this.options.attemptTimeoutMs ?? Number.POSITIVE_INFINITY) &&
      (options.signal === undefined || options.signal?.aborted === false) &&
      !this.options.events.isHeard
    );
  }

  /** Sends the call; `undefined` when it has to go the long way after all. */
  call(input: ShortCallInput): Promise<unknown> | undefined {
    const { credentials, laneTo } = this.options;
    const lane = laneTo(input.url);
    if (lane === undefined) return undefined;
    const given = credentials?.(input.url);
    if (given === undefined && credentials !== undefined) return undefined;
    // The policies can wait. Asking the provider again would double its work.
    if (given instanceof Promise) return input.handOver({ credentials: given });
    for (const [name, value] of Object.entries(given ?? {})) input.headers[name.toLowerCase()] = value;
    return new Promise((resolve, reject) => new ShortCall(this, input, given, resolve, reject).begin(lane));
  }

  /** Ends the calls under way. */
  close(): void {
    for (const call of this.timer.waiting) call.onClose();
    this.signals.close();
  }

  #abort(signal: AbortSignal): void {
    for (const call of this.timer.waiting) call.onAbort(signal);
  }
}

/** One call: it is what its sender, its time limit and its signal report to. */
class ShortCall implements ShortListener, Due {
  place = -1;
  readonly dueAt: number;
  readonly #way: ShortWay;
  readonly #input: ShortCallInput;
  readonly #credentials: AuthHeaders | undefined;
  readonly #resolve: (result: Promise<unknown> | undefined) => void;
  readonly #reject: (reason: unknown) => void;
  #exchange: ShortExchange | undefined;
  #mayHaveBeenSent = false;

  constructor(
    way: ShortWay,
    input: ShortCallInput,
    credentials: AuthHeaders | undefined,
    resolve: (result: Promise<unknown> | undefined) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#way = way;
    this.#input = input;
    this.#credentials = credentials;
    this.#resolve = resolve;
    this.#reject = reject;
    this.dueAt = way.options.clock.monotonic() + (input.options.timeoutMs ?? 0);
  }

  begin(lane: ShortLane): void {
    const { signal } = this.#input.options;
    this.#way.timer.add(this);
    if (signal) this.#way.signals.hear(signal);
    try {
      this.#exchange = lane.begin(this.#input, this);
    } catch (error) {
      this.onFailure(error);
    }
  }

  onStart(): void {
    this.#mayHaveBeenSent = true;
  }

  onAnswer(response: WireResponse): void {
    if (response.status < 200 || response.status >= 300 || isWebPage(response)) {
      this.#judge(() => response);
      return;
    }
    if (!this.#end()) return;
    this.#way.options.gate.signalSuccess();
    this.#resolve(undefined);
  }

  onFailure(error: unknown): void {
    this.#judge(() => {
      throw error;
    });
  }

  onDue(): void {
    const { operation, options } = this.#input;
    const { operationId } = operation;
    this.#cancel(
      new TimeoutError({
        operationId,
        timeoutMs: options.timeoutMs ?? 0,
        scope: 'call',
        attempts: 1,
        outcomeUnknown: this.#mayHaveBeenSent,
        isRetryable: true,
      }),
    );
  }

  onAbort(signal: AbortSignal): void {
    if (signal === this.#input.options.signal) this.#cancel(signal.reason);
  }

  onClose(): void {
    const { operationId } = this.#input.operation;
    this.#cancel(new ClosedError({ operationId, attempts: 1, outcomeUnknown: this.#mayHaveBeenSent }));
  }

  #judge(take: () => WireResponse): void {
    if (!this.#end()) return;
    const outcome = { take, mayHaveBeenSent: this.#mayHaveBeenSent, deadlineAt: this.dueAt };
    this.#resolve(this.#input.handOver({ credentials: this.#credentials, outcome }));
  }

  #cancel(reason: unknown): void {
    if (!this.#end()) return;
    this.#reject(reason);
    this.#exchange?.abort();
  }

  /** Whether the call ends now, and not before. */
  #end(): boolean {
    return this.#way.timer.delete(this);
  }
}
