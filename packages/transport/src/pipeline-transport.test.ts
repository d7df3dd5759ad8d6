import { readFileSync } from 'node:fs';
import { NullAuthProvider } from '@camunda/auth';
import { describe, expect, it } from 'vitest';
import {
  completeJob,
  createDeployment,
  createProcessInstance,
  getDocument,
  getTopology,
  searchJobs,
  unassignUserFromGroup,
} from '../test/operations.ts';
import { failureOf, setUp } from '../test/set-up.ts';
import {
  createTransport,
  insertAfter,
  insertBefore,
  type Operation,
  type Policy,
  removePolicy,
  replacePolicy,
} from './index-node.ts';
import { VERSION } from './version.ts';

describe('a transport', () => {
  it('identifies itself', async () => {
    const { server, transport } = await setUp(undefined, { userAgent: 'my-service/1.2' });
    await transport.call(getTopology);
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(VERSION).toBe(manifest.version);
    expect(server.requests[0]?.headers).toMatchObject({
      'user-agent': `camunda-typescript/${VERSION} my-service/1.2`,
      accept: 'application/json, application/problem+json',
    });
    expect(() => createTransport({ userAgent: 'a\r\nb: c' })).toThrow(/userAgent has to be printable ASCII/);
  });

  it('does not change what it is given, and takes what cannot be changed [T34]', async () => {
    const { transport } = await setUp();
    for (const keep of [Object.freeze, <Value>(value: Value) => value]) {
      const body = keep({ filter: keep({ type: 'a' }) });
      const input = keep({ body, path: keep({}), query: keep({ a: 1 }) });
      await transport.call(searchJobs, input, keep({}));
      expect(input).toEqual({ body: { filter: { type: 'a' } }, path: {}, query: { a: 1 } });
    }
  });

  it('sends an empty object for a JSON body that is left out', async () => {
    const { server, transport } = await setUp();
    await transport.call(searchJobs);
    expect(server.requests[0]?.body.toString()).toBe('{}');
  });

  it('finds operations below the address without its /v2', async () => {
    const { server, transport } = await setUp();
    await transport.call({ ...getTopology, path: '/cluster/v1/status', base: 'origin' });
    expect(server.requests[0]?.url).toBe('/cluster/v1/status');
  });

  it('takes an empty answer only where the operation says so', async () => {
    const { transport } = await setUp((_request, _response, index) => ({ status: index < 2 ? 204 : 200 }));
    const operation: Operation = { ...getTopology, successStatuses: [200, 204] };
    expect(await transport.call(operation)).toBeUndefined();
    expect(await failureOf(transport.call(getTopology))).toMatchObject({
      code: 'RESPONSE_INVALID',
      status: 204,
    });
    expect(await failureOf(transport.call(operation))).toMatchObject({
      code: 'RESPONSE_INVALID',
      status: 200,
    });
  });

  it('follows no redirect', async () => {
    const { server, transport } = await setUp(() => ({ status: 302, headers: { location: '/login' } }));
    const error = await failureOf(transport.call(getTopology));
    expect(error).toMatchObject({ status: 302 });
    expect((error as Error).message).toContain('redirects');
    expect(server.requests).toHaveLength(1);
  });

  it('names the address when what answers is no cluster', async () => {
    const { server } = await setUp(() => ({ status: 501, body: '<h1>Unsupported method</h1>' }));
    const transport = createTransport({ configuration: { CAMUNDA_REST_ADDRESS: server.baseUrl } });
    const error = await failureOf(transport.call(createDeployment, { body: new FormData() }));
    await transport.close();
    expect(error).toMatchObject({ status: 501, address: `http://127.0.0.1:${server.port}` });
    expect((error as Error).message).toBe(
      'createDeployment was answered with 501 Not Implemented. A Camunda cluster does not answer like this: ' +
        `is there one at http://127.0.0.1:${server.port} (set by CAMUNDA_REST_ADDRESS)?`,
    );
  });

  it('tells a gateway from the cluster', async () => {
    const { server, transport } = await setUp(
      (request) =>
        request.url.endsWith('/topology')
          ? { status: 502, body: '<h1>Bad Gateway</h1>' }
          : { status: 503, body: { title: 'UNAVAILABLE' } },
      { retry: false },
    );
    const gateway = (await failureOf(transport.call(getTopology))) as Error;
    expect(gateway.message).toContain(`the load balancer or proxy at http://127.0.0.1:${server.port}`);
    expect(((await failureOf(transport.call(searchJobs))) as Error).message).not.toContain('load balancer');
  });

  it.each([
    ['No required SSL certificate was sent', 'asks for a client certificate: set CAMUNDA_MTLS_CERT_PATH'],
    ['The SSL certificate error', 'does not accept the client certificate'],
    ['The plain HTTP request was sent to HTTPS port', 'speaks TLS on this port: use https://'],
  ])('knows the 400 of a TLS terminator: %s', async (words, hint) => {
    const { transport } = await setUp(() => ({
      status: 400,
      headers: { 'content-type': 'text/html' },
      body: `<html><head><title>400 ${words}</title></head></html>`,
    }));
    expect(((await failureOf(transport.call(getTopology))) as Error).message).toContain(hint);
  });

  it('takes an empty 429 for one of a gateway, not for a sign that there is no cluster', async () => {
    const { transport } = await setUp(() => ({ status: 429 }), { retry: false });
    const error = (await failureOf(transport.call(getTopology))) as Error;
    expect(error.message).toContain('Something in front of the cluster answered');
  });

  it("does not take a proxy's 403 for the cluster's", async () => {
    const { transport } = await setUp(() => ({
      status: 403,
      headers: { 'content-type': 'text/html' },
      body: '<h1>Access Denied</h1>',
    }));
    const error = (await failureOf(transport.call(createProcessInstance))) as Error;
    expect(error.message).toContain('Something in front of the cluster answered');
    expect(error.message).not.toContain('permission');
  });

  it('knows whether a refused call carried credentials, whatever header they are in', async () => {
    const { transport } = await setUp(() => ({ status: 401, body: {} }), {
      authProvider: { getHeaders: () => ({ cookie: 'a=b' }) },
    });
    const message = ((await failureOf(transport.call(getTopology))) as Error).message;
    expect(message).toContain('The credentials were refused');
  });

  it('hints at a missing /v2', async () => {
    const { server } = await setUp(() => ({ status: 404, body: 'not here' }));
    const transport = createTransport({ baseUrl: server.baseUrl.replace('/v2', '') });
    const error = await failureOf(transport.call(getTopology));
    await transport.close();
    expect((error as Error).message).toContain('/v2');
  });

  it('refuses calls when closed, and ends those under way', async () => {
    const { server, transport } = await setUp(() => new Promise(() => undefined));
    const underWay = failureOf(transport.call(getTopology));
    const acknowledgement = failureOf(transport.call(completeJob, { path: { jobKey: '1' }, body: {} }));
    while (server.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await transport.close();
    await transport.close();
    expect(await underWay).toMatchObject({ code: 'TRANSPORT_CLOSED', attempts: 1, outcomeUnknown: false });
    expect(await acknowledgement).toMatchObject({
      code: 'TRANSPORT_CLOSED',
      attempts: 1,
      outcomeUnknown: true,
    });
    expect(await failureOf(transport.call(getTopology))).toMatchObject({
      code: 'TRANSPORT_CLOSED',
      attempts: 0,
    });
  });

  it.each([
    '',
    'localhost:8080/v2',
    'ftp://host/v2',
    'http://user:pass@host/v2',
    'http://host/v2?a=b',
    'http://host/v2#x',
  ])('refuses the address %j', (baseUrl) => {
    expect(() => createTransport({ baseUrl })).toThrow(/^baseUrl /);
    expect(() => createTransport({ configuration: { CAMUNDA_REST_ADDRESS: baseUrl } })).toThrow(
      /^CAMUNDA_REST_ADDRESS /,
    );
  });

  it('takes an address with a slash at its end', async () => {
    const { server, transport } = await setUp();
    const other = createTransport({ baseUrl: `${server.baseUrl}//` });
    await other.call(getTopology);
    await other.close();
    expect(server.requests[0]?.url).toBe('/v2/topology');
    await transport.close();
  });
});

describe('the stack of an error', () => {
  async function startOrder(call: () => Promise<unknown>): Promise<unknown> {
    return await call();
  }

  it('names the line of the call, for every kind of failure', async () => {
    const { transport } = await setUp(() => ({ status: 404, body: {} }));
    const closed = createTransport({ baseUrl: 'http://127.0.0.1:1/v2', retry: false });
    const calls = [
      () => transport.call(getTopology),
      () => transport.call(completeJob, { path: { jobKey: '1' }, body: {} }),
      () => transport.call(unassignUserFromGroup, {}),
      () => closed.call(getTopology),
    ];
    for (const call of calls) {
      const error = (await failureOf(startOrder(call))) as Error;
      expect(error.stack).toContain('pipeline-transport.test.ts');
      expect(error.stack).toContain(error.message);
    }
    await closed.close();
  });

  it.each([
    ['Promise.all', (call) => Promise.all([call])],
    ['Promise.race', (call) => Promise.race([call])],
    ['a chain of then', (call) => call.then(() => 1).finally(() => undefined)],
  ] satisfies [string, (call: Promise<unknown>) => Promise<unknown>][])(
    'names who awaits it through %s, once and without lines of the engine',
    async (_, through) => {
      const { transport } = await setUp(() => ({ status: 404 }));
      const error = (await failureOf(startOrder(() => through(transport.call(searchJobs))))) as Error;
      const lines = (error.stack ?? '').split('\n');
      expect(lines.filter((line) => /startOrder .*pipeline-transport\.test\.ts/.test(line))).toHaveLength(1);
      const caller = lines.slice(lines.findIndex((line) => line.includes('the call was made here')));
      expect(caller.join()).not.toContain('node:internal');
    },
  );

  it('names the line of the call also when nobody awaits it there, where the call asks for that', async () => {
    const closed = createTransport({ baseUrl: 'http://127.0.0.1:1/v2', retry: false });
    const failed = Promise.withResolvers<Error>();
    const make = () =>
      closed.call(getTopology, {}, { callerStack: true }).catch((error: Error) => failed.resolve(error));
    void make();
    expect((await failed.promise).stack).toMatch(/at make .*pipeline-transport\.test\.ts/);
    await closed.close();
  });

  it('does not name it where the call says that nobody needs it', async () => {
    const { transport } = await setUp(() => ({ status: 404 }));
    const failing = () => transport.call(searchJobs, {}, { callerStack: false });
    const error = (await failureOf(startOrder(failing))) as Error;
    expect(error.stack).not.toContain('the call was made here');
    const named = (await failureOf(startOrder(() => transport.call(searchJobs)))) as Error;
    expect(named.stack).toContain('the call was made here');
  });
});

describe('the policies', () => {
  const names = (policies: readonly Policy[]): string => policies.map((policy) => policy.name).join(' ');
  const DEFAULT = 'telemetry deadline backpressure retry auth send';

  it('are a plain list that can be printed', async () => {
    const { transport } = await setUp();
    expect(names(transport.policies)).toBe(DEFAULT);
    expect(names(createTransport({ authProvider: { getHeaders: () => ({}) } }).policies)).toBe(DEFAULT);
  });

  it('can be added before and after a named one, replaced and removed', async () => {
    const order: string[] = [];
    const mark = (name: string): Policy => ({
      name,
      handle: (request, next) => {
        order.push(`${name} ${request.attempt}`);
        request.headers[`x-${name}`] = 'yes';
        return next(request);
      },
    });
    const { server, transport } = await setUp(
      (_request, _response, index) => ({ status: index === 0 ? 503 : 200, body: {} }),
      {
        retry: { baseDelayMs: 1 },
        policies: (defaults) => {
          const outside = insertBefore(defaults, 'retry', mark('outside'));
          const inside = insertAfter(outside, 'retry', mark('inside'));
          return replacePolicy(removePolicy(inside, 'backpressure'), 'telemetry', mark('mine'));
        },
      },
    );
    expect(names(transport.policies)).toBe('mine deadline outside retry inside auth send');
    await transport.call(getTopology);
    expect(order).toEqual(['mine 0', 'outside 0', 'inside 1', 'inside 2']);
    expect(server.requests[1]?.headers).toMatchObject({
      'x-mine': 'yes',
      'x-outside': 'yes',
      'x-inside': 'yes',
    });
  });

  it('can answer a call themselves', async () => {
    const { server, transport } = await setUp(undefined, {
      policies: (defaults) =>
        insertBefore(defaults, 'send', {
          name: 'cache',
          handle: () => Promise.resolve({ status: 200, header: () => undefined, data: 'cached' }),
        }),
    });
    expect(await transport.call(getTopology)).toBe('cached');
    expect(server.requests).toHaveLength(0);
  });

  it('tell a name that is not there from those that are', () => {
    expect(() => createTransport({ policies: (defaults) => removePolicy(defaults, 'retires') })).toThrow(
      'No policy is called retires; there are telemetry, deadline, backpressure, retry, auth, send',
    );
  });

  it('work without the retry and the backpressure policy', async () => {
    const { server, transport } = await setUp(() => ({ status: 503 }), {
      policies: (defaults) => removePolicy(defaults, 'retry'),
    });
    await failureOf(transport.call(getTopology));
    expect(server.requests).toHaveLength(1);
    expect(transport.getBackpressureState()).toMatchObject({ permitsMax: 16, permitsCurrent: 0 });
  });
});

describe('a dry run', () => {
  const options = { authProvider: { getHeaders: () => Promise.reject(new Error('not to be asked')) } };

  it('shows a call as a Request', async () => {
    const { server, transport } = await setUp(undefined, options);
    const request = transport.toRequest(completeJob, {
      path: { jobKey: '1' },
      body: { variables: { a: 1n } },
    });
    expect(request.method).toBe('POST');
    expect(request.url).toBe(`${server.baseUrl}/jobs/1/completion`);
    expect(request.headers.get('authorization')).toBe('[secret]');
    expect(await request.text()).toBe('{"variables":{"a":1}}');
    expect(server.requests).toHaveLength(0);
  });

  it('masks the credentials under the names of their headers', async () => {
    const getHeaders = () => ({ 'X-Api-Token': 'hidden-7', Cookie: 'hidden-8' });
    const named = (await setUp(undefined, { authProvider: { getHeaders, headerNames: ['X-Api-Token'] } }))
      .transport;
    expect(named.toCurl(getTopology)).toContain("-H 'x-api-token: [secret]'");
    expect(named.toCurl(getTopology)).not.toContain('authorization');
    const { transport } = await setUp(undefined, { authProvider: { getHeaders } });
    expect(transport.toCurl(getTopology)).toContain("-H 'authorization: [secret]'");
    await transport.call(getTopology);
    const line = transport.toCurl(getTopology);
    expect(line).toContain("-H 'x-api-token: [secret]' -H 'cookie: [secret]'");
    expect(line).not.toMatch(/authorization|hidden/);
    expect(transport.toRequest(getTopology).headers.get('x-api-token')).toBe('[secret]');
  });

  it('shows no credentials where none are sent', async () => {
    const { transport } = await setUp(undefined, { authProvider: new NullAuthProvider() });
    expect(transport.toCurl(getTopology)).not.toContain('secret');
  });

  it('shows a call as a curl line that a shell understands', async () => {
    const { server, transport } = await setUp(undefined, { ...options, userAgent: 'x/1' });
    const line = transport.toCurl(searchJobs, { body: { name: "O'Brien; $(rm)" }, query: { a: 'b' } });
    expect(line).toBe(
      `curl -X POST '${server.baseUrl}/jobs/search?a=b' -H 'accept: application/json, application/problem+json' ` +
        `-H 'user-agent: camunda-typescript/${VERSION} x/1' -H 'content-type: application/json' -H 'authorization: [secret]' ` +
        `--data-raw '{"name":"O'\\''Brien; $(rm)"}'`,
    );
    expect(transport.toCurl(getDocument, { path: { documentId: 'd' } })).not.toContain('--data');
    expect(() => transport.toCurl(completeJob)).toThrow(/jobKey/);
    expect(transport.toCurl(createProcessInstance)).toContain(`--data-raw '{}'`);
  });
});
