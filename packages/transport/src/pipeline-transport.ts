import type { BackpressureGate, BackpressureState } from './backpressure/backpressure-gate.ts';
import { buildPath } from './build-path.ts';
import { CallRequest } from './call-request.ts';
import type { CallResponse } from './call-response.ts';
import { appendCaller, captureCaller } from './caller-stack.ts';
import { checkCall } from './check-call.ts';
import type { CredentialHeaders } from './credential-headers.ts';
import { encodeBody } from './encode-body.ts';
import { ClosedError } from './errors/closed-error.ts';
import { OpenCalls } from './open-calls.ts';
import type { Operation, OperationInput } from './operation.ts';
import type { NextPolicy, Policy } from './policy.ts';
import { MASK, renderCurl, renderRequest } from './render-call.ts';
import type { Sender } from './sender.ts';
import type { HeadStart, ShortWay } from './short-way.ts';
import type { CallEventListener } from './telemetry/call-event.ts';
import type { EventBus } from './telemetry/event-bus.ts';
import type { CallOptions, Transport } from './transport.ts';

/** What a {@link PipelineTransport} is made from. */
export interface PipelineTransportOptions {
  /** The base address without a slash at its end. */
  readonly base: string;
  readonly userAgent: string;
  readonly policies: readonly Policy[];
  /** Sends a call through the policies. */
  readonly handle: NextPolicy;
  readonly sender: Sender;
  readonly gate: BackpressureGate;
  readonly events: EventBus;
  /** For calls that need no policy unless they fail. */
  readonly shortWay: ShortWay | undefined;
  /** Which headers carry credentials. */
  readonly credentialHeaders: CredentialHeaders;
}

const NO_INPUT: OperationInput = {};
const NO_OPTIONS: CallOptions = {};

/** A transport that sends every call through a list of policies. */
export class PipelineTransport implements Transport {
  /** The policies in their order, outermost first. */
  readonly policies: readonly Policy[];
  readonly #base: string;
  /** The base address without its `/v2`. */
  readonly #origin: string;
  readonly #gate: BackpressureGate;
  readonly #events: EventBus;
  readonly #credentialHeaders: CredentialHeaders;
  readonly #userAgent: string;
  readonly #handle: NextPolicy;
  readonly #sender: Sender;
  readonly #shortWay: ShortWay | undefined;
  readonly #calls = new OpenCalls();
  #closed = false;
  #closing: Promise<void> | undefined;

  constructor(options: PipelineTransportOptions) {
    this.policies = options.policies;
    this.#base = options.base;
    this.#origin = options.base.replace(/\/v2$/, '');
    this.#gate = options.gate;
    this.#events = options.events;
    this.#credentialHeaders = options.credentialHeaders;
    this.#userAgent = options.userAgent;
    this.#sender = options.sender;
    this.#shortWay = options.shortWay;
    this.#handle = options.handle;
  }

  call<Result = unknown>(
    operation: Operation,
    input: OperationInput = NO_INPUT,
    options: CallOptions = NO_OPTIONS,
  ): Promise<Result> {
    if (this.#shortWay?.isOpenTo(operation, options) && !this.#closed) {
      const sent = this.#callShort(this.#shortWay, operation, input, options);
      if (sent !== undefined) return sent as Promise<Result>;
    }
    const caller = options?.callerStack === true ? captureCaller(this.call) : undefined;
    return this.#call(operation, input, options, { caller }) as Promise<Result>;
  }

  /** How the cluster is doing, and how many calls may be under way and are. */
  getBackpressureState(): BackpressureState {
    return this.#gate.state;
  }

  /** Hears the events of all calls from now on; the returned function ends that. What the listener throws is logged. */
  subscribe(listener: CallEventListener): () => void {
    return this.#events.subscribe(listener);
  }

  /**
   * What a call would send, without sending it; credentials stand as `[secret]`. No policy is run: what only policies add is missing.
   *
   * @throws {ValidationError} the input cannot be sent
   */
  toRequest(operation: Operation, input: OperationInput = NO_INPUT): Request {
    return renderRequest(this.#dryRequest(operation, input));
  }

  /**
   * The same as a `curl` line for a POSIX shell.
   *
   * @throws {ValidationError} the input cannot be sent
   */
  toCurl(operation: Operation, input: OperationInput = NO_INPUT): string {
    return renderCurl(this.#dryRequest(operation, input));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#closed = true;
    this.#shortWay?.close();
    this.#calls.cancelAll();
    await this.#sender.close();
  }

  /** `undefined` when the call has to go the long way, also to be refused there. */
  #callShort(
    shortWay: ShortWay,
    operation: Operation,
    input: OperationInput,
    options: CallOptions,
  ): Promise<unknown> | undefined {
    const handOver = (start: HeadStart): Promise<unknown> => this.#call(operation, input, options, { start });
    try {
      const { url, headers, body } = this.#encode(operation, input);
      if (typeof body !== 'string') return undefined;
      return shortWay.call({ operation, input, options, url, headers, body, handOver });
    } catch {
      return undefined;
    }
  }

  async #call(
    operation: Operation,
    input: OperationInput,
    options: CallOptions,
    { caller, start }: { caller?: { readonly stack?: string } | undefined; start?: HeadStart },
  ): Promise<unknown> {
    let request: CallRequest | undefined;
    try {
      checkCall(operation, input, options);
      if (this.#closed) throw new ClosedError({ operationId: operation.operationId });
      request = this.#request(operation, input, options);
      if (start !== undefined) request.takeOver(start);
      this.#calls.begin(request);
      const response = await this.#handle(request);
      return dataOf(response);
    } catch (error) {
      if (options?.callerStack !== false) appendCaller(error, caller ?? captureCaller(this.#call));
      throw error;
    } finally {
      if (request !== undefined) this.#calls.end(request);
    }
  }

  #dryRequest(operation: Operation, input: OperationInput): CallRequest {
    const request = this.#request(operation, input, NO_OPTIONS);
    for (const name of this.#credentialHeaders.names) request.headers[name] = MASK;
    return request;
  }

  #request(operation: Operation, input: OperationInput, options: CallOptions): CallRequest {
    return new CallRequest({ operation, input, options, ...this.#encode(operation, input) });
  }

  #encode(operation: Operation, input: OperationInput): Pick<CallRequest, 'url' | 'headers' | 'body'> {
    const headers: Record<string, string> = {
      accept: operation.response === 'json' ? 'application/json, application/problem+json' : '*/*',
      'user-agent': this.#userAgent,
    };
    const base = operation.base === 'origin' ? this.#origin : this.#base;
    const url = base + buildPath(operation, input);
    const body = encodeBody(operation, input.body, headers);
    return { url, headers, body };
  }
}

/** Policies are the user's, too: what they give is not believed. */
function dataOf(response: CallResponse): unknown {
  if (typeof response === 'object' && response !== null && 'data' in response) return response.data;
  throw new TypeError(
    `A policy gave ${typeof response} instead of a response: it has to give what next(request) gives, or an object with status, header and data`,
  );
}
