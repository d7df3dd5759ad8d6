import { ValidationError } from './errors/validation-error.ts';
import { stringifyJson } from './json/stringify-json.ts';
import type { Operation } from './operation.ts';

/** A body as it goes on the wire. */
export type EncodedBody = string | Uint8Array | FormData | Blob | undefined;

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
      throw refuse(operation, 'a FormData');
    case 'octet':
      if (body instanceof Blob) return body;
      headers['content-type'] = 'application/octet-stream';
      if (body instanceof Uint8Array) return body;
      if (body instanceof ArrayBuffer) return new Uint8Array(body);
      throw refuse(operation, 'a Uint8Array, an ArrayBuffer or a Blob');
  }
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
