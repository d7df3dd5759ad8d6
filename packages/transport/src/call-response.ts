/** What came back for a call, read to its end. */
export interface CallResponse {
  readonly status: number;
  /** A header's value by its lower-case name. */
  header(name: string): string | undefined;
  /** What the operation answers with: a parsed JSON value, a text, bytes, or `undefined`. */
  readonly data: unknown;
}
