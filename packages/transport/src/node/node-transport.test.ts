import { type AddressInfo, createServer, type Socket } from 'node:net';
import ky from 'ky';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  activateJobs,
  completeJob,
  createDeployment,
  getDocument,
  getTopology,
  searchJobs,
} from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
import type { StubAnswer, StubHandler } from '../../test/stub-server.ts';
import { type AnswerStream, createFetch, createTransport, type Operation } from '../index-node.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

describe('the lanes', () => {
  it('keep long polls out of the way of commands and acknowledgements', async () => {
    const release: (() => void)[] = [];
    const { server, transport } = await setUp(
      (request) =>
        request.url.endsWith('/jobs/activation')
          ? new Promise<StubAnswer>((resolve) => release.push(() => resolve({ body: { jobs: [] } })))
          : { body: {} },
      { connections: { maxConnections: 1 } },
    );
    const polls = Array.from({ length: 16 }, () =>
      transport.call(activateJobs, { body: { requestTimeout: 60_000 } }),
    );
    await until(() => release.length === 16);
    await transport.call(getTopology);
    await transport.call(completeJob, { path: { jobKey: '1' }, body: {} });
    expect(server.requests).toHaveLength(18);
    for (const answer of release) answer();
    await Promise.all(polls);
  });

  it('never queue an acknowledgement behind commands', async () => {
    const release: (() => void)[] = [];
    const { transport } = await setUp(
      (request) =>
        request.url.endsWith('/topology')
          ? new Promise<StubAnswer>((resolve) => release.push(() => resolve({ body: {} })))
          : { body: {} },
      { connections: { maxConnections: 1 } },
    );
    const commands = Array.from({ length: 5 }, () => transport.call(getTopology));
    await until(() => release.length === 1);
    const acknowledgements = Array.from({ length: 10 }, () =>
      transport.call(completeJob, { path: { jobKey: '1' }, body: {} }),
    );
    await Promise.all(acknowledgements);
    expect(release).toHaveLength(1);
    for (let command = 0; command < 5; command += 1) {
      await until(() => release.length > command);
      release[command]?.();
    }
    await Promise.all(commands);
  });

  it('keep the number of connections for commands within the limit, and use them again', async () => {
    const { server, transport } = await setUp(undefined, { connections: { maxConnections: 3 } });
    const sockets = new Set<Socket>();
    server.server.on('connection', (socket: Socket) => sockets.add(socket));
    await Promise.all(Array.from({ length: 30 }, () => transport.call(getTopology)));
    expect(sockets.size).toBeLessThanOrEqual(3);
  });

  it('use a connection again, but not when it has reached its age', async () => {
    const { server, transport } = await setUp(undefined, { connections: { keepAliveMs: 60_000 } });
    let connections = 0;
    server.server.on('connection', () => (connections += 1));
    for (let call = 0; call < 20; call += 1) await transport.call(getTopology);
    // The second one is opened when a call follows in the moment in which the first answer ends.
    expect(connections).toBeLessThanOrEqual(2);
    const aging = createTransport({
      baseUrl: server.baseUrl,
      environment: {},
      connections: { maxConnectionAgeMs: 20, keepAliveMs: 60_000 },
    });
    onTestFinished(() => aging.close());
    await aging.call(getTopology);
    const before = connections;
    const start = Date.now();
    await until(() => Date.now() - start > 50);
    await aging.call(getTopology);
    expect(connections).toBe(before + 1);
  });

  it('keep the number of connections for streams within the limit', async () => {
    const unfinished: StubHandler = (_request, response) => {
      response.writeHead(200).write('ab');
      return undefined;
    };
    const { server, transport } = await setUp(unfinished, { connections: { maxConnections: 1 } });
    const download: Operation = { ...getDocument, response: 'stream' };
    const input = { path: { documentId: 'd' } };
    const held = await transport.call<AnswerStream>(download, input);
    const waiting = transport.call<AnswerStream>(download, input);
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(server.requests).toHaveLength(1);
    await held.cancel();
    await (await waiting).cancel();
    expect(server.requests).toHaveLength(2);
  });

  it('give up on a host that does not complete the handshake', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const transport = createTransport({
      baseUrl: `https://127.0.0.1:${port}/v2`,
      connections: { connectTimeoutMs: 50 },
      environment: {},
      retry: false,
      timeoutMs: 4000,
    });
    onTestFinished(async () => {
      await transport.close();
      server.close();
    });
    expect(await failureOf(transport.call(createDeployment, { body: new FormData() }))).toMatchObject({
      code: 'NETWORK_ERROR',
      systemCode: 'UND_ERR_CONNECT_TIMEOUT',
      outcomeUnknown: false,
    });
  });

  it('give up on a host that does not complete connections', async () => {
    // TEST-NET-1 is never routed: nothing answers, or the network says so.
    const transport = createTransport({
      baseUrl: 'http://192.0.2.1:8080/v2',
      connections: { connectTimeoutMs: 50 },
      environment: {},
      retry: false,
      timeoutMs: 2000,
    });
    onTestFinished(() => transport.close());
    expect(await failureOf(transport.call(getTopology))).toMatchObject({ outcomeUnknown: false });
  });
});

describe.each(['hot', 'all', 'none'] as const)('with direct: %s', (direct) => {
  it('sends and reads every kind of body alike', async () => {
    const seen: string[] = [];
    const bytes = new Uint8Array([0, 1, 255]);
    const { server, transport } = await setUp(
      (request) => {
        seen.push(
          `${request.method} ${request.url} ${request.headers['content-type'] ?? '-'}`.replace(
            /boundary=.*/,
            'boundary',
          ),
        );
        return request.url.includes('/documents/') ? { body: bytes } : { body: { text: 'ä' } };
      },
      { direct },
    );
    const octets: Operation = { ...searchJobs, operationId: 'upload', body: 'octet', response: 'text' };
    const form = new FormData();
    form.append('resources', new Blob(['<bpmn/>'], { type: 'text/xml' }), 'a.bpmn');
    expect(await transport.call(searchJobs, { body: { a: 'ö' } })).toEqual({ text: 'ä' });
    expect(await transport.call(completeJob, { path: { jobKey: '1' }, body: {} })).toBeUndefined();
    expect(await transport.call(activateJobs, { body: {} })).toEqual({ text: 'ä' });
    expect(await transport.call(getDocument, { path: { documentId: 'd' } })).toEqual(bytes);
    expect(await transport.call(octets, { body: bytes })).toBe('{"text":"ä"}');
    expect(await transport.call(octets, { body: new Blob([bytes]) })).toBe('{"text":"ä"}');
    expect(await transport.call(createDeployment, { body: form })).toEqual({ text: 'ä' });
    expect(seen).toEqual([
      'POST /v2/jobs/search application/json',
      'POST /v2/jobs/1/completion application/json',
      'POST /v2/jobs/activation application/json',
      'GET /v2/documents/d -',
      'POST /v2/jobs/search application/octet-stream',
      expect.stringMatching(/^POST \/v2\/jobs\/search/),
      'POST /v2/deployments multipart/form-data; boundary',
    ]);
    expect(server.requests[0]?.body.toString()).toBe('{"a":"ö"}');
    expect([...(server.requests[5]?.body ?? [])]).toEqual([...bytes]);
    expect(server.requests[6]?.body.toString()).toContain('<bpmn/>');
    expect(await failureOf(transport.call(createDeployment, { body: {} }))).toMatchObject({
      code: 'VALIDATION',
    });
  });

  it('reads an answer of many pieces', async () => {
    const text = JSON.stringify({ items: Array.from({ length: 20_000 }, (_, index) => `äöü ${index}`) });
    const { transport } = await setUp(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const bytes = Buffer.from(text);
        for (let start = 0; start < bytes.length; start += 777)
          response.write(bytes.subarray(start, start + 777));
        response.end();
        return undefined;
      },
      { direct },
    );
    expect(await transport.call(searchJobs)).toEqual(JSON.parse(text));
  });
});

describe('a ky instance of the user', () => {
  it('keeps to the lanes', async () => {
    const release: (() => void)[] = [];
    const { transport } = await setUp(
      (request) =>
        request.url.endsWith('/jobs/activation')
          ? new Promise<StubAnswer>((resolve) => release.push(() => resolve({ body: {} })))
          : { body: {} },
      { connections: { maxConnections: 1 }, ky: ky.create({}) },
    );
    const polls = Array.from({ length: 3 }, () => transport.call(activateJobs, { body: {} }));
    await until(() => release.length === 3);
    await transport.call(getTopology);
    for (const answer of release) answer();
    await Promise.all(polls);
  });

  it('sends the calls, hooks and all, over the same connections', async () => {
    const { server, transport } = await setUp(
      (_request, _response, index) => ({ status: index === 0 ? 503 : 200, body: { a: 1 } }),
      {
        retry: { baseDelayMs: 1 },
        ky: ky.create({
          retry: 5,
          hooks: { beforeRequest: [({ request }) => request.headers.set('x-hook', 'yes')] },
        }),
      },
    );
    expect(await transport.call(searchJobs, { body: { q: 1 } })).toEqual({ a: 1 });
    expect(await transport.call(completeJob, { path: { jobKey: '1' }, body: {} })).toBeUndefined();
    expect(server.requests.map((request) => request.headers['x-hook'])).toEqual(['yes', 'yes', 'yes']);
    expect(server.requests[1]?.body.toString()).toBe('{"q":1}');
  });
});

describe('in Bun', () => {
  it('is refused at once, with the name of what to import', () => {
    vi.stubGlobal('Bun', {});
    onTestFinished(() => void vi.unstubAllGlobals());
    for (const make of [createTransport, createFetch])
      expect(() => make()).toThrow(
        "cannot be used in Bun, which replaces undici by something else: import from '@camunda/transport'",
      );
  });
});

describe('connections to a proxy', () => {
  it('are as many as those to the cluster may be, and as old', async () => {
    const release: (() => void)[] = [];
    const { server } = await setUp(() => new Promise((resolve) => release.push(() => resolve({ body: {} }))));
    let opened = 0;
    server.server.on('connection', () => {
      opened += 1;
    });
    const options = {
      proxy: new URL(server.baseUrl).origin,
      environment: {},
      baseUrl: 'http://cluster.invalid/v2',
    };
    const answer = async (call: Promise<unknown>): Promise<void> => {
      await until(() => release.length > 0);
      release.shift()?.();
      await call;
    };
    const limited = createTransport({ ...options, connections: { maxConnections: 2 } });
    const calls = Array.from({ length: 6 }, () => limited.call(getTopology));
    for (const call of calls) await answer(call);
    expect(opened).toBe(2);
    await limited.close();

    for (const [maxConnectionAgeMs, expected] of [
      [Number.POSITIVE_INFINITY, 3],
      [1, 5],
    ] as const) {
      await using aging = createTransport({ ...options, connections: { maxConnectionAgeMs } });
      await answer(aging.call(getTopology));
      const before = Date.now();
      await until(() => Date.now() > before + 2);
      await answer(aging.call(getTopology));
      expect(opened).toBe(expected);
    }
  });

  it.each([Number.POSITIVE_INFINITY, 2 ** 31])('cannot take %d ms to be made, or be kept so long', (time) => {
    for (const name of ['connectTimeoutMs', 'keepAliveMs']) {
      expect(() => createTransport({ connections: { [name]: time } })).toThrow(
        `connections.${name} has to be at most 2147483647 milliseconds, not ${time}`,
      );
    }
  });

  it('may be any number', async () => {
    const { server } = await setUp();
    await using transport = createTransport({
      proxy: new URL(server.baseUrl).origin,
      environment: {},
      baseUrl: 'http://cluster.invalid/v2',
      connections: { maxConnections: Number.POSITIVE_INFINITY },
    });
    expect(await transport.call(getTopology)).toEqual({});
  });
});

describe('createFetch', () => {
  it('gives a fetch for other requests', async () => {
    const { server } = await setUp((request) =>
      request.url === '/redirect'
        ? { status: 302, headers: { location: '/' } }
        : { status: request.url === '/empty' ? 204 : 201, headers: { 'x-a': 'b' } },
    );
    const origin = server.baseUrl.replace('/v2', '');
    const { fetch, close } = createFetch({ environment: {} });
    onTestFinished(close);
    const answer = await fetch(`${origin}/token?a=b`, {
      method: 'POST',
      body: new URLSearchParams({ grant: 'x y' }),
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-a')).toBe('b');
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/token?a=b' });
    expect(server.requests[0]?.body.toString()).toBe('grant=x+y');
    expect((await fetch(new URL(`${origin}/empty`))).status).toBe(204);
    expect((await fetch(new Request(`${origin}/redirect`, { redirect: 'manual' }))).status).toBe(302);
    await expect(fetch(`${origin}/redirect`)).rejects.toThrow(TypeError);
    await expect(fetch('http://127.0.0.1:1/')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    const controller = new AbortController();
    controller.abort();
    await expect(fetch(origin, { signal: controller.signal })).rejects.toBe(controller.signal.reason);
  });

  it('ends a request with its signal', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { fetch, close } = createFetch({ environment: {} });
    onTestFinished(async () => {
      await close();
      silent.close();
    });
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const controller = new AbortController();
    const connected = new Promise<void>((resolve) => silent.once('connection', () => resolve()));
    const request = fetch(`http://127.0.0.1:${port}/`, { signal: controller.signal });
    await connected;
    controller.abort();
    await expect(request).rejects.toBe(controller.signal.reason);
  });
});
