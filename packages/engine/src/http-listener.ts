import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineStartError } from './engine-start-error.ts';
import type { RequestHandler } from './http/engine-request.ts';
import { createNodeServer } from './node-server.ts';

/** A server that listens. */
export interface HttpListener {
  /** Where clients reach it, such as `http://127.0.0.1:8080/v2`. */
  readonly address: string;
  /** Takes no more requests; resolves when those under way have been answered. */
  stop(): Promise<void>;
}

/** Puts a request handler behind a socket. @throws EngineStartError when the port is taken or must not be used */
export async function listenForHttp(
  handler: RequestHandler,
  host: string,
  port: number,
): Promise<HttpListener> {
  const server = createNodeServer(handler);
  try {
    await listen(server, port, host);
  } catch (error) {
    throw new EngineStartError(host, port, error);
  }
  return { address: addressOf(server), stop: () => stop(server) };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // The engine has answered everybody that waited; what is left are idle keep-alive connections.
    server.closeIdleConnections();
    setImmediate(() => server.closeAllConnections());
  });
}

function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}/v2`;
}
