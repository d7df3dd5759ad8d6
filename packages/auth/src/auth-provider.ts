/** Header values by header name. */
export type AuthHeaders = Readonly<Record<string, string>>;

/** What a provider may want to know of the call that it makes headers for. */
export interface AuthContext {
  /** Aborted when the call no longer needs its headers. @default none */
  readonly signal?: AbortSignal | undefined;
  /** The last headers were refused with a 401: make new ones instead of using cached ones. @default false */
  readonly forceRefresh?: boolean | undefined;
  /**
   * The headers that were refused. When the provider holds others by now, because another call was refused first,
   * it gives those and asks nobody.
   * @default unknown
   */
  readonly refusedHeaders?: AuthHeaders | undefined;
  /** Where the call goes. @default unknown */
  readonly url?: string | undefined;
}

/**
 * Makes the headers that authenticate a call. It is asked before each call, so it must be cheap most of the time.
 *
 * @see the runtime reference's `AuthProvider` and `AsyncAuthProvider`, which fold into this one
 */
export interface AuthProvider {
  /**
   * The names of the headers that it makes, so that a call can be shown without asking for credentials.
   * @default unknown
   */
  readonly headerNames?: readonly string[] | undefined;
  /** The headers by name; an empty object for none. Rejects or throws rather than leave credentials out. */
  getHeaders(context?: AuthContext): AuthHeaders | Promise<AuthHeaders>;
  /** Lets go of what the provider holds. */
  close?(): void | Promise<void>;
}
