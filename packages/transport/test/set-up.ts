import { onTestFinished } from 'vitest';
import { createTransport, type NodeTransportOptions } from '../src/index-node.ts';
import { type StubHandler, startStubServer } from './stub-server.ts';

/** A stub server and a Node transport to it, both closed when the test ends. */
export async function setUp(handler?: StubHandler, options: NodeTransportOptions = {}) {
  const server = await startStubServer(handler);
  const transport = createTransport({ baseUrl: server.baseUrl, environment: {}, ...options });
  onTestFinished(async () => {
    await transport.close();
    await server.close();
  });
  return { server, transport };
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  let result: unknown;
  try {
    result = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`Expected a failure, got ${JSON.stringify(result)}`);
}
