import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CountingClock } from '../test/counting-clock.ts';
import {
  activateJobs,
  completeJob,
  createProcessInstance,
  getDocument,
  getTopology,
  searchJobs,
} from '../test/operations.ts';
import { type StubHandler, startStubServer } from '../test/stub-server.ts';
import { createTransport as createPortableTransport } from './create-transport.ts';
import {
  type AnswerStream,
  ClosedError,
  createTransport,
  insertBefore,
  type NodeTransportOptions,
  type Operation,
  type PipelineTransport,
  removePolicy,
} from './index-node.ts';

const MAKERS = { node: createTransport, portable: createPortableTransport };
const createDocument: Operation = { ...createProcessInstance, path: '/documents', body: 'octet' };
const INPUT = { path: { jobKey: '1', documentId: '1' }, body: {} };
const never = new Promise<never>(() => undefined);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

/** A server that accepts connections and reads, but says nothing. */
async function startSilentServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.resume());
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, sockets };
}

/** One call of each kind. */
function callAll(transport: PipelineTransport): Promise<unknown>[] {
  return [
    ...[getTopology, searchJobs, activateJobs, createProcessInstance, completeJob, getDocument].map(
      (operation) => transport.call(operation, INPUT),
    ),
    transport.call(completeJob, INPUT, { retry: false, callerStack: false, timeoutMs: 60_000 }),
  ];
}

/** How many of {@link callAll} do not wait behind the gate when it is shut. */
const ALL = 7;

interface Moment {
  readonly calls: readonly Promise<unknown>[];
  /** How many connections the server still sees. */
  readonly connections: () => number;
}

interface Case {
  readonly handler?: StubHandler;
  readonly options?: NodeTransportOptions;
  readonly only?: keyof typeof MAKERS;
  /** Brings the transport to the moment. */
  readonly reach: (transport: PipelineTransport, requests: readonly unknown[]) => Promise<Promise<unknown>[]>;
}

const CASES: Readonly<Record<string, Case>> = {
  'before the first call': { reach: () => Promise.resolve([]) },
  'as soon as the calls are made': { handler: () => never, reach: async (transport) => callAll(transport) },
  'while the answers are awaited': {
    handler: () => never,
    reach: async (transport, requests) => {
      const calls = callAll(transport);
      await until(() => requests.length === ALL);
      return calls;
    },
  },
  'in the middle of the answers': {
    handler: (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":');
      return undefined;
    },
    reach: async (transport, requests) => {
      const [_stream, ...calls] = callAll({
        call: (operation: Operation, input: object, options: object) =>
          transport.call(operation === getDocument ? getTopology : operation, input, options),
      } as unknown as PipelineTransport);
      calls.push(_stream as Promise<unknown>);
      await until(() => requests.length === ALL);
      for (let count = 0; count < 20; count += 1) await turn();
      return calls;
    },
  },
  'while they pause between attempts': {
    handler: () => ({ status: 503, headers: { 'retry-after': '5' } }),
    options: { backpressure: 'LEGACY' },
    reach: async (transport) => {
      const paused: unknown[] = [];
      transport.subscribe((event) => event.type === 'retry' && paused.push(event));
      const calls = [getTopology, searchJobs, completeJob].map((operation) =>
        transport.call(operation, INPUT),
      );
      await until(() => paused.length === calls.length);
      return calls;
    },
  },
  'while they wait behind the gate': {
    handler: (_request, _response, index) => (index === 0 ? { status: 429 } : never),
    options: { backpressure: { initialMax: 1 }, retry: false },
    reach: async (transport) => {
      await transport.call(getTopology).catch(() => undefined);
      const calls = [1, 2, 3].map(() => transport.call(getTopology));
      await until(() => transport.getBackpressureState().waiters === 2);
      return calls;
    },
  },
  'while credentials are fetched': {
    options: { authProvider: { getHeaders: () => never } },
    reach: async (transport) => callAll(transport),
  },
  'while refused credentials are fetched anew': {
    handler: () => ({ status: 401 }),
    options: { authProvider: { getHeaders: (context) => (context?.forceRefresh ? never : { a: 'b' }) } },
    reach: async (transport, requests) => {
      const calls = callAll(transport);
      await until(() => requests.length === ALL);
      return calls;
    },
  },
  'in a policy that never comes back': {
    options: {
      policies: (defaults) => insertBefore(defaults, 'send', { name: 'deaf', handle: () => never }),
    },
    reach: async (transport) => callAll(transport),
  },
  'in a policy in front of all others that never comes back': {
    options: { policies: (defaults) => [{ name: 'deaf', handle: () => never }, ...defaults] },
    reach: async (transport) => callAll(transport),
  },
  'while credentials are fetched, without the deadline policy': {
    options: {
      authProvider: { getHeaders: () => never },
      policies: (defaults) => removePolicy(defaults, 'deadline'),
    },
    reach: async (transport) => callAll(transport),
  },
  'while the answer is a stream that is being read': {
    handler: (_request, response) => {
      response.writeHead(200).write('abc');
      return undefined;
    },
    reach: async (transport) => {
      const { stream } = await transport.call<AnswerStream>({ ...getDocument, response: 'stream' }, INPUT);
      return [stream.pipeTo(new WritableStream())];
    },
  },
  'while a stream is sent': {
    handler: () => never,
    reach: async (transport) => {
      const taken = Promise.withResolvers<void>();
      async function* endless() {
        for (let count = 0; ; count += 1) {
          yield new Uint8Array(1000);
          if (count === 5) taken.resolve();
          await turn();
        }
      }
      const call = transport.call(createDocument, { body: endless() });
      await taken.promise;
      return [call];
    },
  },
};

/** Closes twice at once, and looks at what is left. */
async function closeAndLook(
  transport: PipelineTransport,
  { calls, connections }: Moment,
  clock: CountingClock,
) {
  const order: string[] = [];
  const settled = Promise.allSettled(calls).then((results) => {
    order.push('calls');
    return results;
  });
  await Promise.all([
    transport.close().then(() => order.push('first')),
    transport.close().then(() => order.push('second')),
  ]);
  const results = await settled;
  await until(() => connections() === 0);
  expect(clock.timers).toBe(0);
  expect(order.indexOf('second')).toBeGreaterThan(order.indexOf('first'));
  expect(transport.getBackpressureState()).toMatchObject({ permitsCurrent: 0, waiters: 0 });
  return results;
}

describe.each(Object.entries(MAKERS))('closing the %s transport', (maker, make) => {
  it.each(Object.entries(CASES))(
    '%s ends every call and leaves nothing',
    async (_, { handler, options, reach }) => {
      const server = await startStubServer(handler);
      onTestFinished(server.close);
      const sockets = new Set<Socket>();
      server.server.on('connection', (socket: Socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
      });
      const clock = new CountingClock();
      const transport = make({ baseUrl: server.baseUrl, clock, ...options });
      const calls = await reach(transport, server.requests);
      // The runtime's own fetch keeps idle connections as it likes.
      const connections = (): number => (maker === 'node' ? sockets.size : 0);
      const results = await closeAndLook(transport, { calls, connections }, clock);
      for (const result of results) {
        expect(result.status).toBe('rejected');
        expect(ClosedError.isInstance((result as PromiseRejectedResult).reason)).toBe(true);
      }
    },
  );

  it.each(['http', 'https'])('while connections are made (%s) leaves none', async (scheme) => {
    const { port, sockets } = await startSilentServer();
    const clock = new CountingClock();
    const transport = make({ baseUrl: `${scheme}://127.0.0.1:${port}/v2`, clock });
    const calls = callAll(transport);
    await until(() => sockets.size === ALL);
    const connections = (): number => (maker === 'node' ? sockets.size : 0);
    const results = await closeAndLook(transport, { calls, connections }, clock);
    for (const result of results)
      expect(ClosedError.isInstance((result as PromiseRejectedResult).reason)).toBe(true);
  });

  it('at any moment of any calls leaves no call, permit, timer or connection', async () => {
    const answer = fc.constantFrom<ReturnType<StubHandler>>(
      { body: {} },
      { status: 204 },
      { status: 429 },
      { status: 503, headers: { 'retry-after': '1' } },
      { status: 401 },
      never,
    );
    const operation = fc.constantFrom(
      getTopology,
      searchJobs,
      completeJob,
      activateJobs,
      createProcessInstance,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { minLength: 1, maxLength: 8 }),
        fc.array(operation, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 40 }),
        async (answers, operations, turns) => {
          await using server = await startStubServer(
            (_request, _response, index) => answers[index % answers.length],
          );
          const sockets = new Set<Socket>();
          server.server.on('connection', (socket: Socket) => {
            sockets.add(socket);
            socket.on('close', () => sockets.delete(socket));
          });
          const clock = new CountingClock();
          const transport = make({ baseUrl: server.baseUrl, clock, backpressure: { initialMax: 1 } });
          const calls = operations.map((each) => transport.call(each, INPUT));
          for (const call of calls) call.catch(() => undefined);
          for (let count = 0; count < turns; count += 1) await turn();
          const connections = (): number => (maker === 'node' ? sockets.size : 0);
          await closeAndLook(transport, { calls, connections }, clock);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('closing the node transport', () => {
  it('while a proxy is asked for a tunnel leaves no connection', async () => {
    const { port, sockets } = await startSilentServer();
    const clock = new CountingClock();
    const transport = createTransport({
      baseUrl: 'https://cluster.invalid/v2',
      proxy: `http://127.0.0.1:${port}`,
      noProxy: [],
      clock,
    });
    const calls = callAll(transport);
    await until(() => sockets.size === ALL);
    await closeAndLook(transport, { calls, connections: () => sockets.size }, clock);
  });
});
