import { type Clock, delay } from '@camunda/core';
import type { BackpressureGate } from '../backpressure/backpressure-gate.ts';
import type { CallPermit, CallRequest } from '../call-request.ts';
import { BackpressureError } from '../errors/backpressure-error.ts';
import { HttpError } from '../errors/http-error.ts';
import type { Policy } from '../policy.ts';
import { isOverload } from '../resource-exhausted.ts';

/**
 * Holds calls back while the cluster is overloaded. Long polls and acknowledgements pass without a permit: the first would hold it for
 * nothing, the second make room in the cluster. Their signs of overload count.
 */
export function backpressurePolicy(gate: BackpressureGate, clock: Clock): Policy {
  return {
    name: 'backpressure',
    async handle(request, next) {
      const permit = isExempt(request) ? new FreePass(gate) : new GatePermit(gate, clock, request);
      if (!permit.take()) await permit.resume();
      request.permit = permit;
      try {
        const response = await next(request);
        gate.signalSuccess();
        return response;
      } catch (error) {
        permit.observe(error);
        throw error;
      } finally {
        request.permit = undefined;
        permit.release();
      }
    },
  };
}

const EXEMPT_OPERATIONS: ReadonlySet<string> = new Set(['completeUserTask']);

function isExempt(request: CallRequest): boolean {
  const { operation } = request;
  return (
    request.isLongPoll ||
    operation.operationClass === 'acknowledgement' ||
    EXEMPT_OPERATIONS.has(operation.operationId)
  );
}

/** Tells the gate how attempts end, each once. */
class FreePass implements CallPermit {
  protected readonly gate: BackpressureGate;
  #observed: unknown;

  constructor(gate: BackpressureGate) {
    this.gate = gate;
  }

  /** An error that the retry policy has told of already is not counted again when it ends the call. */
  observe(error: unknown): void {
    if (error === this.#observed) return;
    this.#observed = error;
    if (!HttpError.isInstance(error)) return;
    if (isOverload(error)) this.gate.signalOverload();
    // Any other answer that is not a gateway's is a sign of life.
    else if (error.status < 500) this.gate.signalSuccess();
  }

  suspend(error: unknown): void {
    this.observe(error);
    this.release();
  }

  /** Takes a permit without waiting, if there is one and no pause is due. */
  take(): boolean {
    return true;
  }

  resume(): Promise<void> {
    return Promise.resolve();
  }

  release(): void {
    // Nothing is held.
  }
}

/** One permit, held while an attempt is under way. */
class GatePermit extends FreePass {
  readonly #clock: Clock;
  readonly #request: CallRequest;
  #held = false;

  constructor(gate: BackpressureGate, clock: Clock, request: CallRequest) {
    super(gate);
    this.#clock = clock;
    this.#request = request;
  }

  override take(): boolean {
    this.#held = this.gate.extraDelayMs === 0 && this.gate.tryAcquire();
    return this.#held;
  }

  override async resume(): Promise<void> {
    this.#request.cancellation.throwIfCancelled();
    if (!this.gate.tryAcquire()) await this.#wait();
    this.#held = true;
    const { extraDelayMs } = this.gate;
    try {
      // The call may have ended between its turn and now.
      this.#request.cancellation.throwIfCancelled();
      if (extraDelayMs === 0) return;
      await delay(extraDelayMs, { signal: this.#request.cancellation.signal, clock: this.#clock });
    } catch (error) {
      this.release();
      throw error;
    }
  }

  override release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.gate.release();
  }

  #wait(): Promise<void> {
    const { cancellation, operation, attempt } = this.#request;
    return new Promise((resolve, reject) => {
      const leave = this.gate.enqueue(resolve);
      if (leave === undefined) {
        const { operationId } = operation;
        reject(new BackpressureError({ operationId, attempts: attempt, waiting: this.gate.state.waiters }));
        return;
      }
      cancellation.subscribe((reason) => {
        if (leave()) reject(reason);
      });
    });
  }
}
