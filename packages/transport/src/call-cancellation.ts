/** What a cancelled call tells those who wait within it. */
export type CancelListener = (reason: unknown) => void;

/**
 * The end of a call, as its parts see it: like an `AbortController`, but without the cost of one until somebody asks for the
 * {@link CallCancellation.signal}.
 */
export class CallCancellation {
  #cancelled = false;
  #reason: unknown;
  #listeners: CancelListener[] = [];
  #controller: AbortController | undefined;

  /** Whether the call has been cancelled. */
  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Why it has been cancelled. */
  get reason(): unknown {
    return this.#reason;
  }

  /** The same as an `AbortSignal`; made when first asked for. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#cancelled) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Cancels once; later calls do nothing. */
  cancel(reason: unknown): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#reason = reason;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener(reason);
    this.#controller?.abort(reason);
  }

  /** Calls `listener` when the call is cancelled, or at once if it is already; the returned function takes it back. */
  subscribe(listener: CancelListener): () => void {
    if (this.#cancelled) {
      listener(this.#reason);
      return () => undefined;
    }
    this.#listeners.push(listener);
    return () => {
      const index = this.#listeners.indexOf(listener);
      if (index >= 0) this.#listeners.splice(index, 1);
    };
  }

  /** @throws the reason, when the call has been cancelled */
  throwIfCancelled(): void {
    if (this.#cancelled) throw this.#reason;
  }
}
