export type { BackpressureSeverity, BackpressureState } from './backpressure/backpressure-gate.ts';
export type {
  BackpressureOptions,
  BackpressureProfile,
  BackpressureSettings,
} from './backpressure/backpressure-profiles.ts';
export type { CallCancellation, CancelListener } from './call-cancellation.ts';
export type { CallPermit, CallRequest } from './call-request.ts';
export type { CallResponse } from './call-response.ts';
export type { ClosableFetch } from './closable-fetch.ts';
export { createFetch } from './create-fetch.ts';
export { createTransport } from './create-transport.ts';
export { insertAfter, insertBefore, removePolicy, replacePolicy } from './edit-policies.ts';
export type { EncodedBody } from './encode-body.ts';
export { BackpressureError } from './errors/backpressure-error.ts';
export { CallError } from './errors/call-error.ts';
export { ClosedError } from './errors/closed-error.ts';
export type { ProblemDetails } from './errors/http-error.ts';
export { HttpError } from './errors/http-error.ts';
export { NetworkError } from './errors/network-error.ts';
export { ResponseError } from './errors/response-error.ts';
export { TimeoutError } from './errors/timeout-error.ts';
export { ValidationError } from './errors/validation-error.ts';
export type { BigintMode } from './json/parse-json.ts';
export { parseJson } from './json/parse-json.ts';
export { stringifyJson } from './json/stringify-json.ts';
export type { Operation, OperationClass, OperationInput } from './operation.ts';
export { PipelineTransport } from './pipeline-transport.ts';
export type { NextPolicy, Policy } from './policy.ts';
export type { Sender, WireResponse } from './sender.ts';
export { AnswerStream } from './streams/answer-stream.ts';
export type { ByteSource } from './streams/byte-source.ts';
export type { FormPart } from './streams/multipart-body.ts';
export { StreamBody } from './streams/stream-body.ts';
export type { StreamedFileOptions } from './streams/streamed-file.ts';
export { StreamedFile } from './streams/streamed-file.ts';
export type {
  BackpressureEvent,
  CallAttemptEvent,
  CallAuthEvent,
  CallEndEvent,
  CallEvent,
  CallEventListener,
  CallRetryEvent,
  CallStartEvent,
} from './telemetry/call-event.ts';
export { currentCorrelationId, withCorrelation } from './telemetry/correlation.ts';
export type { EventSinksOptions } from './telemetry/event-sinks.ts';
export { EventSinks } from './telemetry/event-sinks.ts';
export type { CallOptions, RetryOverride, Transport } from './transport.ts';
export type { TransportConfiguration } from './transport-configuration.ts';
export type { TransportOptions } from './transport-options.ts';
