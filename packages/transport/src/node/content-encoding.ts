import { Duplex } from 'node:stream';
import {
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzipSync,
  inflateSync,
  type ZlibOptions,
} from 'node:zlib';
import type { WireAnswer, WireHeaders } from './dispatch-call.ts';
import type { StreamedAnswer } from './dispatch-stream.ts';
import { type AnswerHead, EncodingError } from './encoding-error.ts';

/** How large an answer may become that is read as a whole, in bytes: a small one can hold a thousand times its size. */
const MOST_BYTES = 128 * 1024 * 1024;

interface Decoder {
  readonly whole: (body: Buffer, options: ZlibOptions) => Buffer;
  readonly stream: () => Duplex;
}

const GZIP: Decoder = { whole: gunzipSync, stream: createGunzip };
const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', GZIP],
  ['x-gzip', GZIP],
  ['deflate', { whole: inflateSync, stream: createInflate }],
  ['br', { whole: brotliDecompressSync, stream: createBrotliDecompress }],
]);

/** The encoding of an answer's body. Nobody asks for one, but some servers and proxies compress all the same. */
export function encodingOf(headers: WireHeaders): string | undefined {
  const encoding = headers['content-encoding'];
  return encoding === undefined || encoding === 'identity' ? undefined : String(encoding);
}

/**
 * The body as it was meant.
 *
 * @throws {EncodingError} there is no such encoding, or the body is broken or far too large
 */
export function decodeBody(answer: WireAnswer): Buffer {
  const { headers, body } = answer;
  const encoding = encodingOf(headers);
  if (encoding === undefined || body.length === 0) return body;
  const { whole } = decoderOf(encoding, answer);
  try {
    return whole(body, { maxOutputLength: MOST_BYTES });
  } catch (cause) {
    throw new EncodingError(encoding, answer, { cause });
  }
}

/** The same, or a few words about a body that cannot be read: for answers whose status says enough. */
export function decodeBodyIfPossible(answer: WireAnswer): Buffer {
  try {
    return decodeBody(answer);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return Buffer.from(`(${answer.body.length} bytes in the encoding ${error.encoding})`);
  }
}

/** @throws {EncodingError} there is no such encoding */
export function decodeStream(answer: StreamedAnswer): ReadableStream<Uint8Array> {
  const { headers, body } = answer;
  const encoding = encodingOf(headers);
  if (encoding === undefined) return body;
  try {
    const pair = Duplex.toWeb(decoderOf(encoding, answer).stream());
    return body.pipeThrough(pair as ReadableWritablePair<Uint8Array, Uint8Array>);
  } catch (error) {
    // Nobody will read it: its connection must not wait for that.
    body.cancel(error).catch(() => undefined);
    throw error;
  }
}

function decoderOf(encoding: string, head: AnswerHead): Decoder {
  const decoder = DECODERS.get(encoding.trim().toLowerCase());
  if (decoder === undefined) throw new EncodingError(encoding, head);
  return decoder;
}
