import type { Client, Dispatcher } from 'undici';

/** What {@link ConnectionStack} is made from. */
export interface ConnectionStackOptions {
  /** Makes a connection that is established with its first request. */
  readonly open: () => Client;
  /** How many connections there may be at once; further requests wait in their order. @default any number */
  readonly maxConnections?: number | undefined;
  /** After what time a connection takes no further requests, in milliseconds. */
  readonly maxAgeMs: number;
}

interface Connection {
  readonly client: Client;
  readonly openedAt: number;
  isFree: boolean;
}

interface Waiting {
  readonly request: Dispatcher.DispatchOptions;
  readonly handler: Dispatcher.DispatchHandler;
}

/**
 * Connections to one origin, each with one request at a time. The one that was used last is used next, so
 * that those which are not needed fall idle and are dropped. Finding one takes the same time however many there are, where
 * undici's `Pool` looks through all of them.
 */
export class ConnectionStack {
  readonly #options: ConnectionStackOptions;
  readonly #all = new Set<Connection>();
  readonly #free: Connection[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #maxConnections: number;
  #isAdmitting = false;
  #destroyed = false;

  constructor(options: ConnectionStackOptions) {
    this.#options = options;
    this.#maxConnections = options.maxConnections ?? Number.POSITIVE_INFINITY;
  }

  /** Sends a request over a free connection, or over a new one, or when there is one. */
  dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    if (this.#destroyed) throw new Error('The connections are closed');
    const connection = this.#take();
    if (connection === undefined) {
      this.#waiting.push({ request, handler });
      return;
    }
    connection.isFree = false;
    connection.client.dispatch(request, handler);
    // A request that was refused at once leaves its connection free without a word.
    this.#release(connection);
  }

  /** Ends what is under way and lets go of all connections. */
  async destroy(): Promise<void> {
    this.#destroyed = true;
    const connections = [...this.#all];
    this.#all.clear();
    for (const { handler } of this.#waiting.splice(0)) {
      // There is no connection that could be controlled.
      const controller = undefined as unknown as Dispatcher.DispatchController;
      handler.onResponseError?.(controller, new Error('The connections are closed'));
    }
    await Promise.all(connections.map(({ client }) => client.destroy()));
  }

  #take(): Connection | undefined {
    const youngest = performance.now() - this.#options.maxAgeMs;
    let connection = this.#free.at(-1);
    while (connection !== undefined && connection.openedAt <= youngest) {
      this.#forget(connection);
      connection = this.#free.at(-1);
    }
    if (connection !== undefined) return this.#free.pop();
    return this.#all.size < this.#maxConnections ? this.#open() : undefined;
  }

  #open(): Connection {
    const client = this.#options.open();
    const connection: Connection = { client, openedAt: performance.now(), isFree: false };
    client.on('drain', () => this.#release(connection));
    client.on('disconnect', () => this.#forget(connection));
    this.#all.add(connection);
    return connection;
  }

  #release(connection: Connection): void {
    if (connection.isFree || connection.client.stats.size > 0) return;
    connection.isFree = true;
    this.#free.push(connection);
    if (this.#waiting.length > 0) this.#admit();
  }

  /** Sends what waits, as far as there are connections. A request that is refused at once gives its connection back meanwhile. */
  #admit(): void {
    if (this.#isAdmitting) return;
    this.#isAdmitting = true;
    while (this.#free.length > 0 || this.#all.size < this.#maxConnections) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.dispatch(next.request, next.handler);
    }
    this.#isAdmitting = false;
  }

  /** Drops a connection that nobody uses. One that broke in use is established again with its next request. */
  #forget(connection: Connection): void {
    if (!connection.isFree || !this.#all.delete(connection)) return;
    this.#free.splice(this.#free.lastIndexOf(connection), 1);
    void connection.client.close();
  }
}
