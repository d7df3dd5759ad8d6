import { channel } from 'node:diagnostics_channel';
import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FAULTS, type FaultProxy, inTurn, startFaultProxy } from '../test/fault-proxy.ts';
import { ManualClock } from '../test/manual-clock.ts';
import { completeJob, getTopology } from '../test/operations.ts';
import { failureOf } from '../test/set-up.ts';
import { type StubHandler, startStubServer } from '../test/stub-server.ts';
import { createTransport, type NodeTransportOptions } from './index-node.ts';
import { createNodeSender } from './node/node-sender.ts';
import { openLanes } from './node/open-lanes.ts';
import { UndiciShortLane } from './node/undici-short-lane.ts';
import type { Policy } from './policy.ts';
import type { CallOptions } from './transport.ts';

const WAYS = ['short', 'long'] as const;
const INPUT = { path: { jobKey: '1' }, body: { variables: { a: 1 } } };
const ONCE: CallOptions = { retry: false, callerStack: false, timeoutMs: 60_000 };

/** A transport that tells how many calls went the short way. Policies of the user's close that way. */
async function setUp(way: (typeof WAYS)[number], handler: StubHandler, options: NodeTransportOptions = {}) {
  const server = await startStubServer(handler);
  const proxy: FaultProxy = await startFaultProxy({ target: server.baseUrl, dripMs: 1 });
  const sender = createNodeSender({ lanes: openLanes({}, undefined), direct: 'hot' });
  let short = 0;
  const transport = createTransport({
    baseUrl: `${proxy.origin}/v2`,
    environment: {},
    ...options,
    ...(way === 'long' && { policies: (defaults) => defaults }),
    sender: {
      ...sender,
      shortLaneTo: (url) => {
        const lane = sender.shortLaneTo?.(url);
        return (
          lane && {
            begin: (message, listener) => {
              short += 1;
              return lane.begin(message, listener);
            },
          }
        );
      },
    },
  });
  onTestFinished(async () => {
    await transport.close();
    await proxy.close();
    await server.close();
  });
  return { server, proxy, transport, sentShort: () => short };
}

/** A first call, which loads undici: the ones after it find a lane. */
const isFirst = (index: number): boolean => index === 0;

function portrait(error: unknown, address: string): unknown {
  const { name, message, ...members } = error as Error;
  return JSON.parse(JSON.stringify({ name, message, ...members }).replaceAll(address, '<address>'));
}

const ANSWERS = [
  { status: 200, body: { ignored: true } },
  { status: 204 },
  { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Log in</html>' },
  { status: 200, headers: { 'content-type': 'text/html' }, body: '' },
  { status: 400, body: '\uFEFF{"title":"MARKED"}' },
  { status: 301, headers: { location: '/elsewhere' } },
  { status: 400, body: { title: 'INVALID_ARGUMENT', detail: 'no' } },
  { status: 401 },
  { status: 403 },
  { status: 404, body: { title: 'NOT_FOUND' } },
  { status: 409, body: 'plain text' },
  { status: 413 },
  { status: 429, headers: { 'retry-after': '3' } },
  { status: 500, body: { title: 'RESOURCE_EXHAUSTED' } },
  { status: 503 },
];

describe('the short way', () => {
  it.each(ANSWERS)('judges an answer with $status as the policies do', async (answer) => {
    const seen = [];
    for (const way of WAYS) {
      const { server, proxy, transport, sentShort } = await setUp(way, (_, __, index) =>
        isFirst(index) ? { status: 204 } : answer,
      );
      await transport.call(completeJob, INPUT, ONCE);
      const result = await transport.call(completeJob, INPUT, ONCE).catch((error: unknown) => error);
      expect(sentShort()).toBe(way === 'short' ? 1 : 0);
      const { host: _, ...headers } = server.requests[1]?.headers ?? {};
      seen.push({
        result: result instanceof Error ? portrait(result, proxy.origin) : result,
        requests: server.requests.length,
        sent: { ...headers, body: server.requests[1]?.body.toString() },
        gate: transport.getBackpressureState(),
      });
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  it.each(FAULTS.filter((fault) => !fault.startsWith('black-hole')))(
    'judges the fault %s as the policies do',
    async (fault) => {
      const seen = [];
      for (const way of WAYS) {
        const { proxy, transport, sentShort } = await setUp(way, () => ({ body: {} }));
        await transport.call(completeJob, INPUT, ONCE);
        proxy.setPlan(inTurn(fault));
        const result = await transport.call(completeJob, INPUT, ONCE).catch((error: unknown) => error);
        expect(sentShort()).toBe(way === 'short' ? 1 : 0);
        const address = String(proxy.port);
        seen.push({
          result: result instanceof Error ? portrait(result, address) : result,
          effects: proxy.effects.length,
        });
      }
      expect(seen[0]).toEqual(seen[1]);
    },
  );

  it('takes no web page for a success', async () => {
    for (const way of WAYS) {
      const { transport } = await setUp(way, (_, __, index) =>
        isFirst(index)
          ? { status: 204 }
          : { headers: { 'content-type': 'text/html' }, body: '<html>Log in</html>' },
      );
      await transport.call(completeJob, INPUT, ONCE);
      expect(await failureOf(transport.call(completeJob, INPUT, ONCE))).toMatchObject({
        code: 'RESPONSE_INVALID',
        outcomeUnknown: true,
        hint: expect.stringContaining('login page'),
      });
    }
  });

  it('tells the gate when the cluster is well again', async () => {
    const { transport, sentShort } = await setUp('short', (_, __, index) => ({
      status: index === 1 ? 429 : 204,
    }));
    await transport.call(completeJob, INPUT, ONCE);
    await failureOf(transport.call(completeJob, INPUT, ONCE));
    expect(transport.getBackpressureState().consecutiveSignals).toBe(1);
    await transport.call(completeJob, INPUT, ONCE);
    expect(transport.getBackpressureState().consecutiveSignals).toBe(0);
    expect(sentShort()).toBe(2);
  });

  it('gives up the connection of a call that is no longer wanted', async () => {
    const server = await startStubServer((_, __, index) =>
      isFirst(index) ? { status: 204 } : new Promise(() => undefined),
    );
    const sockets: Socket[] = [];
    server.server.on('connection', (socket) => sockets.push(socket));
    const transport = createTransport({ baseUrl: server.baseUrl, environment: {} });
    onTestFinished(async () => {
      await transport.close();
      await server.close();
    });
    await transport.call(completeJob, INPUT, ONCE);
    const controller = new AbortController();
    const sent = failureOf(transport.call(completeJob, INPUT, { ...ONCE, signal: controller.signal }));
    await expect.poll(() => server.requests.length).toBe(2);
    expect(sockets.some(({ destroyed }) => destroyed)).toBe(false);
    controller.abort();
    await sent;
    await expect.poll(() => sockets.some(({ destroyed }) => destroyed)).toBe(true);
  });

  it('gets new credentials after a 401, and sends the call again with them', async () => {
    for (const way of WAYS) {
      let token = 'old';
      const { server, transport } = await setUp(
        way,
        ({ headers }, _, index) => ({
          status: isFirst(index) || headers.authorization === 'new' ? 204 : 401,
        }),
        {
          authProvider: {
            getHeaders: (context) => {
              if (context?.refusedHeaders?.Authorization === 'old') token = 'new';
              return { Authorization: token };
            },
          },
        },
      );
      await transport.call(completeJob, INPUT, ONCE);
      await transport.call(completeJob, INPUT, ONCE);
      expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['old', 'old', 'new']);
    }
  });

  it('asks the provider no more often than the policies do', async () => {
    const seen = [];
    for (const way of WAYS) {
      let token = 'old';
      const asked: string[] = [];
      const late: (() => void)[] = [];
      const { server, transport } = await setUp(
        way,
        ({ headers }, _, index) => {
          if (isFirst(index) || headers.authorization === 'new') return { status: 204 };
          return index === 2
            ? new Promise((resolve) => late.push(() => resolve({ status: 401 })))
            : { status: 401 };
        },
        {
          authProvider: {
            getHeaders: (context) => {
              const refused = context?.refusedHeaders?.Authorization;
              asked.push(refused ?? 'any');
              // One that another call has replaced meanwhile is not replaced again.
              if (refused === token) token = refused === 'old' ? 'new' : 'wasted';
              return { Authorization: token };
            },
          },
        },
      );
      await transport.call(completeJob, INPUT, ONCE);
      const calls = [1, 2].map(() => transport.call(completeJob, INPUT, ONCE));
      await expect.poll(() => [late.length, server.requests.length]).toEqual([1, 4]);
      await Promise.race(calls);
      late[0]?.();
      await Promise.all(calls);
      seen.push({ asked, sent: server.requests.map(({ headers }) => headers.authorization), token });
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toMatchObject({ token: 'new' });
  });

  it('asks a provider that takes its time once a call', async () => {
    for (const way of WAYS) {
      let asked = 0;
      const { transport } = await setUp(way, () => ({ status: 204 }), {
        authProvider: {
          getHeaders: async () => {
            asked += 1;
            return { authorization: String(asked) };
          },
        },
      });
      for (let call = 1; call <= 3; call += 1) {
        await transport.call(completeJob, INPUT, ONCE);
        expect(asked).toBe(call);
      }
    }
  });

  it('keeps to the time limit of an attempt', async () => {
    const seen = [];
    for (const way of WAYS) {
      const clock = new ManualClock();
      const { proxy, transport } = await setUp(way, () => ({ status: 204 }), {
        clock,
        attemptTimeoutMs: 300,
      });
      await transport.call(completeJob, INPUT, ONCE);
      proxy.setPlan(() => 'black-hole-after-send');
      const patient = failureOf(transport.call(completeJob, INPUT, ONCE));
      const hasty = failureOf(transport.call(completeJob, INPUT, { ...ONCE, timeoutMs: 200 }));
      await expect.poll(() => proxy.effects.length).toBe(3);
      clock.advance(300);
      const address = String(proxy.port);
      seen.push([portrait(await patient, address), portrait(await hasty, address)]);
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toMatchObject([
      { scope: 'attempt', timeoutMs: 300 },
      { scope: 'call', timeoutMs: 200 },
    ]);
  });

  it('names the time limit that was asked for, also when a part of it was gone already', async () => {
    const clock = new ManualClock();
    let refusing = false;
    const { proxy, transport } = await setUp('short', () => ({ status: refusing ? 401 : 204 }), {
      clock,
      authProvider: {
        getHeaders: (context) => {
          if (context?.refusedHeaders !== undefined) proxy.setPlan(() => 'black-hole');
          return { authorization: context?.refusedHeaders === undefined ? 'old' : 'new' };
        },
      },
    });
    await transport.call(completeJob, INPUT, ONCE);
    refusing = true;
    const sent = failureOf(transport.call(completeJob, INPUT, ONCE));
    clock.advance(20_000);
    await expect.poll(() => proxy.requests.length).toBe(3);
    clock.advance(39_999);
    expect(clock.timers).toBe(1);
    clock.advance(1);
    expect(await sent).toMatchObject({ code: 'TIMEOUT', timeoutMs: 60_000 });
  });

  it('ends calls like the long way when there is no lane after all', async () => {
    const clock = new ManualClock();
    const fail = (): never => {
      throw new Error('no lane today');
    };
    const sender = createNodeSender({ lanes: openLanes({}, undefined), direct: 'hot' });
    for (const shortLaneTo of [fail, () => ({ begin: fail })]) {
      const transport = createTransport({
        baseUrl: 'http://127.0.0.1:1/v2',
        environment: {},
        clock,
        sender: { ...sender, shortLaneTo },
      });
      onTestFinished(() => transport.close());
      const error = await failureOf(transport.call(completeJob, INPUT, ONCE));
      expect(error).toMatchObject({ code: 'NETWORK_ERROR' });
      expect(clock.timers).toBe(0);
    }
  });

  it('leaves no listener on a signal that outlives the transport', async () => {
    const { transport, sentShort } = await setUp('short', () => ({ status: 204 }));
    const { signal } = new AbortController();
    for (let call = 0; call < 5; call += 1) await transport.call(completeJob, INPUT, { ...ONCE, signal });
    expect(sentShort()).toBe(4);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await transport.close();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('waits for credentials that are not at hand, and tells why there are none', async () => {
    let getHeaders = async (): Promise<Record<string, string>> => ({ authorization: 'late' });
    const { server, transport, sentShort } = await setUp('short', () => ({ status: 204 }), {
      authProvider: { getHeaders: () => getHeaders() },
    });
    await transport.call(completeJob, INPUT, ONCE);
    await transport.call(completeJob, INPUT, ONCE);
    expect(server.requests[1]?.headers.authorization).toBe('late');
    getHeaders = async () => {
      throw new Error('no token today');
    };
    expect(await failureOf(transport.call(completeJob, INPUT, ONCE))).toMatchObject({
      message: expect.stringContaining('no token today'),
    });
    expect(sentShort()).toBe(0);
  });

  it('ends with its time limit, its signal or its transport, and leaves no timer', async () => {
    for (const way of WAYS) {
      const clock = new ManualClock();
      const { proxy, transport, sentShort } = await setUp(way, () => ({ status: 204 }), { clock });
      await transport.call(completeJob, INPUT, ONCE);
      proxy.setPlan(() => 'black-hole-after-send');
      const controller = new AbortController();
      const sent = [
        transport.call(completeJob, INPUT, { ...ONCE, timeoutMs: 500 }),
        transport.call(completeJob, INPUT, { ...ONCE, timeoutMs: 400 }),
        transport.call(completeJob, INPUT, { ...ONCE, signal: controller.signal }),
        transport.call(completeJob, INPUT, ONCE),
      ].map(failureOf);
      await expect.poll(() => proxy.effects.length).toBe(5);
      clock.advance(400);
      expect(await sent[1]).toMatchObject({ code: 'TIMEOUT', attempts: 1, outcomeUnknown: true });
      clock.advance(100);
      expect(await sent[0]).toMatchObject({ code: 'TIMEOUT', timeoutMs: 500, scope: 'call' });
      controller.abort(new Error('no longer wanted'));
      expect(await sent[2]).toMatchObject({ message: 'no longer wanted' });
      await transport.close();
      expect(await sent[3]).toMatchObject({ code: 'TRANSPORT_CLOSED', attempts: 1, outcomeUnknown: true });
      expect(clock.timers).toBe(0);
      expect(await failureOf(transport.call(completeJob, INPUT, ONCE))).toMatchObject({
        code: 'TRANSPORT_CLOSED',
        attempts: 0,
      });
      expect(sentShort()).toBe(way === 'short' ? 4 : 0);
    }
  });

  it('is closed while somebody listens, and to calls that may be repeated or ask for more', async () => {
    const { transport, sentShort } = await setUp('short', () => ({ status: 204 }));
    await transport.call(completeJob, INPUT, ONCE);
    const events: string[] = [];
    const unsubscribe = transport.subscribe(({ type }) => events.push(type));
    await transport.call(completeJob, INPUT, ONCE);
    unsubscribe();
    const ends = channel('camunda:transport:end');
    const listener = (): unknown => events.push('channel');
    ends.subscribe(listener);
    await transport.call(completeJob, INPUT, ONCE);
    ends.unsubscribe(listener);
    await transport.call(completeJob, INPUT, { callerStack: false, timeoutMs: 60_000 });
    await transport.call(completeJob, INPUT, { retry: false, timeoutMs: 60_000 });
    await transport.call({ ...completeJob, operationClass: 'idempotent' }, INPUT, ONCE);
    await transport.call({ ...completeJob, response: 'text' }, INPUT, ONCE);
    expect(sentShort()).toBe(0);
    expect(events).toEqual(['start', 'attempt', 'end', 'channel']);
    await transport.call(completeJob, INPUT, ONCE);
    expect(sentShort()).toBe(1);
  });

  it('refuses what the policies refuse, before anything is sent', async () => {
    const { server, transport } = await setUp('short', () => ({ status: 204 }));
    await transport.call(completeJob, INPUT, ONCE);
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    for (const [input, options] of [
      [{ path: { jobKey: '..' } }, ONCE],
      [{ path: { jobKey: '1' }, body: loop }, ONCE],
      [INPUT, { ...ONCE, timeoutMs: 0 }],
      [INPUT, { ...ONCE, timeoutMs: '500' as unknown as number }],
    ] as const) {
      expect(await failureOf(transport.call(completeJob, input, options))).toMatchObject({
        code: 'VALIDATION',
      });
    }
    const signal = AbortSignal.abort(new Error('too late'));
    expect(await failureOf(transport.call(completeJob, INPUT, { ...ONCE, signal }))).toMatchObject({
      message: 'too late',
    });
    expect(server.requests).toHaveLength(1);
  });

  it('sends nothing that was given up before there was a connection', async () => {
    const { proxy, transport, sentShort } = await setUp('short', () => ({ body: {} }));
    await transport.call(getTopology);
    const controller = new AbortController();
    const sent = failureOf(transport.call(completeJob, INPUT, { ...ONCE, signal: controller.signal }));
    controller.abort(new Error('enough'));
    expect(await sent).toBe(controller.signal.reason);
    await transport.call(completeJob, INPUT, ONCE);
    expect(sentShort()).toBe(2);
    expect(proxy.requests).toHaveLength(2);
  });

  it('waits for no command', async () => {
    const server = await startStubServer(({ url }) =>
      url.endsWith('/topology') && server.requests.length > 1 ? new Promise(() => undefined) : { body: {} },
    );
    const transport = createTransport({
      baseUrl: server.baseUrl,
      environment: {},
      connections: { maxConnections: 1 },
    });
    onTestFinished(async () => {
      await transport.close();
      await server.close();
    });
    await transport.call(getTopology);
    const held = failureOf(transport.call(getTopology));
    await expect.poll(() => server.requests.length).toBe(2);
    await transport.call(completeJob, INPUT, ONCE);
    await transport.close();
    await held;
  });

  it('leads to the right place when transports share a sender', async () => {
    const sender = createNodeSender({ lanes: openLanes({}, undefined), direct: 'hot' });
    const servers = [await startStubServer(), await startStubServer()];
    const transports = servers.map(({ baseUrl }) => createTransport({ baseUrl, environment: {}, sender }));
    onTestFinished(async () => {
      await sender.close();
      for (const server of servers) await server.close();
    });
    for (let round = 1; round <= 3; round += 1) {
      for (const [index, transport] of transports.entries()) {
        await transport.call(completeJob, INPUT, ONCE);
        expect(servers[index]?.requests).toHaveLength(round);
      }
    }
    const lane = new UndiciShortLane({ dispatch: () => undefined }, 'http://a:80');
    expect(['http://a:80/v2', 'http://a:8080/v2'].map((url) => lane.leadsTo(url))).toEqual([true, false]);
  });

  it('sends each header once, however its name is written', async () => {
    for (const way of WAYS) {
      const { server, transport } = await setUp(way, () => ({ status: 204 }), {
        authProvider: { getHeaders: () => ({ 'User-Agent': 'own', Authorization: 'a' }) },
      });
      for (let call = 0; call < 2; call += 1) await transport.call(completeJob, INPUT, ONCE);
      for (const { headers } of server.requests)
        expect(headers).toMatchObject({ 'user-agent': 'own', authorization: 'a' });
      const raw = server.rawHeaders.at(-1)?.filter((name) => name.toLowerCase() === 'user-agent');
      expect(raw).toHaveLength(1);
    }
  });

  it('takes an answer that comes before the body was sent', async () => {
    const seen = [];
    for (const way of WAYS) {
      const { server, transport, sentShort } = await setUp(way, () => ({ status: 204 }));
      await transport.call(completeJob, INPUT, ONCE);
      const direct = createTransport({
        baseUrl: server.baseUrl,
        environment: {},
        ...(way === 'long' && { policies: (defaults: readonly Policy[]) => defaults }),
      });
      onTestFinished(() => direct.close());
      await direct.call(completeJob, INPUT, ONCE);
      server.server.removeAllListeners('request');
      server.server.on('request', (_request, response) =>
        response.writeHead(413, { 'x-request-id': ['a', 'b'] }).end(),
      );
      const body = { variables: { text: 'x'.repeat(20_000_000) } };
      const error = await failureOf(direct.call(completeJob, { ...INPUT, body }, ONCE));
      seen.push(portrait(error, new URL(server.baseUrl).origin));
      expect(sentShort()).toBe(0);
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toMatchObject({ status: 413, requestId: 'a, b' });
  });

  it('is not open to credentials that would leave in clear text', async () => {
    const transport = createTransport({
      baseUrl: 'http://camunda.invalid/v2',
      environment: {},
      authProvider: { getHeaders: () => ({ authorization: 'secret' }) },
    });
    onTestFinished(() => transport.close());
    for (let index = 0; index < 2; index++) {
      const error = await failureOf(transport.call(completeJob, INPUT, ONCE));
      expect(error).toMatchObject({ name: 'AuthError' });
    }
  });
});
