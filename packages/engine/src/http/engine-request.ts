/** A request as the handler reads it; made from a `Request`, from `fetch` arguments, or by a server. */
export interface EngineRequest {
  readonly method: string;
  /** Path and query, beginning with `/`. */
  readonly target: string;
  readonly signal: AbortSignal | null;
  header(name: string): string | null;
  text(): string | Promise<string>;
  formData(): Promise<FormData>;
}

/** An answer, before it becomes a `Response` or goes to a socket. */
export interface EngineResponse {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string | Uint8Array | null;
  readonly headers?: Readonly<Record<string, string>>;
}
