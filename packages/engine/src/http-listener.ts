import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineStartError } from './engine-start-error.ts';
import type { RequestHandler } from './http/engine-request.ts';
import { createNodeServer } from './node-server.ts';

/** How long requests that have begun may take when the server stops, and how often it looks. */
const GRACE_MS = 1_000;
const SWEEP_MS = 10;

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
    // Kept-alive connections become idle when their last request has been answered.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    // A client that never sends the rest of its request must not keep the engine open.
    const end = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(end);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}/v2`;
}
