import { ValidationError } from './errors/validation-error.ts';
import { stringifyJson } from './json/stringify-json.ts';
import type { Operation } from './operation.ts';
import { isByteSource } from './streams/byte-source.ts';
import { type FormPart, multipartBody } from './streams/multipart-body.ts';
import { StreamBody } from './streams/stream-body.ts';
import { StreamedFile } from './streams/streamed-file.ts';

/** A body as it goes on the wire. */
export type EncodedBody = string | Uint8Array | FormData | Blob | StreamBody | undefined;

/** Whether a body is held as a whole: it is neither a form, nor a file, nor a stream. */
export function isAtHand(body: EncodedBody): body is string | Uint8Array | undefined {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}

/** Sets the content type where it is needed, and gives what is to be sent. The input is never changed. */
export function encodeBody(
  operation: Operation,
  body: unknown,
  headers: Record<string, string>,
): EncodedBody {
  switch (operation.body) {
    case 'none':
      return undefined;
    case 'json':
      headers['content-type'] = 'application/json';
      return encodeJson(operation, body);
    case 'multipart':
      if (body instanceof FormData) return body;
      if (!isForm(body))
        throw refuse(operation, 'a FormData, or pairs of names and texts, Blobs or StreamedFiles');
      return multipartBody(body);
    case 'octet':
      headers['content-type'] = 'application/octet-stream';
      if (body instanceof Blob) {
        if (body.type !== '') headers['content-type'] = body.type;
        return body;
      }
      if (body instanceof Uint8Array) return body;
      if (body instanceof ArrayBuffer) return new Uint8Array(body);
      if (isByteSource(body)) return new StreamBody([body], 'application/octet-stream', undefined);
      throw refuse(operation, 'a Uint8Array, an ArrayBuffer, a Blob or a stream of bytes');
  }
}

function isForm(body: unknown): body is readonly FormPart[] {
  return (
    Array.isArray(body) &&
    body.every(
      (part: unknown) =>
        Array.isArray(part) &&
        typeof part[0] === 'string' &&
        (typeof part[1] === 'string' || part[1] instanceof Blob || StreamedFile.isInstance(part[1])),
    )
  );
}

function encodeJson(operation: Operation, body: unknown): string {
  if (body === undefined) return '{}';
  let text: string | undefined;
  try {
    text = stringifyJson(body);
  } catch (cause) {
    const { operationId } = operation;
    throw new ValidationError(`The body of ${operationId} cannot be written as JSON`, {
      operationId,
      parameter: 'body',
      cause,
    });
  }
  if (text === undefined) throw refuse(operation, 'a JSON value');
  return text;
}

function refuse(operation: Operation, expected: string): ValidationError {
  const { operationId } = operation;
  return new ValidationError(`The body of ${operationId} has to be ${expected}`, {
    operationId,
    parameter: 'body',
  });
}
