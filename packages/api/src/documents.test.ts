import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTransport, StreamedFile, type Transport } from '@camunda/transport';
import { createLeanTransport } from '@camunda/transport/lean';
import { describe, expect, it, onTestFinished } from 'vitest';
import { getDocument } from './generated/standalone.ts';
import { createApiClient } from './index.ts';

const MEGABYTE = 1024 * 1024;
const REFERENCE = { documentId: 'd', storeId: 's', contentHash: 'h' };

/** Counts and hashes what it is sent, and sends as many zeros as the path says; holds neither. */
async function startDocumentServer() {
  const uploads: { bytes: number; head: string; length: string | undefined }[] = [];
  const server = createServer((request, response) => {
    void (request.method === 'POST' ? receive(request, response) : send(request, response));
  });
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let bytes = 0;
    let head = '';
    for await (const chunk of request) {
      if (bytes < 500) head += (chunk as Buffer).subarray(0, 500).toString('latin1');
      bytes += (chunk as Buffer).length;
    }
    uploads.push({ bytes, head, length: request.headers['content-length'] });
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(REFERENCE));
  }
  async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const size = Number(/\d+/.exec(request.url?.replace('/v2', '') ?? '')?.[0]);
    response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': String(size) });
    async function* zeros() {
      for (let sent = 0; sent < size; sent += MEGABYTE) yield Buffer.alloc(MEGABYTE);
    }
    // A reader that stops early closes the connection.
    await pipeline(Readable.from(zeros()), response).catch(() => undefined);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { baseUrl, uploads };
}

/** A file of zeros, which takes no room on the disk. */
async function largeFile(size: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'camunda-document-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'large.pdf');
  const file = await open(path, 'w');
  await file.truncate(size);
  await file.close();
  return path;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The most memory that was held, garbage apart, while `work` went on, above what was held at its start. */
async function memoryOf(work: () => Promise<unknown>): Promise<number> {
  const inUse = (): number => {
    collectGarbage();
    const { external, heapUsed } = process.memoryUsage();
    return external + heapUsed;
  };
  const before = inUse();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, inUse());
  }, 200);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return most - before;
}

const makers: Readonly<Record<string, (baseUrl: string) => Transport>> = {
  whole: (baseUrl) => createTransport({ baseUrl }),
  lean: (baseUrl) => createLeanTransport({ baseUrl }),
};

describe.each(Object.keys(makers))('documents over the %s transport', (name) => {
  const isWhole = name === 'whole';
  const size = (isWhole ? 200 : 20) * MEGABYTE;
  // What the server, in the same process, holds counts as well. Node's own fetch keeps a copy of what it sends.
  const expectFlat = (used: number): void => {
    if (isWhole) expect(used).toBeLessThan(size / 2);
  };

  async function setUp() {
    const server = await startDocumentServer();
    const transport = (makers[name] ?? createTransport)(server.baseUrl as never);
    onTestFinished(() => transport.close());
    return { ...server, transport, client: createApiClient(transport) };
  }

  it('go up from a disk and from a stream, all of it at flat memory', { timeout: 120_000 }, async () => {
    const { client, uploads } = await setUp();
    const path = await largeFile(size);
    const metadata = { fileName: 'large.pdf', contentType: 'application/pdf' };
    const used = await memoryOf(async () => {
      expect(
        await client.createDocument({ file: await openAsBlob(path), metadata }, { timeoutMs: 50_000 }),
      ).toEqual(REFERENCE);
      const file = new StreamedFile(createReadStream(path), 'large.pdf', { type: 'application/pdf' });
      expect(await client.createDocument({ file, metadata, documentId: 'd' })).toEqual(REFERENCE);
    });
    for (const { bytes } of uploads) expect(bytes).toBeGreaterThan(size);
    expect(uploads).toHaveLength(2);
    expect(uploads[1]?.head).toContain('filename="large.pdf"');
    expectFlat(used);
  });

  it('come down into a file, all of it at flat memory', { timeout: 120_000 }, async () => {
    const { client } = await setUp();
    const path = await largeFile(size);
    const used = await memoryOf(async () => {
      const answer = await client.getDocument({ documentId: String(size) }, { as: 'stream' });
      expect(answer).toMatchObject({ contentType: 'application/pdf', contentLength: size });
      await pipeline(Readable.fromWeb(answer.stream as NodeReadableStream), createWriteStream(path));
    });
    expect((await stat(path)).size).toBe(size);
    expectFlat(used);
  });

  it('go from one to the other without being held', { timeout: 120_000 }, async () => {
    const { client, uploads } = await setUp();
    const used = await memoryOf(async () => {
      const { stream } = await client.getDocument({ documentId: String(size) }, { as: 'stream' });
      await client.createDocuments({ files: [new StreamedFile(stream, 'copy')] });
    });
    expect(uploads[0]?.bytes).toBeGreaterThan(size);
    expectFlat(used);
  });

  it('come as bytes when nothing is said, and by a function of their own', async () => {
    const { client, transport } = await setUp();
    const bytes = await client.getDocument({ documentId: String(MEGABYTE) });
    expect(createHash('sha1').update(bytes).digest('hex')).toBe(
      createHash('sha1').update(Buffer.alloc(MEGABYTE)).digest('hex'),
    );
    const answer = await getDocument(transport, { documentId: String(MEGABYTE) }, { as: 'stream' });
    expect((await new Response(answer.stream).arrayBuffer()).byteLength).toBe(MEGABYTE);
    const outcome = await client.safe.getResourceContentBinary({ resourceKey: '5' }, { as: 'stream' });
    await outcome.value?.cancel();
    expect(outcome.ok).toBe(true);
  });

  it('are refused where the input cannot be what was meant', async () => {
    const { client } = await setUp();
    const file = new Blob(['x']).stream() as unknown as Blob;
    await expect(client.createDocument({ file })).rejects.toThrow(
      'file is a stream: put it into a StreamedFile',
    );
    const options = { as: 'stream' } as object;
    await expect(client.getTopology(options)).rejects.toThrow('getTopology does not answer with bytes');
  });
});
