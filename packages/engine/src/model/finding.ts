/** Something in a model that keeps it from being deployed. */
export interface Finding {
  /** The element it is about. */
  readonly elementId: string;
  /** One sentence. */
  readonly message: string;
}

/** Collects what is wrong with a model, so that one answer names everything. */
export class Findings {
  readonly list: Finding[] = [];

  add(elementId: string | undefined, message: string): void {
    this.list.push({ elementId: elementId ?? '(no id)', message });
  }

  /** Runs `read`; a syntax error of an expression becomes a finding, and `fallback` is used instead. */
  collect<Result>(elementId: string | undefined, fallback: Result, read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SyntaxError)) {
        throw error;
      }
      this.add(elementId, error.message);
      return fallback;
    }
  }
}
