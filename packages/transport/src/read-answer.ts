import type { Clock } from '@camunda/core';
import type { CallRequest } from './call-request.ts';
import type { CallResponse } from './call-response.ts';
import type { NetworkTarget } from './describe-network-fault.ts';
import { HttpError, type ProblemDetails } from './errors/http-error.ts';
import { httpHint } from './errors/http-hint.ts';
import { ResponseError } from './errors/response-error.ts';
import { isWebPage } from './is-web-page.ts';
import { type BigintMode, parseJson } from './json/parse-json.ts';
import { isResourceExhausted } from './resource-exhausted.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { WireResponse } from './sender.ts';
import { AnswerStream } from './streams/answer-stream.ts';
import { guardStream } from './streams/guard-stream.ts';

/** How {@link readAnswer} reads. */
export interface ReadAnswerOptions {
  readonly bigints: BigintMode;
  readonly clock: Clock;
  /** Gives a failure to read a stream its class. */
  readonly toError: (cause: unknown) => unknown;
  /** Where calls go. */
  readonly target: NetworkTarget;
}

/**
 * Turns what came over the wire into what the operation answers with.
 *
 * @throws {HttpError} the status is not a success
 * @throws {ResponseError} the status is a success, but the body is not what the operation answers with
 */
export function readAnswer(
  request: CallRequest,
  response: WireResponse,
  options: ReadAnswerOptions,
): CallResponse {
  const { status } = response;
  if (status < 200 || status >= 300) throw httpError(request, response, options);
  return {
    status,
    header: (name) => response.header(name),
    data: readData(request, response, options),
  };
}

function readData(request: CallRequest, response: WireResponse, options: ReadAnswerOptions): unknown {
  const { body } = response;
  switch (request.operation.response) {
    case 'none':
      if (isWebPage(response)) throw responseError(request, response, 'with a web page');
      return undefined;
    case 'stream':
      return new AnswerStream(guardStream(request, toStream(body), options), response);
    case 'binary':
      return body;
    case 'text':
      if (isWebPage(response)) throw responseError(request, response, 'with a web page');
      checkCharset(request, response, String(body));
      return body;
    case 'json': {
      const text = String(body);
      if (text === '' && response.status === 204 && request.operation.successStatuses?.includes(204))
        return undefined;
      if (text === '') throw responseError(request, response, 'without the JSON that it promises');
      const type = response.header('content-type');
      if (type !== undefined && !isJson(type))
        throw responseError(request, response, `with ${type} instead of JSON`);
      checkCharset(request, response, text);
      try {
        return parseJson(text, options.bigints);
      } catch (cause) {
        // Deno's fetch, for one, leaves `deflate` to its caller.
        const encoding = response.header('content-encoding');
        const summary =
          encoding === undefined
            ? 'with JSON that cannot be read'
            : `in the encoding ${encoding}, which cannot be read`;
        throw responseError(request, response, summary, cause);
      }
    }
  }
}

/** Answers are read as UTF-8. Where another charset is only said, as some proxies do, nothing is lost by that. */
function checkCharset(request: CallRequest, response: WireResponse, text: string): void {
  const named = FOREIGN_CHARSET.exec(response.header('content-type') ?? '')?.[1];
  const charset = named ?? (text[2] === '\0' || text[3] === '\0' ? 'UTF-16' : undefined);
  if (charset !== undefined && (text.includes('\uFFFD') || text.includes('\0')))
    throw responseError(request, response, `in ${charset} instead of UTF-8`);
}

const FOREIGN_CHARSET = /charset="?(?!utf-?8\b)([^\s;"]+)/i;

/** A sender of the user's may have read the answer already. */
function toStream(body: WireResponse['body']): ReadableStream<Uint8Array> {
  return body instanceof ReadableStream ? body : new Blob([body as BlobPart]).stream();
}

function isJson(contentType: string): boolean {
  return (
    contentType.startsWith('application/json') ||
    /^[\w.+-]+\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(contentType.trim())
  );
}

function responseError(
  request: CallRequest,
  response: WireResponse,
  summary: string,
  cause?: unknown,
): ResponseError {
  const contentType = response.header('content-type');
  const looksLikeHtml = /html/i.test(contentType ?? '') || /^\s*</.test(String(response.body));
  return new ResponseError({
    operationId: request.operation.operationId,
    attempts: request.attempt,
    outcomeUnknown: request.operation.operationClass !== 'safe',
    status: response.status,
    contentType,
    summary,
    cause,
    hint: looksLikeHtml
      ? 'It is a web page: the address probably leads to a login page, a web app or a proxy rather than to the REST API (which ends in /v2).'
      : undefined,
  });
}

/** Statuses after which the call may have been carried out nevertheless. */
const OUTCOME_UNKNOWN: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);
const RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504]);

function httpError(request: CallRequest, response: WireResponse, options: ReadAnswerOptions): HttpError {
  const { operation } = request;
  const { status } = response;
  const { problem, body } = readProblem(response);
  const base = {
    operationId: operation.operationId,
    attempts: request.attempt,
    status,
    problem,
    body,
    requestId: response.header('x-request-id') ?? response.header('x-correlation-id'),
    retryAfterMs: parseRetryAfter(response.header('retry-after'), options.clock.now()),
    requiredPermissions: status === 403 ? operation.requiredPermissions : undefined,
    hint: httpHint(request, response, problem, options.target),
    address: options.target.address,
  };
  const error = new HttpError({ ...base, isRetryable: RETRYABLE.has(status) });
  const exhausted = isResourceExhausted(error);
  error.outcomeUnknown = operation.operationClass !== 'safe' && OUTCOME_UNKNOWN.has(status) && !exhausted;
  return exhausted && !error.isRetryable ? new HttpError({ ...base, isRetryable: true }) : error;
}

function textOf(body: WireResponse['body']): string {
  // A sender reads error answers whole, whatever the operation answers with.
  if (body instanceof ReadableStream) throw new TypeError('The sender gave a stream for an error answer');
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

const KEPT_CHARACTERS = 2000;

function readProblem(response: WireResponse): { problem: ProblemDetails | undefined; body: unknown } {
  const text = textOf(response.body);
  const raw = text.slice(0, KEPT_CHARACTERS);
  if (!/^\s*\{/.test(text)) return { problem: undefined, body: raw === '' ? undefined : raw };
  let body: unknown;
  try {
    body = parseJson(text, 'string');
  } catch {
    // An error answer is reported whatever its body looks like.
    return { problem: undefined, body: raw };
  }
  return { problem: problemDetails(body), body };
}

function problemDetails(body: unknown): ProblemDetails | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(body, name);
    return typeof value === 'string' ? value : undefined;
  };
  return { type: text('type'), title: text('title'), detail: text('detail'), instance: text('instance') };
}
