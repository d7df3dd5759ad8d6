import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Client } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../../test/set-up.ts';
import { type StubHandler, startStubServer } from '../../test/stub-server.ts';
import { CallCancellation } from '../call-cancellation.ts';
import { ConnectionStack } from './connection-stack.ts';
import { dispatchCall } from './dispatch-call.ts';

async function setUpStack(
  handler?: StubHandler,
  { maxAgeMs = 60_000, maxConnections }: { maxAgeMs?: number; maxConnections?: number } = {},
) {
  const server = await startStubServer(handler);
  const sockets: Socket[] = [];
  server.server.on('connection', (socket) => sockets.push(socket));
  const { origin } = new URL(server.baseUrl);
  const clients: Client[] = [];
  const stack = new ConnectionStack({
    open: () => {
      const client = new Client(origin);
      clients.push(client);
      return client;
    },
    maxAgeMs,
    maxConnections,
  });
  onTestFinished(async () => {
    await stack.destroy();
    await server.close();
  });
  const send = async (headers: Record<string, string> = {}, cancellation = new CallCancellation()) => {
    const request = { origin, path: '/', method: 'POST' as const, headers, body: '{}' };
    return (await dispatchCall(stack, request, cancellation, () => undefined)).status;
  };
  return { server, stack, send, sockets, clients };
}

/** Lets the "drain" of a connection happen, which follows its answer. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('ConnectionStack', () => {
  it('opens a connection for each request that is under way, and uses them again', async () => {
    const held: (() => void)[] = [];
    const { send, sockets } = await setUpStack(async () => {
      if (held.length < 3) await new Promise<void>((resolve) => held.push(resolve));
      return { body: {} };
    });
    const first = [send(), send(), send()];
    await expect.poll(() => held.length).toBe(3);
    for (const release of held) release();
    expect(await Promise.all(first)).toEqual([200, 200, 200]);
    for (let index = 0; index < 10; index++) {
      await settled();
      expect(await send()).toBe(200);
    }
    expect(sockets).toHaveLength(3);
  });

  it('makes requests wait when all connections are in use, and sends them in their order', async () => {
    const held: (() => void)[] = [];
    const order: string[] = [];
    const { send, sockets } = await setUpStack(
      async ({ headers }) => {
        order.push(headers['x-number'] ?? '');
        await new Promise<void>((resolve) => held.push(resolve));
        return { body: {} };
      },
      { maxConnections: 2 },
    );
    const sent = Array.from({ length: 9 }, (_, index) => send({ 'x-number': String(index) }));
    for (let answered = 0; answered < 9; answered++) {
      await expect.poll(() => held.length).toBeGreaterThan(answered);
      held[answered]?.();
    }
    expect(await Promise.all(sent)).toEqual(Array.from({ length: 9 }, () => 200));
    expect(order.slice(2)).toEqual(['2', '3', '4', '5', '6', '7', '8']);
    expect(sockets.length).toBeLessThanOrEqual(2);
  });

  it.each([
    ['refused', { authorization: 'a\nb' }, 'headers'],
    ['cut', {}, 'cut'],
    ['too old', {}, 'old'],
  ])('loses no connection of its limit when requests are %s', async (_, headers, kind) => {
    const { send } = await setUpStack(
      (_request, response, index) => {
        if (kind !== 'cut' || index % 2 === 1) return { body: {} };
        response.socket?.destroy();
        return undefined;
      },
      { maxConnections: 2, maxAgeMs: kind === 'old' ? 0 : 60_000 },
    );
    await Promise.allSettled(Array.from({ length: 25 }, () => send(headers)));
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => send()));
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
  });

  it('loses no connection of its limit when nobody listens', async () => {
    const { server, send } = await setUpStack(undefined, { maxConnections: 2 });
    await server.close();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => failureOf(send())));
    for (const error of outcomes) expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('skips what was cancelled while it waited, and ends what waits when it is destroyed', async () => {
    const { server, stack, send, sockets } = await setUpStack(
      (_request, __, index) => (index === 0 || index === 2 ? new Promise(() => undefined) : { body: {} }),
      { maxConnections: 1 },
    );
    const first = new CallCancellation();
    const second = new CallCancellation();
    const sent = [send({}, first), send({}, second), send({})];
    const failures = [failureOf(sent[0] ?? Promise.resolve()), failureOf(sent[1] ?? Promise.resolve())];
    await expect.poll(() => sockets.length).toBe(1);
    second.cancel(new Error('second'));
    expect(await failures[1]).toMatchObject({ message: 'second' });
    first.cancel(new Error('first'));
    expect(await failures[0]).toMatchObject({ message: 'first' });
    expect(await sent[2]).toBe(200);
    const ended = [failureOf(send()), failureOf(send())];
    await expect.poll(() => server.requests.length).toBe(3);
    await stack.destroy();
    expect(await Promise.all(ended)).toMatchObject([
      { code: 'UND_ERR_DESTROYED' },
      { message: 'The connections are closed' },
    ]);
    expect(() => stack.dispatch({ path: '/', method: 'GET' }, {})).toThrow('The connections are closed');
  });

  it('uses a connection again whose request was refused before it was sent', async () => {
    const { send, clients } = await setUpStack();
    for (let index = 0; index < 5; index++) {
      expect(await failureOf(send({ authorization: 'a\nb' }))).toBeInstanceOf(Error);
      await settled();
    }
    expect(await send()).toBe(200);
    expect(clients).toHaveLength(1);
  });

  it('replaces connections that are too old', async () => {
    const { send, sockets } = await setUpStack(undefined, { maxAgeMs: 0 });
    for (let index = 0; index < 3; index++) {
      expect(await send()).toBe(200);
      await settled();
    }
    expect(sockets).toHaveLength(3);
    await expect.poll(() => sockets.filter(({ destroyed }) => destroyed)).toHaveLength(2);
  });

  it('goes on after connections were cut, idle ones and busy ones', async () => {
    let count = 0;
    const { send, sockets } = await setUpStack((_, response) => {
      count += 1;
      if (count !== 2) return { body: {} };
      response.socket?.destroy();
      return undefined;
    });
    expect(await send()).toBe(200);
    sockets[0]?.destroy();
    await expect.poll(() => sockets[0]?.destroyed).toBe(true);
    await settled();
    expect(await failureOf(send())).toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(await send()).toBe(200);
  });

  it('drops connections that end while they are idle, and opens others within its limit', async () => {
    const held: (() => void)[] = [];
    const { send, sockets, clients } = await setUpStack(
      async () => {
        await new Promise<void>((resolve) => held.push(resolve));
        return { body: {} };
      },
      { maxConnections: 3 },
    );
    for (let round = 1; round <= 3; round += 1) {
      const sent = [send(), send(), send()];
      await expect.poll(() => held.length).toBe(3);
      const ended = clients.slice(-3).map((client) => once(client, 'disconnect'));
      for (const release of held.splice(0)) release();
      await Promise.all(sent);
      for (const socket of sockets.splice(0)) socket.destroy();
      await Promise.all(ended);
      expect(clients.map(({ closed }) => closed)).toEqual(clients.map(() => true));
      expect(clients).toHaveLength(3 * round);
    }
  });

  it('gives each of two requests a connection, also after one that was refused before it was sent', async () => {
    const held: (() => void)[] = [];
    const { send, clients } = await setUpStack(async () => {
      await new Promise<void>((resolve) => held.push(resolve));
      return { body: {} };
    });
    expect(await failureOf(send({ authorization: 'a\nb' }))).toBeInstanceOf(Error);
    await settled();
    const sent = [send(), send()];
    await expect.poll(() => held.length).toBe(2);
    for (const release of held) release();
    expect(await Promise.all(sent)).toEqual([200, 200]);
    expect(clients).toHaveLength(2);
  });

  it('survives a long queue of requests that are refused', async () => {
    const held = Promise.withResolvers<void>();
    const { send } = await setUpStack(
      async (_request, _response, index) => {
        if (index === 0) await held.promise;
        return { body: {} };
      },
      { maxConnections: 1 },
    );
    const first = send();
    const refused = Array.from({ length: 5_000 }, () => failureOf(send({ authorization: 'a\nb' })));
    const last = send();
    held.resolve();
    expect(await first).toBe(200);
    for (const error of await Promise.all(refused))
      expect(error).toMatchObject({ code: 'UND_ERR_INVALID_ARG' });
    expect(await last).toBe(200);
  });

  it('ends what is under way when it is destroyed, and leaves no connection', async () => {
    const { stack, send, sockets } = await setUpStack(() => new Promise(() => undefined));
    const sent = [send(), send()].map(failureOf);
    await expect.poll(() => sockets.length).toBe(2);
    await stack.destroy();
    expect(await Promise.all(sent)).toMatchObject([
      { code: 'UND_ERR_DESTROYED' },
      { code: 'UND_ERR_DESTROYED' },
    ]);
    await expect.poll(() => sockets.every(({ destroyed }) => destroyed)).toBe(true);
  });

  it('gives a connection free whose request was cancelled', async () => {
    const { send, sockets } = await setUpStack((_, __, index) =>
      index === 0 ? new Promise(() => undefined) : { body: {} },
    );
    const cancellation = new CallCancellation();
    const cancelled = failureOf(send({}, cancellation));
    await expect.poll(() => sockets.length).toBe(1);
    cancellation.cancel(new Error('no longer wanted'));
    expect(await cancelled).toMatchObject({ message: 'no longer wanted' });
    await expect.poll(() => sockets[0]?.destroyed).toBe(true);
    expect(await send()).toBe(200);
  });
});
