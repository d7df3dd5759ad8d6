import type { SecureContext } from 'node:tls';
import type { Client, Dispatcher } from 'undici';
import { ConnectionStack } from './connection-stack.ts';
import type { WireDispatcher } from './dispatch-call.ts';
import type { ProxyRoute } from './proxy-route.ts';

/** Which connections a call uses. Calls of one lane never wait for those of another. */
export type Lane = 'command' | 'poll' | 'acknowledgement' | 'stream';

/** How connections are kept. */
export interface ConnectionSettings {
  /** How many connections the commands of one origin may use, and how many files and streams; polls and acknowledgements have no limit. */
  readonly maxConnections: number;
  /** How long establishing a connection may take, in milliseconds, up to 2147483647. */
  readonly connectTimeoutMs: number;
  /** How long an idle connection is kept, in milliseconds, up to 2147483647, where the server does not say. */
  readonly keepAliveMs: number;
  /** After what time a connection is no longer used for new calls, in milliseconds. */
  readonly maxConnectionAgeMs: number;
}

/** The defaults of {@link ConnectionSettings}. */
export const DEFAULT_CONNECTIONS: ConnectionSettings = {
  maxConnections: 128,
  connectTimeoutMs: 5000,
  keepAliveMs: 4000,
  maxConnectionAgeMs: 300_000,
};

/** What {@link UndiciLanes} is made from. */
export interface UndiciLanesOptions {
  readonly connections: ConnectionSettings;
  readonly secureContext: SecureContext | undefined;
  /** Which proxy leads to an address; `undefined` for none. */
  readonly routeTo: (url: URL) => ProxyRoute | undefined;
}

type Undici = typeof import('undici');

type OpenLane = WireDispatcher & Pick<Dispatcher, 'destroy'>;

/** The connections of a transport on Node, by origin and lane. undici is loaded with the first call, which keeps the start fast. */
export class UndiciLanes {
  readonly #options: UndiciLanesOptions;
  readonly #dispatchers = new Map<string, OpenLane>();
  #undici: Undici | undefined;
  #loading: Promise<Undici> | undefined;
  /** Ends sockets whose connection is still being established: undici does not let go of them. */
  readonly #sockets = new AbortController();
  #closed = false;

  constructor(options: UndiciLanesOptions) {
    this.#options = options;
  }

  /** The dispatcher of a lane to an origin, at once where undici is loaded already. */
  dispatcher(origin: string, lane: Lane): WireDispatcher | Promise<WireDispatcher> {
    const known = this.#dispatchers.get(lane + origin);
    if (known !== undefined) return known;
    if (this.#undici !== undefined) return this.#open(this.#undici, origin, lane);
    return this.#load().then(
      (undici) => this.#dispatchers.get(lane + origin) ?? this.#open(undici, origin, lane),
    );
  }

  /** The dispatcher of a lane to an origin, if undici is loaded. */
  openDispatcher(origin: string, lane: Lane): WireDispatcher | undefined {
    const known = this.#dispatchers.get(lane + origin);
    if (known !== undefined || this.#undici === undefined || this.#closed) return known;
    return this.#open(this.#undici, origin, lane);
  }

  /** Ends what is under way and lets go of all connections. */
  async close(): Promise<void> {
    this.#closed = true;
    const dispatchers = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    const destroyed = dispatchers.map((dispatcher) => dispatcher.destroy());
    this.#sockets.abort();
    await Promise.all(destroyed);
  }

  #load(): Promise<Undici> {
    this.#loading ??= import('undici').then((undici) => {
      this.#undici = undici;
      return undici;
    });
    return this.#loading;
  }

  #open(undici: Undici, origin: string, lane: Lane): WireDispatcher {
    if (this.#closed) throw new Error('The connections are closed');
    const dispatcher = this.#connect(undici, origin, lane);
    this.#dispatchers.set(lane + origin, dispatcher);
    return dispatcher;
  }

  #connect(undici: Undici, origin: string, lane: Lane): OpenLane {
    const { connections, secureContext, routeTo } = this.#options;
    const { signal } = this.#sockets;
    const tls = { signal, ...(secureContext === undefined ? undefined : { secureContext }) };
    const options = {
      connectTimeout: connections.connectTimeoutMs,
      keepAliveTimeout: connections.keepAliveMs,
      // Calls have time limits of their own, long polls long ones.
      headersTimeout: 0,
      bodyTimeout: 0,
      // With HTTP/2, lanes would share connections.
      allowH2: false,
    } satisfies Client.Options;
    const isLimited = lane === 'command' || lane === 'stream';
    const route = routeTo(new URL(origin));
    const { maxConnections } = connections;
    if (route !== undefined) {
      const pooled = {
        ...options,
        connections: isLimited && Number.isFinite(maxConnections) ? maxConnections : null,
        clientTtl: connections.maxConnectionAgeMs,
      };
      return new undici.ProxyAgent({
        ...pooled,
        // Where there is no tunnel, the agent would leave the options out.
        factory: (to, given) => new undici.Pool(to, { ...pooled, ...given }),
        uri: route.uri,
        ...(route.token === undefined ? undefined : { token: route.token.reveal() }),
        requestTls: tls,
        proxyTls: tls,
      });
    }
    return new ConnectionStack({
      open: () => new undici.Client(origin, { ...options, connect: tls }),
      maxConnections: isLimited ? maxConnections : undefined,
      maxAgeMs: connections.maxConnectionAgeMs,
    });
  }
}
