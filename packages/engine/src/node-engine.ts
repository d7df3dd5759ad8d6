import { type EngineWithHandler, forkEngine } from './create-engine.ts';
import type { DataKeeper } from './data/data-keeper.ts';
import { keptHandler } from './data/kept-handler.ts';
import { EngineStartError } from './engine-start-error.ts';
import type { RequestHandler } from './http/engine-request.ts';
import { fromFetch, toResponse } from './http/fetch-request.ts';
import { type HttpListener, listenForHttp } from './http-listener.ts';
import { checkOptions, type OptionRule, someText, wholeNumber } from './runtime/check-options.ts';
import type { ListenOptions, StartedEngine } from './started-engine.ts';

/** What each option of {@link ListenOptions} must be. */
export const listenRules = {
  port: wholeNumber(0, 65_535),
  host: someText,
  managementPort: wholeNumber(0, 65_535),
} as const satisfies { readonly [Name in keyof Required<ListenOptions>]: OptionRule };

/** An engine with sockets and a file. */
export class NodeEngine {
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
      listen: async (options = {}) => {
        checkOptions(options, listenRules);
        return this.#listen(options);
      },
      fork: () => new NodeEngine(forkEngine(core)).handle,
      close,
      [Symbol.asyncDispose]: close,
    };
  }

  async #listen({ port = 8080, host = '127.0.0.1', managementPort }: ListenOptions): Promise<string> {
    const { address } = await this.#listenAt(host, port);
    const management =
      managementPort === undefined ? address : (await this.#listenAt(host, managementPort)).address;
    this.#managementAddress ??= new URL(management).origin;
    return address;
  }

  async #listenAt(host: string, port: number): Promise<HttpListener> {
    const listener = await listenForHttp(this.#handler, host, port);
    if (this.#closing !== undefined) {
      await listener.stop();
      throw new EngineStartError(host, port, 'the engine is closed');
    }
    this.#listeners.push(listener);
    return listener;
  }

  async #close(): Promise<void> {
    await this.#built.engine.close();
    await Promise.all(this.#listeners.map((listener) => listener.stop()));
    this.#keeper?.close();
  }
}
