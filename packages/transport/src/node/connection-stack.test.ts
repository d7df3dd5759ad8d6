import type { Socket } from 'node:net';
import { Client } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../../test/set-up.ts';
import { type StubHandler, startStubServer } from '../../test/stub-server.ts';
import { CallCancellation } from '../call-cancellation.ts';
import { ConnectionStack } from './connection-stack.ts';
import { dispatchCall } from './dispatch-call.ts';

async function setUpStack(handler?: StubHandler, { maxAgeMs = 60_000 } = {}) {
  const server = await startStubServer(handler);
  const sockets: Socket[] = [];
  server.server.on('connection', (socket) => sockets.push(socket));
  const { origin } = new URL(server.baseUrl);
  let opened = 0;
  const stack = new ConnectionStack({
    open: () => {
      opened += 1;
      return new Client(origin);
    },
    maxAgeMs,
  });
  onTestFinished(async () => {
    await stack.destroy();
    await server.close();
  });
  const send = async (headers: Record<string, string> = {}, cancellation = new CallCancellation()) => {
    const request = { origin, path: '/', method: 'POST' as const, headers, body: '{}' };
    return (await dispatchCall(stack, request, cancellation, () => undefined)).status;
  };
  return { stack, send, sockets, opened: () => opened };
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

  it('uses a connection again whose request was refused before it was sent', async () => {
    const { send, opened } = await setUpStack();
    for (let index = 0; index < 5; index++) {
      expect(await failureOf(send({ authorization: 'a\nb' }))).toBeInstanceOf(Error);
      await settled();
    }
    expect(await send()).toBe(200);
    expect(opened()).toBe(1);
  });

  it('replaces connections that are too old', async () => {
    const { send, sockets } = await setUpStack(undefined, { maxAgeMs: 0 });
    for (let index = 0; index < 3; index++) {
      expect(await send()).toBe(200);
      await settled();
    }
    expect(sockets).toHaveLength(3);
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

  it('drops a connection that ends while it is idle', async () => {
    const { send, sockets, opened } = await setUpStack();
    expect(await send()).toBe(200);
    sockets[0]?.destroy();
    await expect.poll(async () => (await send()) === 200 && opened()).toBe(2);
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
