import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { CallRequest } from '../call-request.ts';
import { HttpError } from '../errors/http-error.ts';
import type { CallEvent } from '../telemetry/call-event.ts';
import type { Instruments } from './instruments.ts';
import { spanAttributes } from './span-attributes.ts';

/** The span and the metrics of one call, from its making on. */
export class CallObservation {
  /** The context in which the call goes on. */
  readonly context: Context;
  readonly #request: CallRequest;
  readonly #instruments: Instruments;
  readonly #attributes: Attributes;
  readonly #operation: Attributes;
  readonly #span: Span;
  readonly #startedAt = performance.now();

  constructor(request: CallRequest, tracer: Tracer, instruments: Instruments) {
    const { operationId } = request.operation;
    this.#request = request;
    this.#instruments = instruments;
    this.#attributes = spanAttributes(request);
    this.#operation = { 'camunda.operation': operationId };
    this.#span = tracer.startSpan(operationId, { kind: SpanKind.CLIENT, attributes: this.#attributes });
    this.context = trace.setSpan(context.active(), this.#span);
    propagation.inject(this.context, request.headers);
    request.listeners.push((event) => this.#note(event));
    instruments.active.add(1, this.#operation);
  }

  succeed(status: number): void {
    this.#finish({ 'http.response.status_code': status });
  }

  fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#span.setStatus({ code: SpanStatusCode.ERROR, message });
    this.#finish(describe(error));
  }

  #finish(outcome: Attributes): void {
    const { attempt } = this.#request;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    this.#instruments.active.add(-1, this.#operation);
    this.#instruments.duration.record(seconds, { ...this.#attributes, ...outcome });
    if (attempt > 1) this.#span.setAttribute('http.request.resend_count', attempt - 1);
    this.#span.setAttributes(outcome);
    this.#span.end();
  }

  #note(event: CallEvent): void {
    if (event.type === 'retry') {
      const outcome = describe(event.error);
      const { attempt, delayMs } = event;
      this.#instruments.retries.add(1, { ...this.#operation, ...outcome });
      this.#span.addEvent('retry', { attempt, 'delay.ms': Math.round(delayMs), ...outcome });
    } else if (event.type === 'auth') {
      this.#span.addEvent('credentials refreshed', { changed: event.changed });
    }
  }
}

/** An error status is the type of its error; another error has a status beside its own. */
function describe(error: unknown): Attributes {
  const status: unknown = Object(error) === error ? Reflect.get(error as object, 'status') : undefined;
  const name = error instanceof Error ? error.name : '_OTHER';
  const type = { 'error.type': HttpError.isInstance(error) ? String(error.status) : name };
  return typeof status === 'number' ? { 'http.response.status_code': status, ...type } : type;
}
