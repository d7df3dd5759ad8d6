import { badRequest, bodyTooLarge, unsupportedMediaType } from './http-problem.ts';

/** The bytes of a stream. @throws HttpProblem when there are more than `limitBytes` */
export async function readBytes(stream: ReadableStream<Uint8Array>, limitBytes: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); next.value !== undefined; next = await reader.read()) {
    size += next.value.length;
    if (size > limitBytes) {
      await reader.cancel();
      throw bodyTooLarge(limitBytes);
    }
    chunks.push(next.value);
  }
  return concatenate(chunks, size);
}

/**
 * Takes a `content-encoding` off. The limit is for the plain bytes, so that a small body cannot unfold to a large one.
 * @throws HttpProblem
 */
export async function decodeContent(
  bytes: Uint8Array,
  encoding: string | null,
  limitBytes: number,
): Promise<Uint8Array> {
  const format = encoding?.trim().toLowerCase() ?? '';
  if (format === '' || format === 'identity') {
    return bytes;
  }
  if (format !== 'gzip' && format !== 'deflate') {
    throw unsupportedMediaType(`The content encoding '${format}' is not supported; expected gzip or deflate`);
  }
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  try {
    return await readBytes(source.pipeThrough(new DecompressionStream(format)), limitBytes);
  } catch (error) {
    // What is wrong with compressed data is a TypeError on the web, and an error of zlib in Node.
    throw error instanceof TypeError || isZlibError(error)
      ? badRequest(`The request body is not ${format}`)
      : error;
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function concatenate(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}
