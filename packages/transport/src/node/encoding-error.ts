import type { CallRequest } from '../call-request.ts';
import { ResponseError } from '../errors/response-error.ts';
import type { WireHeaders } from './dispatch-call.ts';

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: WireHeaders;
}

/** An answer is compressed in a way that cannot be read. */
export class EncodingError extends Error {
  readonly encoding: string;
  readonly head: AnswerHead;

  constructor(encoding: string, head: AnswerHead, options?: ErrorOptions) {
    super(`The answer is in the encoding ${encoding}, which cannot be read`, options);
    this.encoding = encoding;
    this.head = head;
  }
}

/** What `decode` gives; its {@link EncodingError} as the error of the call. */
export function decodeFor<Result>(request: CallRequest, decode: () => Result): Result {
  try {
    return decode();
  } catch (error) {
    throw toResponseError(request, error);
  }
}

/** The error of a call whose answer cannot be read, also from below the `TypeError` of a fetch; any other as it is. */
export function toResponseError(request: CallRequest, given: unknown): unknown {
  const error = given instanceof TypeError ? given.cause : given;
  if (!(error instanceof EncodingError)) return given;
  const { operationId, operationClass } = request.operation;
  const { status, headers } = error.head;
  return new ResponseError({
    operationId,
    attempts: request.attempt,
    outcomeUnknown: operationClass !== 'safe',
    status,
    contentType: headers['content-type'] === undefined ? undefined : String(headers['content-type']),
    summary: `in the encoding ${error.encoding}, which cannot be read`,
    cause: error.cause,
  });
}
