import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import ky, { type Options } from 'ky';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../test/manual-clock.ts';
import {
  completeJob,
  createProcessInstance,
  getTopology,
  publishMessage,
  unassignUserFromGroup,
} from '../test/operations.ts';
import { failureOf, setUp } from '../test/set-up.ts';
import { createLeanTransport } from './create-lean-transport.ts';
import { createTransport as createPortableTransport } from './create-transport.ts';
import {
  createTransport,
  insertBefore,
  type Operation,
  type Policy,
  removePolicy,
  replacePolicy,
  type Transport,
  type TransportOptions,
} from './index-node.ts';

/** Policies of a user who has not read the documentation. */
async function withPolicy(handle: Policy['handle'], options: TransportOptions = {}) {
  return setUp(undefined, {
    policies: (defaults) => insertBefore(defaults, 'retry', { name: 'mine', handle }),
    ...options,
  });
}

describe("a user's policy", () => {
  it.each([
    [
      'throws at once',
      () => {
        throw new RangeError('mine');
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('mine'))],
    [
      'throws after the answer',
      async (...[request, next]: Parameters<Policy['handle']>) => {
        await next(request);
        throw new RangeError('mine');
      },
    ],
  ] as const)('that %s fails the call with its error, and leaves no permit', async (_, handle) => {
    const { transport } = await withPolicy(handle as Policy['handle']);
    expect(await failureOf(transport.call(getTopology))).toMatchObject({
      name: 'RangeError',
      message: 'mine',
    });
    expect(transport.getBackpressureState().permitsCurrent).toBe(0);
  });

  it('that never comes back is ended by the time limit, and keeps no permit', async () => {
    const { transport } = await withPolicy(() => new Promise(() => undefined), { timeoutMs: 20 });
    expect(await failureOf(transport.call(getTopology))).toMatchObject({ code: 'TIMEOUT' });
    expect(transport.getBackpressureState().permitsCurrent).toBe(0);
  });

  it('that comes back after the end of the call changes nothing', async () => {
    const late = Promise.withResolvers<void>();
    const { server, transport } = await withPolicy(
      async (request, next) => {
        await late.promise;
        return next(request);
      },
      { timeoutMs: 20 },
    );
    expect(await failureOf(transport.call(getTopology))).toMatchObject({ code: 'TIMEOUT' });
    late.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.requests).toHaveLength(0);
    expect(transport.getBackpressureState().permitsCurrent).toBe(0);
  });

  it.each([[undefined], ['text'], [null]])('that gives %j is named as the culprit', async (response) => {
    const { transport } = await withPolicy(() => response as never);
    expect(((await failureOf(transport.call(getTopology))) as Error).message).toContain('A policy gave');
  });

  it.each<[string, (defaults: readonly Policy[]) => readonly Policy[]]>([
    [
      'is in front of all others',
      (defaults) => [{ name: 'deaf', handle: () => new Promise(() => undefined) }, ...defaults],
    ],
    [
      'stands for the deadline',
      (defaults) =>
        replacePolicy(defaults, 'deadline', { name: 'deaf', handle: () => new Promise(() => undefined) }),
    ],
  ])('that %s and hears no signal does not keep the caller waiting', async (_, policies) => {
    const { transport } = await setUp(undefined, { policies });
    const controller = new AbortController();
    const call = failureOf(transport.call(getTopology, {}, { signal: controller.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort('enough');
    expect(await call).toBe('enough');
    const { signal } = controller;
    expect(await failureOf(transport.call(getTopology, {}, { signal }))).toBe('enough');
  });

  it.each<[string, string]>([
    ['in front of all others', 'telemetry'],
    ['right in front of the deadline', 'deadline'],
    ['behind the deadline', 'backpressure'],
  ])('that never comes back, %s, is ended by the one timer of the call', async (_, place) => {
    const clock = new ManualClock();
    const { transport } = await setUp(undefined, {
      clock,
      policies: (defaults) =>
        insertBefore(defaults, place, { name: 'deaf', handle: () => new Promise(() => undefined) }),
    });
    const call = failureOf(transport.call(getTopology, {}, { timeoutMs: 3000 }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.timers).toBe(1);
    clock.advance(3000);
    expect(await call).toMatchObject({ code: 'TIMEOUT', scope: 'call', timeoutMs: 3000, attempts: 0 });
    expect(clock.timers).toBe(0);
  });

  it('in front of the deadline uses up the time of the call', async () => {
    const clock = new ManualClock();
    const waiting: Policy = {
      name: 'waiting',
      handle: (request, next) =>
        new Promise((resolve) => clock.setTimeout(() => resolve(next(request)), 2000)),
    };
    const { server, transport } = await setUp(() => new Promise(() => undefined), {
      clock,
      policies: (defaults) => [waiting, ...defaults],
    });
    const call = failureOf(transport.call(getTopology, {}, { timeoutMs: 3000 }));
    clock.advance(2000);
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(clock.timers).toBe(1);
    clock.advance(1000);
    expect(await call).toMatchObject({ code: 'TIMEOUT', attempts: 1 });
  });

  it.each<[string, (defaults: readonly Policy[]) => readonly Policy[]]>([
    ['removed', (defaults) => removePolicy(defaults, 'deadline')],
    [
      'replaced',
      (defaults) =>
        replacePolicy(defaults, 'deadline', { name: 'mine', handle: (request, next) => next(request) }),
    ],
  ])(
    'has its way when the deadline is %s: attempts have a time limit, the call has none',
    async (_, policies) => {
      const clock = new ManualClock();
      const { server, transport } = await setUp(() => new Promise(() => undefined), { clock, policies });
      let ended = false;
      const call = failureOf(transport.call(getTopology, {}, { timeoutMs: 3000 }));
      call.finally(() => (ended = true));
      while (!ended) {
        clock.advance(500);
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(await call).toMatchObject({ code: 'TIMEOUT', scope: 'attempt', attempts: 3 });
      expect(server.requests).toHaveLength(3);
      expect(clock.timers).toBe(0);
    },
  );

  it('that stands for the retries need not count: a call that was sent says so', async () => {
    const { transport } = await setUp(() => ({ status: 503 }), {
      policies: (defaults) => removePolicy(defaults, 'retry'),
    });
    expect(await failureOf(transport.call(getTopology))).toMatchObject({ status: 503, attempts: 1 });
  });

  it('may call next twice', async () => {
    const { server, transport } = await withPolicy(async (request, next) => {
      await Promise.all([next(request), next(request)]);
      return next(request);
    });
    expect(await transport.call(getTopology)).toEqual({});
    expect(server.requests).toHaveLength(3);
    expect(transport.getBackpressureState().permitsCurrent).toBe(0);
  });
});

describe("a user's ky instance", () => {
  it.each<[string, Options]>([
    ['a prefix', { prefix: 'http://elsewhere.invalid/api' }],
    ['a base address', { baseUrl: 'http://elsewhere.invalid/api/' }],
    ['a total time limit', { totalTimeout: 1 }],
    ['a time limit', { timeout: 1 }],
    ['errors', { throwHttpErrors: true }],
  ])('with %s sends to the cluster all the same', async (_, options) => {
    const { server, transport } = await setUp(
      (_request, _response, index) =>
        index === 0
          ? new Promise((resolve) => setTimeout(() => resolve({ status: 404, body: { title: 'X' } }), 20))
          : { body: {} },
      { ky: ky.create(options) },
    );
    expect(await failureOf(transport.call(getTopology))).toMatchObject({ status: 404, title: 'X' });
    expect(server.requests[0]?.url).toBe('/v2/topology');
  });
});

describe("a user's ky instance that fails by itself", () => {
  const broken = (): never => {
    throw new Error('the hook is broken');
  };

  it.each<[string, Options, number]>([
    ['before it sends', { hooks: { beforeRequest: [broken] } }, 0],
    ['after it has sent', { hooks: { afterResponse: [broken] } }, 1],
  ])('%s is named, and the call is not sent again', async (_, options, sent) => {
    for (const make of [createTransport, createPortableTransport]) {
      const { server } = await setUp();
      await using transport = make({ baseUrl: server.baseUrl, ky: ky.create(options) });
      const error = await failureOf(transport.call(publishMessage, { body: { messageId: 'once' } }));
      expect(error).toMatchObject({ code: 'VALIDATION', parameter: 'ky', outcomeUnknown: sent > 0 });
      expect(server.requests).toHaveLength(sent);
    }
  });

  it.each<[string, boolean]>([
    ['before the call', true],
    ['while the call is under way', false],
  ])(
    'has a signal of its own: when that is aborted %s, the call rejects with its reason',
    async (_, early) => {
      for (const make of [createTransport, createPortableTransport]) {
        const { server } = await setUp(() => new Promise(() => undefined));
        const controller = new AbortController();
        const reason = new DOMException('enough', 'AbortError');
        await using transport = make({
          baseUrl: server.baseUrl,
          ky: ky.create({ signal: controller.signal }),
          timeoutMs: 5000,
        });
        if (early) controller.abort(reason);
        const call = failureOf(transport.call(getTopology));
        while (!early && server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
        controller.abort(reason);
        expect(await call).toBe(reason);
        expect(server.requests).toHaveLength(early ? 0 : 1);
      }
    },
  );

  it('and its signal: the end of an attempt is not taken for its abort', async () => {
    const { server } = await setUp((_request, _response, index) =>
      index === 0 ? new Promise(() => undefined) : { body: {} },
    );
    await using transport = createTransport({
      baseUrl: server.baseUrl,
      ky: ky.create({ signal: new AbortController().signal }),
      attemptTimeoutMs: 100,
    });
    expect(await transport.call(getTopology)).toEqual({});
  });

  it('is not blamed for a connection that cannot be made, or that breaks', async () => {
    for (const make of [createTransport, createPortableTransport]) {
      const { server } = await setUp((_request, response) => void response.destroy());
      await using transport = make({ baseUrl: server.baseUrl, ky: ky.create({}), retry: false });
      expect(await failureOf(transport.call(getTopology))).toMatchObject({ code: 'NETWORK_ERROR' });
      await server.close();
      expect(await failureOf(transport.call(getTopology))).toMatchObject({
        code: 'NETWORK_ERROR',
        systemCode: 'ECONNREFUSED',
      });
    }
  });
});

describe('a header that cannot be sent', () => {
  it.each<[string, (options: TransportOptions) => Transport]>([
    ['node', createTransport],
    ['portable', createPortableTransport],
    ['lean', ({ baseUrl, authProvider }) => createLeanTransport({ baseUrl, authProvider })],
  ])('is named without its value, in the %s transport, and nothing is sent', async (_, make) => {
    const { server } = await setUp(() => ({ status: 204 }));
    let header = 'fine';
    const authProvider = { getHeaders: () => ({ 'X-Token': header }) };
    const transport = make({ baseUrl: server.baseUrl, authProvider });
    const input = { path: { jobKey: '1' } };
    await transport.call(completeJob, input);
    header = 'hidden\nhidden: hidden';
    for (const [operation, options] of [
      [createProcessInstance, {}],
      [completeJob, {}],
      [completeJob, { retry: false, callerStack: false, timeoutMs: 1000 }],
    ] as const) {
      const error = await failureOf(transport.call(operation, input, options));
      expect(error).toMatchObject({ code: 'VALIDATION', parameter: 'x-token', outcomeUnknown: false });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hidden');
    }
    expect(server.requests).toHaveLength(1);
    await transport.close();
  });
});

/** A server that answers with bytes. */
async function raw(answer: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`;
  const transport = createTransport({ baseUrl, environment: {}, retry: false, timeoutMs: 5000 });
  onTestFinished(async () => {
    await transport.close();
    server.close();
  });
  return transport;
}

const JSON_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

describe('odd answers', () => {
  it.each([
    [
      'with early hints',
      `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${JSON_HEAD}content-length: 7\r\n\r\n{"a":1}`,
    ],
    ['with trailers', `${JSON_HEAD}transfer-encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n0\r\nx: y\r\n\r\n`],
    [
      'without a reason',
      'HTTP/1.1 200\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n{"a":1}',
    ],
    ['with a byte order mark', `${JSON_HEAD}content-length: 10\r\n\r\n\uFEFF{"a":1}`],
  ])('%s are read', async (_, bytes) => {
    const transport = await raw((socket) => socket.write(bytes));
    expect(await transport.call(getTopology)).toEqual({ a: 1 });
  });

  it.each([
    ['shorter than they say', `${JSON_HEAD}content-length: 20\r\n\r\n{"a":1}`, 'NETWORK_ERROR'],
    [
      'with two lengths',
      `${JSON_HEAD}content-length: 7\r\ncontent-length: 8\r\n\r\n{"a":1}`,
      'NETWORK_ERROR',
    ],
    [
      'with 204 and a body',
      'HTTP/1.1 204 No Content\r\ncontent-length: 7\r\n\r\n{"a":1}',
      'RESPONSE_INVALID',
    ],
    ['with a header without end', `${JSON_HEAD}x: ${'y'.repeat(100_000)}`, 'NETWORK_ERROR'],
    [
      'with another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: ws\r\nconnection: upgrade\r\n\r\n',
      'NETWORK_ERROR',
    ],
  ])('%s are errors', async (_, bytes, code) => {
    const transport = await raw((socket) => socket.end(bytes));
    expect(await failureOf(transport.call(getTopology))).toMatchObject({ code });
  });

  it('of 304 are no redirects', async () => {
    const transport = await raw((socket) => socket.write('HTTP/1.1 304 Not Modified\r\n\r\n'));
    const error = (await failureOf(transport.call(getTopology))) as Error;
    expect(error.message).not.toContain('redirects');
  });

  it('that nobody asked for are never taken for the next one', async () => {
    let count = 0;
    const transport = await raw((socket) => {
      count += 1;
      const answer = `${JSON_HEAD}content-length: 7\r\n\r\n{"a":${count}}`;
      socket.write(count === 1 ? `${answer}${answer.replace('"a":1', '"a":9')}` : answer);
    });
    expect(await transport.call(getTopology)).toEqual({ a: 1 });
    expect(await transport.call(getTopology)).toEqual({ a: 2 });
  });
});

describe('a web page with a 200', () => {
  const page = { headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<html>log in</html>' };
  const getXml: Operation = { ...getTopology, path: '/xml', response: 'text' };

  it.each([getTopology, unassignUserFromGroup, completeJob, getXml])(
    'is an error, whatever $operationId answers with',
    async (operation) => {
      const { transport } = await setUp(() => page);
      const input = { path: { groupId: 'g', username: 'u', jobKey: '1' } };
      for (const options of [{}, { retry: false, callerStack: false, timeoutMs: 1000 } as const]) {
        const error = await failureOf(transport.call(operation, input, options));
        expect(error).toMatchObject({ code: 'RESPONSE_INVALID', status: 200, attempts: 1 });
        expect((error as Error).message).toContain('It is a web page');
      }
    },
  );
});

describe('hostile input', () => {
  it.each<[string, unknown, RegExp]>([
    ['no members', {}, /path of the operation undefined has to be a text that begins with \//],
    [
      'a wrong class',
      { ...getTopology, operationClass: 'save' },
      /operationClass .* has to be one of safe, /,
    ],
    ['a method in small letters', { ...getTopology, method: 'get' }, /method .* has to be one of GET, /],
  ])('an operation with %s is refused', async (_, operation, message) => {
    const { server, transport } = await setUp();
    const error = (await failureOf(transport.call(operation as Operation))) as Error;
    expect(error).toMatchObject({ code: 'VALIDATION' });
    expect(error.message).toMatch(message);
    expect(server.requests).toHaveLength(0);
  });

  it('a query parameter that is an object is refused, not sent as [object Object]', async () => {
    const { server, transport } = await setUp();
    const query = { filter: { a: 1 } } as never;
    expect(await failureOf(transport.call(getTopology, { query }))).toMatchObject({
      code: 'VALIDATION',
      parameter: 'filter',
    });
    expect(server.requests).toHaveLength(0);
  });

  it('a time limit that is a text is refused', async () => {
    const { transport } = await setUp();
    const options = { timeoutMs: '5' as never };
    expect(await failureOf(transport.call(getTopology, {}, options))).toMatchObject({ code: 'VALIDATION' });
  });
});
