/** What a request carries, as far as it has been read already. */
export type EngineBody = string | Uint8Array | FormData;

/** A request as the handler reads it; made from a `Request`, from `fetch` arguments, or by a server. */
export interface EngineRequest {
  readonly method: string;
  /** Path and query, beginning with `/`. */
  readonly target: string;
  readonly signal: AbortSignal | null;
  header(name: string): string | null;
  /**
   * The body as it came, not decoded; called at most once.
   * @throws HttpProblem with status 413 instead of keeping more than `limitBytes`
   */
  body(limitBytes: number): EngineBody | Promise<EngineBody>;
}

/** An answer, before it becomes a `Response` or goes to a socket. */
export interface EngineResponse {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string | Uint8Array | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers requests; it throws for nothing but an abort by the caller. */
export interface RequestHandler {
  handle(request: EngineRequest): Promise<EngineResponse>;
}
