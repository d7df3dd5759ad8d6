import type { EngineRequest } from './engine-request.ts';
import { badRequest, bodyTooLarge, unsupportedMediaType } from './http-problem.ts';
import { decodeContent } from './read-bytes.ts';

const JSON_TYPE = /^application\/(json|[\w.+-]+\+json)$/;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A request's body as text that should be JSON; a body without a content type is taken. @throws HttpProblem */
export async function readJsonText(request: EngineRequest, limitBytes: number): Promise<string> {
  const body = await request.body(limitBytes);
  if (body instanceof FormData) {
    throw wrongType('multipart/form-data', 'application/json');
  }
  const text = typeof body === 'string' ? body : await decodeText(request, body, limitBytes);
  if (text.length > limitBytes) {
    throw bodyTooLarge(limitBytes);
  }
  const type = typeOf(request);
  if (type !== '' && text !== '' && !JSON_TYPE.test(type)) {
    throw wrongType(type, 'application/json');
  }
  return text;
}

/** A request's multipart body. @throws HttpProblem */
export async function readForm(request: EngineRequest, limitBytes: number): Promise<FormData> {
  const type = typeOf(request);
  const body = await request.body(limitBytes);
  if (body instanceof FormData) {
    return body;
  }
  if (type !== 'multipart/form-data') {
    throw wrongType(type === '' ? 'none' : type, 'multipart/form-data');
  }
  const bytes =
    typeof body === 'string'
      ? body
      : await decodeContent(body, request.header('content-encoding'), limitBytes);
  try {
    const headers = { 'content-type': request.header('content-type') ?? '' };
    return await new Response(bytes as BodyInit, { headers }).formData();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badRequest(`The request body is not multipart/form-data: ${reason}`);
  }
}

async function decodeText(request: EngineRequest, body: Uint8Array, limitBytes: number): Promise<string> {
  const bytes = await decodeContent(body, request.header('content-encoding'), limitBytes);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) {
      throw badRequest('The request body is not UTF-8');
    }
    throw error;
  }
}

function typeOf(request: EngineRequest): string {
  return (request.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function wrongType(given: string, expected: string) {
  return unsupportedMediaType(`The content type '${given}' is not supported; expected ${expected}`);
}
