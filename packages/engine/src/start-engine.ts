import { buildEngine, type EngineWithHandler, forkEngine } from './create-engine.ts';
import { DataKeeper } from './data/data-keeper.ts';
import { keptHandler } from './data/kept-handler.ts';
import type { Engine } from './engine.ts';
import { EngineOptionError } from './engine-option-error.ts';
import type { RequestHandler } from './http/engine-request.ts';
import { fromFetch, toResponse } from './http/fetch-request.ts';
import { type HttpListener, listenForHttp } from './http-listener.ts';
import type { EngineOptions } from './runtime/engine-options.ts';

/** Where an engine listens. */
export interface ListenOptions {
  /** The port to listen at; 0 takes a free one. @default 8080 */
  readonly port?: number | undefined;
  /** The address of the machine to listen at. @default '127.0.0.1': this machine only */
  readonly host?: string | undefined;
  /** A second port, as clusters have one for the routes below `/actuator`; 0 takes a free one. @default none: they are at the first port */
  readonly managementPort?: number | undefined;
}

/** What an engine is started with. */
export interface StartEngineOptions extends EngineOptions, ListenOptions {
  /** Whether it listens at once; otherwise it waits for `listen()`. @default true */
  readonly listen?: boolean | undefined;
  /**
   * Keeps everything in this file, and goes on from what it says if it is there; for one engine at a time. What a request
   * did is written before it is answered.
   * @default nothing is kept
   */
  readonly dataFile?: string | undefined;
  /** Hears when the data file cannot be written (any more). @default the requests whose work was not written are answered with 500 */
  readonly onDataFileError?: ((error: Error) => void) | undefined;
}

/** An engine that can listen for HTTP. */
export interface StartedEngine extends Engine {
  /** Where clients reach it, such as `http://127.0.0.1:8080/v2`: the value of `CAMUNDA_REST_ADDRESS`; undefined while it does not listen. */
  readonly address: string | undefined;
  /** Where the routes below `/actuator` are reached, such as `http://127.0.0.1:9600`; undefined while it does not listen. */
  readonly managementAddress: string | undefined;
  /**
   * Listens, also at a further port.
   * @returns the address
   * @throws EngineStartError when the port is taken or must not be used
   */
  listen(options?: ListenOptions): Promise<string>;
  /** A second engine that goes on from here, independently; it does not listen, and keeps nothing in a file. */
  fork(): StartedEngine;
}

/** An engine that listens. */
export interface RunningEngine extends StartedEngine {
  readonly address: string;
  readonly managementAddress: string;
}

/**
 * Starts an engine that listens for HTTP.
 *
 * @throws EngineStartError when the port is taken or must not be used
 * @throws DataFileError when the data file is damaged, in use, or cannot be read or written
 */
export function startEngine(options: StartEngineOptions & { readonly listen: false }): Promise<StartedEngine>;
export function startEngine(options?: StartEngineOptions): Promise<RunningEngine>;
export async function startEngine(options: StartEngineOptions = {}): Promise<StartedEngine> {
  const { dataFile } = options;
  if (dataFile !== undefined && options.snapshot !== undefined) {
    throw new EngineOptionError('dataFile', 'cannot be given together with `snapshot`: the file has its own');
  }
  const built = buildEngine(options);
  let started: StartedEngine | undefined;
  try {
    await built.restored;
    const keeper = dataFile === undefined ? undefined : await openData(dataFile, built, options);
    started = new NodeEngine(built, keeper).handle;
    if (options.listen !== false) {
      await started.listen(options);
    }
    return started;
  } catch (error) {
    await (started ?? built.engine).close();
    throw error;
  }
}

async function openData(
  path: string,
  { core }: EngineWithHandler,
  { onDataFileError, startTime }: StartEngineOptions,
): Promise<DataKeeper> {
  const keeper = await DataKeeper.open(path, core, { onFailure: onDataFileError });
  if (startTime !== undefined) {
    core.environment.clock.restore(startTime);
  }
  // What happened before is not news; what fell due while nobody ran is.
  core.projectionFeed.flush();
  core.runDueWork();
  return keeper;
}

/** An engine with sockets and a file. */
class NodeEngine {
  readonly handle: StartedEngine;
  readonly #built: EngineWithHandler;
  readonly #handler: RequestHandler;
  readonly #keeper: DataKeeper | undefined;
  readonly #listeners: HttpListener[] = [];
  #managementAddress: string | undefined;
  #closing: Promise<void> | undefined;

  constructor(built: EngineWithHandler, keeper?: DataKeeper) {
    this.#built = built;
    this.#keeper = keeper;
    this.#handler = keeper === undefined ? built.handler : keptHandler(built.handler, keeper);
    this.handle = this.#createHandle();
  }

  #createHandle(): StartedEngine {
    const { engine, core } = this.#built;
    const listeners = this.#listeners;
    const managementAddress = () => this.#managementAddress;
    const close = () => {
      this.#closing ??= this.#close();
      return this.#closing;
    };
    return {
      ...engine,
      get address() {
        return listeners[0]?.address;
      },
      get managementAddress() {
        return managementAddress();
      },
      fetch: async (input, init) => toResponse(await this.#handler.handle(fromFetch(input, init))),
      deploy: async (...resources) => {
        const answer = await engine.deploy(...resources);
        this.#keeper?.throwFailure();
        return answer;
      },
      listen: (options) => this.#listen(options),
      fork: () => new NodeEngine(forkEngine(core)).handle,
      close,
      [Symbol.asyncDispose]: close,
    };
  }

  async #listen({ port = 8080, host = '127.0.0.1', managementPort }: ListenOptions = {}): Promise<string> {
    const { address } = await this.#listenAt(host, port);
    const management =
      managementPort === undefined ? address : (await this.#listenAt(host, managementPort)).address;
    this.#managementAddress ??= new URL(management).origin;
    return address;
  }

  async #listenAt(host: string, port: number): Promise<HttpListener> {
    const listener = await listenForHttp(this.#handler, host, port);
    this.#listeners.push(listener);
    return listener;
  }

  async #close(): Promise<void> {
    await this.#built.engine.close();
    await Promise.all(this.#listeners.map((listener) => listener.stop()));
    this.#keeper?.close();
  }
}
