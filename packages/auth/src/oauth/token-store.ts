/** A token that outlives the process. Times are milliseconds since the Unix epoch, by the clock of this machine. */
export interface StoredToken {
  readonly accessToken: string;
  readonly requestedAtMs: number;
  readonly expiresAtMs: number;
}

/** A refusal for good that outlives the process. */
export interface StoredRefusal {
  /** What the identity provider answered, such as `invalid_client`. */
  readonly error?: string | undefined;
  readonly errorDescription?: string | undefined;
  readonly status?: number | undefined;
  /** When the client may ask again, in milliseconds since the Unix epoch. */
  readonly untilMs: number;
}

/** Whose token it is. Everything but `digest` is there for people. */
export interface TokenIdentity {
  /**
   * A SHA-256 in hexadecimal over everything that decides which token it is, with a keyed digest of the secret: the name to
   * store it under. Another secret gives another name.
   */
  readonly digest: string;
  readonly clientId: string;
  readonly audience: string | undefined;
  readonly tokenAddress: string;
}

/**
 * A place in which tokens outlive the process: a folder, a Redis, a parameter store. A store may fail: the provider then goes
 * on without it, and warns. It returns tokens as they were written; the provider decides whether they still serve.
 */
export interface TokenStore {
  /** The token, or `undefined` when there is none that can be trusted. */
  read(identity: TokenIdentity): Promise<StoredToken | undefined>;
  /** Keeps the token in place of an earlier one and of an earlier refusal. */
  write(identity: TokenIdentity, token: StoredToken): Promise<void>;
  /** The refusal, or `undefined`. @default refusals do not outlive the process */
  readRefusal?(identity: TokenIdentity): Promise<StoredRefusal | undefined>;
  /** Keeps the refusal. */
  writeRefusal?(identity: TokenIdentity, refusal: StoredRefusal): Promise<void>;
  /** Forgets token and refusal. */
  remove(identity: TokenIdentity): Promise<void>;
  /**
   * Runs `work` while no other process runs work for the same identity, as well as the store can; it runs it in any case.
   * @default processes do not wait for each other
   */
  withLock?<T>(identity: TokenIdentity, work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}
