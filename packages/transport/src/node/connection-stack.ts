import type { Client, Dispatcher } from 'undici';

/** What {@link ConnectionStack} is made from. */
export interface ConnectionStackOptions {
  /** Makes a connection that is established with its first request. */
  readonly open: () => Client;
  /** After what time a connection takes no further requests, in milliseconds. */
  readonly maxAgeMs: number;
}

interface Connection {
  readonly client: Client;
  connectedAt: number;
  isFree: boolean;
}

/**
 * Connections to one origin without a limit, each with one request at a time. The one that was used last is used next, so
 * that those which are not needed fall idle and are dropped. Finding one takes the same time however many there are, where
 * undici's `Pool` looks through all of them.
 */
export class ConnectionStack {
  readonly #options: ConnectionStackOptions;
  readonly #all = new Set<Connection>();
  readonly #free: Connection[] = [];

  constructor(options: ConnectionStackOptions) {
    this.#options = options;
  }

  /** Sends a request over a free connection, or over a new one. */
  dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    const connection = this.#free.pop() ?? this.#open();
    connection.isFree = false;
    connection.client.dispatch(request, handler);
    // A request that was refused at once leaves its connection free without a word.
    this.#release(connection);
  }

  /** Ends what is under way and lets go of all connections. */
  async destroy(): Promise<void> {
    const connections = [...this.#all];
    this.#all.clear();
    this.#free.length = 0;
    await Promise.all(connections.map(({ client }) => client.destroy()));
  }

  #open(): Connection {
    const client = this.#options.open();
    const connection: Connection = { client, connectedAt: performance.now(), isFree: false };
    client.on('connect', () => {
      connection.connectedAt = performance.now();
    });
    client.on('drain', () => this.#release(connection));
    client.on('disconnect', () => this.#forget(connection));
    this.#all.add(connection);
    return connection;
  }

  #release(connection: Connection): void {
    if (connection.isFree || connection.client.stats.size > 0 || !this.#all.has(connection)) return;
    connection.isFree = true;
    this.#free.push(connection);
    if (performance.now() - connection.connectedAt >= this.#options.maxAgeMs) this.#forget(connection);
  }

  /** Drops a connection that nobody uses. One that broke in use is established again with its next request. */
  #forget(connection: Connection): void {
    if (!connection.isFree || !this.#all.delete(connection)) return;
    this.#free.splice(this.#free.lastIndexOf(connection), 1);
    void connection.client.close();
  }
}
