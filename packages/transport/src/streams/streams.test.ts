import { getEventListeners, once } from 'node:events';
import { openAsBlob, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import ky from 'ky';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { createDeployment, getDocument, getTopology } from '../../test/operations.ts';
import { failureOf } from '../../test/set-up.ts';
import { type StubHandler, startStubServer } from '../../test/stub-server.ts';
import { createLeanTransport } from '../create-lean-transport.ts';
import { createTransport as createPortableTransport } from '../create-transport.ts';
import {
  type AnswerStream,
  createTransport as createNodeTransport,
  type Operation,
  StreamedFile,
  type TransportOptions,
} from '../index-node.ts';

const download: Operation = { ...getDocument, response: 'stream' };
const upload: Operation = {
  ...createDeployment,
  operationId: 'upload',
  body: 'octet',
  operationClass: 'safe',
};
const INPUT = { path: { documentId: 'd' } };

const makers = {
  node: (options: TransportOptions) => createNodeTransport({ environment: {}, ...options }),
  'node, own ky': (options: TransportOptions) =>
    createNodeTransport({ environment: {}, ky: ky.create({}), ...options }),
  portable: createPortableTransport,
  lean: createLeanTransport,
} as const;
const names = Object.keys(makers) as (keyof typeof makers)[];

async function setUp(name: keyof typeof makers, handler?: StubHandler, options: TransportOptions = {}) {
  const server = await startStubServer(handler);
  const transport = makers[name]({ baseUrl: server.baseUrl, ...options });
  onTestFinished(async () => {
    await transport.close();
    await server.close();
  });
  return { server, transport };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

/** A server that sends what it is told to, when it is told. */
function piecewise() {
  const opened = Promise.withResolvers<ServerResponse>();
  const handler: StubHandler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': '6' });
    response.write('ab');
    opened.resolve(response);
    return undefined;
  };
  return { handler, response: opened.promise };
}

const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe.each(names)('an answer as a stream (%s)', (name) => {
  it('is read while it comes in', async () => {
    const { handler, response } = piecewise();
    const { transport } = await setUp(name, handler);
    const answer = await transport.call<AnswerStream>(download, INPUT);
    expect(answer).toMatchObject({ contentType: 'application/pdf', contentLength: 6 });
    expect(answer.header('content-type')).toBe('application/pdf');
    const reader = answer.stream.getReader();
    expect(textOf((await reader.read()).value)).toBe('ab');
    (await response).end('cdef');
    expect(textOf((await reader.read()).value)).toBe('cdef');
    expect((await reader.read()).done).toBe(true);
  });

  it('fails when nothing comes for as long as the time limit says; the time that the reader takes is its own', async () => {
    const { handler, response } = piecewise();
    const clock = new ManualClock();
    const { transport } = await setUp(name, handler, { clock });
    const answer = await transport.call<AnswerStream>(download, INPUT);
    clock.advance(60_000);
    const reader = answer.stream.getReader();
    expect(textOf((await reader.read()).value)).toBe('ab');
    clock.advance(60_000);
    const waiting = reader.read();
    await until(() => clock.timers === 1);
    clock.advance(9_999);
    (await response).write('c');
    await until(() => clock.timers === 0);
    const starving = failureOf(reader.read());
    await turn();
    clock.advance(10_000);
    expect(textOf((await waiting).value)).toBe('c');
    expect(await starving).toMatchObject({
      code: 'TIMEOUT',
      scope: 'progress',
      timeoutMs: 10_000,
      operationId: 'getDocument',
    });
    if (!(await response).destroyed) await once(await response, 'close');
  });

  it('has the length that is read, not that of a compressed answer', async () => {
    const headers = { 'content-encoding': 'identity', 'content-length': '3' };
    const { transport } = await setUp(name, () => ({ headers, body: 'abc' }));
    const answer = await transport.call<AnswerStream>(download, INPUT);
    expect(answer.contentLength).toBeUndefined();
    const reader = answer.stream.getReader();
    // Whoever reads decides.
    await answer.cancel();
    expect(textOf((await reader.read()).value)).toBe('abc');
    await reader.cancel();
  });

  it('comes after what a server says meanwhile', async () => {
    const { transport } = await setUp(name, (_request, response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' });
      return { headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
    });
    const answer = await transport.call<AnswerStream>(download, INPUT);
    expect(await new Response(answer.stream).text()).toBe('{"a":1}');
    expect(await transport.call(getTopology)).toEqual({ a: 1 });
  });

  it('leaves no listener when its reader stops', async () => {
    const { handler } = piecewise();
    const { transport } = await setUp(name, handler);
    const { signal } = new AbortController();
    const answer = await transport.call<AnswerStream>(download, INPUT, { signal });
    expect(getEventListeners(signal, 'abort').length).toBeGreaterThan(0);
    await answer.cancel();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('ends with the signal of the call, and gives the connection up', async () => {
    const { handler, response } = piecewise();
    const { transport } = await setUp(name, handler);
    const controller = new AbortController();
    const answer = await transport.call<AnswerStream>(download, INPUT, { signal: controller.signal });
    const reader = answer.stream.getReader();
    await reader.read();
    const reading = failureOf(reader.read());
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await reading).toBe(reason);
    if (!(await response).destroyed) await once(await response, 'close');
  });

  it('gives the connection up when its reader stops early', async () => {
    const { handler, response } = piecewise();
    const { transport } = await setUp(name, handler);
    const answer = await transport.call<AnswerStream>(download, INPUT);
    await answer.cancel();
    if (!(await response).destroyed) await once(await response, 'close');
    {
      await using unread = await transport.call<AnswerStream>(download, INPUT);
      expect(unread.stream.locked).toBe(false);
    }
  });

  it('ends with the transport', async () => {
    const { handler } = piecewise();
    const { transport } = await setUp(name, handler);
    const { stream } = await transport.call<AnswerStream>(download, INPUT);
    const reader = stream.getReader();
    await reader.read();
    const reading = failureOf(reader.read());
    await transport.close();
    expect(await reading).toMatchObject({ code: 'TRANSPORT_CLOSED', operationId: 'getDocument' });
  });

  it('fails with a NetworkError when the connection breaks', async () => {
    const { handler, response } = piecewise();
    const { transport } = await setUp(name, handler);
    const { stream } = await transport.call<AnswerStream>(download, INPUT);
    const reader = stream.getReader();
    await reader.read();
    (await response).destroy();
    expect(await failureOf(reader.read())).toMatchObject({ code: 'NETWORK_ERROR', outcomeUnknown: false });
  });

  it('is an error like any other when the status says so', async () => {
    const { transport } = await setUp(name, () => ({ status: 404, body: { title: 'NOT_FOUND' } }));
    expect(await failureOf(transport.call(download, INPUT))).toMatchObject({
      status: 404,
      title: 'NOT_FOUND',
    });
  });

  it('holds the server back when nobody reads', async () => {
    const piece = Buffer.alloc(1024 * 1024);
    let sent = 0;
    let full = false;
    const { transport } = await setUp(name, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      const write = (): void => {
        full = false;
        while (sent < 100 && !full) {
          sent += 1;
          full = !response.write(piece);
        }
      };
      response.on('drain', write);
      write();
      return undefined;
    });
    const answer = await transport.call<AnswerStream>(download, INPUT);
    await until(() => full);
    for (let before = -1; sent > before; ) {
      before = sent;
      for (let turns = 0; turns < 100; turns += 1) await turn();
    }
    expect(sent).toBeLessThan(50);
    await answer.cancel();
  });
});

/** A source that gives what it is told to. */
function source() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const cancelled = Promise.withResolvers<unknown>();
  const stream = new ReadableStream<Uint8Array>({
    start: (made) => {
      controller = made;
    },
    cancel: (reason) => cancelled.resolve(reason),
  });
  return {
    stream,
    cancelled: cancelled.promise,
    give: (text: string) => controller?.enqueue(new TextEncoder().encode(text)),
    fail: (error: unknown) => controller?.error(error),
    end: () => controller?.close(),
  };
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe.each(names)('a body as a stream (%s)', (name) => {
  it('is sent piece by piece, whatever it comes from', async () => {
    const { server, transport } = await setUp(name);
    const path = join(tmpdir(), `camunda-stream-${process.pid}`);
    writeFileSync(path, 'on disk');
    const bodies = [
      pieces('a', 'b'),
      new Blob(['c', 'd']).stream(),
      Readable.from([Buffer.from('e'), Buffer.from('f')]),
      await openAsBlob(path),
    ];
    for (const body of bodies) await transport.call(upload, { body });
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['ab', 'cd', 'ef', 'on disk']);
    expect(new Set(server.requests.map(({ headers }) => headers['content-type']).slice(0, 3))).toEqual(
      new Set(['application/octet-stream']),
    );
    // A ky instance of the user hides the length.
    if (name !== 'node, own ky') expect(server.requests[3]?.headers['content-length']).toBe('7');
  });

  it('can be a part of a form', async () => {
    const { server, transport } = await setUp(name);
    const file = new StreamedFile(pieces('%PDF', '-1.7'), 'a "b".pdf', { type: 'application/pdf' });
    await transport.call(createDeployment, {
      body: [
        ['file', file],
        ['note', 'x\ny'],
        ['more', new Blob(['z'])],
      ],
    });
    const [request] = server.requests;
    const form = await new Response(new Uint8Array(request?.body ?? []), {
      headers: { 'content-type': request?.headers['content-type'] ?? '' },
    }).formData();
    expect([...form.keys()]).toEqual(['file', 'note', 'more']);
    const received = form.get('file') as File;
    expect([received.name, received.type, await received.text()]).toEqual([
      'a "b".pdf',
      'application/pdf',
      '%PDF-1.7',
    ]);
    expect(form.get('note')).toBe('x\r\ny');
    const more = form.get('more') as File;
    expect([more.type, await more.text()]).toEqual(['application/octet-stream', 'z']);
  });

  it('is sent once, and a file as often as needed', async () => {
    const overloaded: StubHandler = (_request, _response, index) =>
      index % 2 === 0 ? { status: 429, body: {} } : { body: {} };
    const { server, transport } = await setUp(name, overloaded, { retry: { baseDelayMs: 1 } });
    expect(await failureOf(transport.call(upload, { body: pieces('a') }))).toMatchObject({
      status: 429,
      attempts: 1,
    });
    expect(await transport.call(upload, { body: pieces('b') })).toEqual({});
    await transport.call(upload, { body: new Blob(['c']) });
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['a', 'b', 'c', 'c']);
    await transport.call({ ...createDeployment, operationClass: 'safe' }, { body: [['f', new Blob(['d'])]] });
    expect(server.requests).toHaveLength(6);
  });

  it('is not sent again with new credentials', async () => {
    const { server, transport } = await setUp(name, () => ({ status: 401, body: {} }), {
      authProvider: { getHeaders: (context) => ({ authorization: `Bearer ${context?.forceRefresh}` }) },
    });
    expect(await failureOf(transport.call(upload, { body: pieces('a') }))).toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(1);
  });

  it('tells of a source that cannot be read', async () => {
    const { transport } = await setUp(name);
    const cause = new Error('disk on fire');
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array([1]);
      throw cause;
    }
    expect(await failureOf(transport.call(upload, { body: failing() }))).toMatchObject({
      code: 'VALIDATION',
      parameter: 'body',
      cause,
    });
    const locked = new ReadableStream<Uint8Array>();
    locked.getReader();
    const body = [
      ['a', new StreamedFile(failing(), 'a')],
      ['b', new StreamedFile(locked, 'b')],
    ] as const;
    expect(await failureOf(transport.call(createDeployment, { body }))).toMatchObject({ cause });
    const texts = Readable.from(['text']);
    expect(await failureOf(transport.call(upload, { body: texts }))).toMatchObject({
      cause: { message: 'A piece of the stream has to be a Uint8Array, not a string' },
    });
  });

  it('lets go of its source when the call ends early', async () => {
    const { transport } = await setUp(name);
    const controller = new AbortController();
    const { stream, cancelled, give } = source();
    give('a');
    const call = failureOf(transport.call(upload, { body: stream }, { signal: controller.signal }));
    await turn();
    controller.abort(new Error('enough'));
    expect(await call).toBe(controller.signal.reason);
    await cancelled;
    const unsent = source();
    expect(
      await failureOf(transport.call(upload, { body: unsent.stream }, { signal: controller.signal })),
    ).toBe(controller.signal.reason);
    await unsent.cancelled;
    const node = new Readable({ read: () => undefined });
    await failureOf(transport.call(upload, { body: node }, { signal: AbortSignal.timeout(20) }));
    await until(() => node.destroyed);
  });

  it('has as much time as it needs, as long as it goes on', async () => {
    const clock = new ManualClock();
    const { server, transport } = await setUp(name, undefined, { clock });
    const { stream, give, end } = source();
    const call = transport.call(upload, { body: stream });
    for (let round = 0; round < 5; round += 1) {
      give('x');
      await settled();
      clock.advance(8_000);
    }
    end();
    expect(await call).toEqual({});
    expect(server.requests[0]?.body.toString()).toBe('xxxxx');
    const stalled = source();
    const failing = failureOf(transport.call(upload, { body: stalled.stream }));
    stalled.give('x');
    await settled();
    clock.advance(10_000);
    expect(await failing).toMatchObject({ code: 'TIMEOUT', scope: 'progress', timeoutMs: 10_000 });
    await stalled.cancelled;
  });

  it('takes an answer that comes before the end of the body', async () => {
    const { server, transport } = await setUp(name);
    server.server.removeAllListeners('request');
    server.server.on('request', (_request, response: ServerResponse) => {
      response.writeHead(413, { 'content-type': 'application/json' }).end('{"title":"TOO_LARGE"}');
    });
    const { stream, give, cancelled } = source();
    give('a');
    expect(await failureOf(transport.call(upload, { body: stream }))).toMatchObject({
      status: 413,
      title: 'TOO_LARGE',
    });
    await cancelled;
    server.server.removeAllListeners('request');
    server.server.on('request', (_request, response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    expect(await transport.call(getTopology)).toEqual({});
  });

  it.each([[{}], ['text'], [[['a', 5]]], [null]])('refuses %j', async (body) => {
    const { transport } = await setUp(name);
    for (const operation of [upload, createDeployment])
      expect(await failureOf(transport.call(operation, { body }))).toMatchObject({ code: 'VALIDATION' });
  });
});

/** Long enough for a piece to pass through the streams of this process, which takes no time but turns. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await turn();
}
