import { afterEach, describe, expect, it } from 'vitest';
import {
  completeJob,
  createDeployment,
  createProcessInstance,
  getDocument,
  getTopology,
  searchJobs,
} from '../test/operations.ts';
import { type StubHandler, type StubServer, startStubServer } from '../test/stub-server.ts';
import { createTransport, HttpError, NetworkError, ResponseError, TimeoutError } from './index.ts';
import type { TransportOptions } from './transport-options.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

async function setUp(handler?: StubHandler, options: TransportOptions = {}) {
  const server: StubServer = await startStubServer(handler);
  const transport = createTransport({ baseUrl: server.baseUrl, ...options });
  open.push(transport, server);
  return { server, transport };
}

const failure = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the call did not fail');
};

describe('createTransport', () => {
  it('sends JSON and gives what the answer holds', async () => {
    const { server, transport } = await setUp(() => ({ body: { items: [1] } }));
    const result = await transport.call(searchJobs, { body: { filter: { type: 'a' } } });
    expect(result).toEqual({ items: [1] });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', url: '/v2/jobs/search' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json, application/problem+json',
    });
    expect(request?.headers['user-agent']).toMatch(/^camunda-typescript\/\d/);
    expect(request?.body.toString()).toBe('{"filter":{"type":"a"}}');
  });

  it('encodes path parameters and the query once', async () => {
    const { server, transport } = await setUp(() => ({ status: 204 }));
    await transport.call(completeJob, {
      path: { jobKey: 'a/b c%' },
      query: { a: 'x&y', b: undefined, c: 3 },
    });
    expect(server.requests[0]?.url).toBe('/v2/jobs/a%2Fb%20c%25/completion?a=x%26y&c=3');
  });

  it('sends FormData with a boundary', async () => {
    const { server, transport } = await setUp();
    const form = new FormData();
    form.append('resources', new Blob(['<bpmn/>']), 'a.bpmn');
    await transport.call(createDeployment, { body: form });
    expect(server.requests[0]?.headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/);
    expect(server.requests[0]?.body.toString()).toContain('<bpmn/>');
  });

  it('gives bytes as they are', async () => {
    const { transport } = await setUp(() => ({ body: new Uint8Array([0, 255, 128]) }));
    expect(await transport.call(getDocument, { path: { documentId: 'd' } })).toEqual(
      new Uint8Array([0, 255, 128]),
    );
  });

  it('reports an error answer with its problem details', async () => {
    const { transport } = await setUp(() => ({
      status: 403,
      headers: { 'x-request-id': 'r1' },
      body: { type: 'about:blank', title: 'FORBIDDEN', detail: 'no', instance: '/v2/process-instances' },
    }));
    const error = await failure(transport.call(createProcessInstance, { body: {} }));
    expect(HttpError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      status: 403,
      title: 'FORBIDDEN',
      detail: 'no',
      requestId: 'r1',
      attempts: 1,
      operationId: 'createProcessInstance',
      requiredPermissions: ['PROCESS_DEFINITION:CREATE_PROCESS_INSTANCE'],
    });
    expect((error as Error).message).toContain('PROCESS_DEFINITION:CREATE_PROCESS_INSTANCE');
  });

  it('never gives a web page or nothing at all for JSON', async () => {
    const answers = [
      { headers: { 'content-type': 'text/html' }, body: '<html></html>' },
      { headers: { 'content-type': 'application/json' }, body: '' },
      { headers: { 'content-type': 'application/json' }, body: '{"a":' },
      { body: '<p>' },
      { headers: { 'content-type': 'text/html; charset=utf-8' }, body: '"OK"' },
    ];
    const { transport } = await setUp((_request, _response, index) => answers[index]);
    for (const _ of answers)
      expect(ResponseError.isInstance(await failure(transport.call(getTopology)))).toBe(true);
    const { transport: portal } = await setUp(() => answers[0]);
    const call = portal.call(completeJob, { path: { jobKey: '1' }, body: {} });
    expect(ResponseError.isInstance(await failure(call))).toBe(true);
  });

  it('names address, setting and a hint when nothing listens', async () => {
    const { server } = await setUp();
    await server.close();
    const transport = createTransport({
      configuration: { CAMUNDA_REST_ADDRESS: server.baseUrl },
      retry: false,
    });
    const error = await failure(transport.call(getTopology));
    expect(NetworkError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      address: `http://127.0.0.1:${server.port}`,
      setting: 'CAMUNDA_REST_ADDRESS',
      systemCode: 'ECONNREFUSED',
      attempts: 1,
      outcomeUnknown: false,
    });
    expect((error as Error).message).toContain('set by CAMUNDA_REST_ADDRESS');
  });

  it('ends a call that gets no answer, and says that a creation may have happened', async () => {
    const { transport } = await setUp(() => new Promise(() => undefined));
    const error = await failure(transport.call(createProcessInstance, { body: {} }, { timeoutMs: 50 }));
    expect(TimeoutError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ timeoutMs: 50, scope: 'call', outcomeUnknown: true, attempts: 1 });
  });

  it('rejects with the reason of the signal, untouched', async () => {
    const { transport } = await setUp(() => new Promise(() => undefined));
    const controller = new AbortController();
    const call = transport.call(getTopology, {}, { signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await failure(call)).toBe(reason);
    expect(await failure(transport.call(getTopology, {}, { signal: controller.signal }))).toBe(reason);
  });

  it('honours a custom fetch', async () => {
    const seen: string[] = [];
    const transport = createTransport({
      baseUrl: 'http://engine.invalid/v2',
      fetch: async (input, init) => {
        const request = new Request(input, init);
        seen.push(`${request.method} ${request.url} ${await request.text()}`);
        return Response.json({ ok: true });
      },
    });
    expect(await transport.call(searchJobs, { body: { a: 1 } })).toEqual({ ok: true });
    expect(seen).toEqual(['POST http://engine.invalid/v2/jobs/search {"a":1}']);
  });

  it("does not start a process twice when the runtime's fetch loses patience", async () => {
    let calls = 0;
    const transport = createTransport({
      fetch: () => {
        calls += 1;
        const cause = Object.assign(new Error('Headers Timeout Error'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
        return Promise.reject(new TypeError('fetch failed', { cause }));
      },
    });
    const body = { processDefinitionId: 'p', awaitCompletion: true, requestTimeout: 600_000 };
    expect(await failure(transport.call(createProcessInstance, { body }))).toMatchObject({
      code: 'NETWORK_ERROR',
      systemCode: 'UND_ERR_HEADERS_TIMEOUT',
      outcomeUnknown: true,
      attempts: 1,
    });
    expect(calls).toBe(1);
  });

  it('refreshes credentials once after a 401', async () => {
    const { server, transport } = await setUp(
      (request) =>
        request.headers.authorization === 'Bearer new' ? { body: {} } : { status: 401, body: {} },
      {
        authProvider: {
          getHeaders: (context) => ({ Authorization: context?.forceRefresh ? 'Bearer new' : 'Bearer old' }),
        },
      },
    );
    await transport.call(getTopology);
    expect(server.requests.map((request) => request.headers.authorization)).toEqual([
      'Bearer old',
      'Bearer new',
    ]);
  });

  it('tries a 503 again for a safe call, and not for a creation', async () => {
    const { server, transport } = await setUp((_request, _response, index) =>
      index === 0 || index === 2 ? { status: 503, body: '<h1>busy</h1>' } : { body: { index } },
    );
    expect(await transport.call(getTopology)).toEqual({ index: 1 });
    expect(await failure(transport.call(createProcessInstance, { body: {} }))).toMatchObject({
      status: 503,
      outcomeUnknown: true,
    });
    expect(server.requests).toHaveLength(3);
  });
});
