import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import ky from 'ky';
import { describe, expect, it } from 'vitest';
import { activateJobs, completeJob, getDocument, getTopology } from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
import { type AnswerStream, createFetch, type NodeTransportOptions, type Operation } from '../index-node.ts';

const WAYS: readonly (readonly [string, Operation, NodeTransportOptions])[] = [
  ['through ky', getTopology, {}],
  ['directly', activateJobs, {}],
  ['through a ky instance of the user’s', getTopology, { ky: ky.create({}) }],
];
const ENCODINGS = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', (bytes: Buffer) => bytes],
] as const;
const SHORT = { retry: false, callerStack: false, timeoutMs: 5000 } as const;
const INPUT = { path: { jobKey: '1', documentId: '1' }, body: {} };
const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function json(encoding: string, body: Buffer, status = 200) {
  const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
  return { status, headers, body };
}

describe.each(WAYS)('an answer that is compressed although nobody asked, %s,', (_, operation, options) => {
  it.each(ENCODINGS)('is read: %s', async (encoding, compress) => {
    const { server, transport } = await setUp(
      () => json(encoding, compress(bytesOf({ jobs: ['ü'] }))),
      options,
    );
    expect(await transport.call(operation, INPUT)).toEqual({ jobs: ['ü'] });
    expect(server.requests[0]?.headers['accept-encoding'] ?? 'identity').not.toContain('gzip');
  });

  it.each([
    ['zstd', zstdCompressSync(bytesOf({}))],
    ['gzip, br', brotliCompressSync(gzipSync(bytesOf({})))],
    ['gzip', gzipSync(bytesOf({})).subarray(0, -5)],
    ['gzip', bytesOf({ plain: 'text' })],
  ])('is an error that names the encoding %s where it cannot be read', async (encoding, body) => {
    const { transport } = await setUp(() => json(encoding, body), { ...options, retry: false });
    const error = (await failureOf(transport.call(operation, INPUT))) as Error;
    expect(error.message).toContain(`the encoding ${encoding}`);
    expect(error).toMatchObject({
      code: 'RESPONSE_INVALID',
      status: 200,
      outcomeUnknown: operation === activateJobs,
    });
  });

  it('is held to a size', async () => {
    const piece = gzipSync(Buffer.alloc(1024 * 1024));
    const bomb = Buffer.concat(Array.from({ length: 300 }, () => piece));
    const { transport } = await setUp(() => json('gzip', bomb), { ...options, retry: false });
    const error = (await failureOf(transport.call(operation, INPUT))) as Error;
    expect(error).toMatchObject({ code: 'RESPONSE_INVALID', cause: { code: 'ERR_BUFFER_TOO_LARGE' } });
  });

  it('tells its status and problem, also where its body cannot be read', async () => {
    const problem = gzipSync(bytesOf({ title: 'NOT_FOUND', detail: 'no such thing' }));
    const { transport } = await setUp(
      (_request, _response, index) => json(index === 0 ? 'gzip' : 'zstd', problem, 404),
      options,
    );
    expect(await failureOf(transport.call(operation, INPUT))).toMatchObject({
      status: 404,
      title: 'NOT_FOUND',
      detail: 'no such thing',
    });
    expect(await failureOf(transport.call(operation, INPUT))).toMatchObject({
      status: 404,
      body: `(${problem.length} bytes in the encoding zstd)`,
    });
  });
});

describe('a compressed answer', () => {
  it('to an acknowledgement on the short way is judged like any other', async () => {
    const page = gzipSync('<html>log in</html>');
    const answers = [
      json('gzip', gzipSync(bytesOf({ title: 'RESOURCE_EXHAUSTED' })), 503),
      { headers: { 'content-type': 'text/html', 'content-encoding': 'gzip' }, body: page },
      { headers: { 'content-type': 'text/html', 'content-encoding': 'zstd' }, body: page },
    ];
    const { transport } = await setUp((_request, _response, index) => answers[index]);
    const call = (): Promise<unknown> => failureOf(transport.call(completeJob, INPUT, SHORT));
    expect(await call()).toMatchObject({ status: 503, title: 'RESOURCE_EXHAUSTED' });
    expect(await call()).toMatchObject({ code: 'RESPONSE_INVALID' });
    expect(await call()).toMatchObject({ code: 'RESPONSE_INVALID' });
  });

  it.each(ENCODINGS)('that is a stream or bytes is read: %s', async (encoding, compress) => {
    const content = Buffer.from('a document '.repeat(20_000));
    for (const options of [{}, { ky: ky.create({}) }]) {
      const { transport } = await setUp(() => json(encoding, compress(content)), options);
      const { stream } = await transport.call<AnswerStream>({ ...getDocument, response: 'stream' }, INPUT);
      expect(Buffer.from(await new Response(stream).arrayBuffer()).equals(content)).toBe(true);
      const bytes = await transport.call<Uint8Array>({ ...getDocument, response: 'binary' }, INPUT);
      expect(Buffer.from(bytes).equals(content)).toBe(true);
    }
  });

  it('that is a stream fails where it breaks off or cannot be read, and lets go of its connection', async () => {
    const content = Buffer.from(Array.from({ length: 100_000 }, () => Math.random()).join());
    const broken = gzipSync(content).subarray(0, -20);
    const answers = [json('gzip', broken), json('zstd', broken), json('gzip', gzipSync(content))];
    const { transport } = await setUp((_request, _response, index) => answers[index], {
      connections: { maxConnections: 1 },
    });
    const operation: Operation = { ...getDocument, response: 'stream' };
    const open = (): Promise<AnswerStream> => transport.call(operation, INPUT, { retry: false });
    expect(await failureOf(new Response((await open()).stream).arrayBuffer())).toMatchObject({
      code: 'NETWORK_ERROR',
    });
    expect(await failureOf(open())).toMatchObject({ code: 'RESPONSE_INVALID', status: 200 });
    expect(await new Response((await open()).stream).text()).toHaveLength(content.length);
  });

  it('to a request for a token is read', async () => {
    const { server } = await setUp(() => json('gzip', gzipSync(bytesOf({ access_token: 't' }))));
    const { fetch, close } = createFetch();
    expect(await (await fetch(server.baseUrl)).json()).toEqual({ access_token: 't' });
    await close();
  });
});
