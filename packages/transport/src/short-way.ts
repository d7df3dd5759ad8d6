import type { AuthHeaders } from '@camunda/auth';
import type { Clock } from '@camunda/core';
import type { BackpressureGate } from './backpressure/backpressure-gate.ts';
import { ClosedError } from './errors/closed-error.ts';
import { TimeoutError } from './errors/timeout-error.ts';
import type { Operation, OperationInput } from './operation.ts';
import type { ShortExchange, ShortLane, ShortListener, WireResponse } from './sender.ts';
import { type Abortable, SharedSignals } from './shared-signals.ts';
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
  /** The headers that authenticate a call to this address, where they are at hand. */
  readonly credentials: ((url: string) => AuthHeaders | undefined) | undefined;
}

/** One call as the transport hands it over. */
export interface ShortCallInput {
  readonly operation: Operation;
  readonly input: OperationInput;
  readonly options: CallOptions;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Lets the policies have the last word on an outcome that is no success. */
  readonly judge: (early: EarlyOutcome) => Promise<unknown>;
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
  readonly timer: SharedTimer;
  readonly signals: SharedSignals = new SharedSignals();
  readonly underWay: Set<ShortCall> = new Set();

  constructor(options: ShortWayOptions) {
    this.options = options;
    this.timer = new SharedTimer(options.clock);
  }

  /** Whether a call may go this way. */
  isOpenTo(operation: Operation, options: CallOptions): boolean {
    return (
      operation.operationClass === 'acknowledgement' &&
      operation.response === 'none' &&
      operation.body === 'json' &&
      options.retry === false &&
      options.callerStack === false &&
      (options.timeoutMs ?? 0) > 0 &&
      options.signal?.aborted !== true &&
      !this.options.events.isHeard
    );
  }

  /** Sends the call; `undefined` when it has to go the long way after all, for credentials or a connection to be got. */
  call(input: ShortCallInput): Promise<unknown> | undefined {
    const { credentials, laneTo } = this.options;
    const lane = laneTo(input.url);
    if (lane === undefined) return undefined;
    if (credentials !== undefined) {
      const headers = credentials(input.url);
      if (headers === undefined) return undefined;
      for (const [name, value] of Object.entries(headers)) input.headers[name.toLowerCase()] = value;
    }
    return new Promise((resolve, reject) => new ShortCall(this, input, resolve, reject).begin(lane));
  }

  /** Ends the calls under way. */
  close(): void {
    for (const call of [...this.underWay]) call.onClose();
  }
}

/** One call: it is what its sender, its time limit and its signal report to. */
class ShortCall implements ShortListener, Due, Abortable {
  readonly dueAt: number;
  readonly #way: ShortWay;
  readonly #input: ShortCallInput;
  readonly #resolve: (result: Promise<unknown> | undefined) => void;
  readonly #reject: (reason: unknown) => void;
  #exchange: ShortExchange | undefined;
  #mayHaveBeenSent = false;

  constructor(
    way: ShortWay,
    input: ShortCallInput,
    resolve: (result: Promise<unknown> | undefined) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#way = way;
    this.#input = input;
    this.#resolve = resolve;
    this.#reject = reject;
    this.dueAt = way.options.clock.monotonic() + (input.options.timeoutMs ?? 0);
  }

  begin(lane: ShortLane): void {
    const { signal } = this.#input.options;
    this.#way.underWay.add(this);
    this.#way.timer.add(this);
    if (signal) this.#way.signals.join(signal, this);
    this.#exchange = lane.begin(this.#input, this);
  }

  onStart(): void {
    this.#mayHaveBeenSent = true;
  }

  onAnswer(response: WireResponse): void {
    if (response.status < 200 || response.status >= 300) {
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

  onAbort(reason: unknown): void {
    this.#cancel(reason);
  }

  onClose(): void {
    const { operationId } = this.#input.operation;
    this.#cancel(new ClosedError({ operationId, attempts: 1, outcomeUnknown: this.#mayHaveBeenSent }));
  }

  #judge(take: () => WireResponse): void {
    if (!this.#end()) return;
    const early = { take, mayHaveBeenSent: this.#mayHaveBeenSent, deadlineAt: this.dueAt };
    this.#resolve(this.#input.judge(early));
  }

  #cancel(reason: unknown): void {
    if (!this.#end()) return;
    this.#reject(reason);
    this.#exchange?.abort();
  }

  /** Whether the call ends now, and not before. */
  #end(): boolean {
    if (!this.#way.underWay.delete(this)) return false;
    this.#way.timer.delete(this);
    const { signal } = this.#input.options;
    if (signal) this.#way.signals.leave(signal, this);
    return true;
  }
}
