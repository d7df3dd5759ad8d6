import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildEngine } from './create-engine.ts';
import type { Engine } from './engine.ts';
import { EngineStartError } from './engine-start-error.ts';
import { createNodeServer } from './node-server.ts';
import type { EngineOptions } from './runtime/engine-options.ts';

/** What a listening engine is started with. */
export interface StartEngineOptions extends EngineOptions {
  /** The port to listen at; 0 takes a free one. @default 8080 */
  readonly port?: number | undefined;
  /** The address of the machine to listen at. @default '127.0.0.1': this machine only */
  readonly host?: string | undefined;
}

/** An engine that listens. */
export interface RunningEngine extends Engine {
  /** Where clients reach it, such as `http://127.0.0.1:8080/v2`: the value of `CAMUNDA_REST_ADDRESS`. */
  readonly address: string;
}

/**
 * Starts an engine that listens for HTTP.
 *
 * @throws EngineStartError when the port is taken or must not be used
 */
export async function startEngine(options: StartEngineOptions = {}): Promise<RunningEngine> {
  const { port = 8080, host = '127.0.0.1' } = options;
  const { engine, handler } = buildEngine(options);
  const server = createNodeServer(handler);
  try {
    await listen(server, port, host);
  } catch (error) {
    await engine.close();
    throw new EngineStartError(host, port, error);
  }
  const close = async () => {
    await engine.close();
    await stop(server);
  };
  return { ...engine, address: addressOf(server), close, [Symbol.asyncDispose]: close };
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
