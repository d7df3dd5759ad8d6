/** One listener per signal for many calls: adding one for each costs more than all else about it. */
export class SharedSignals {
  readonly #heard = new WeakSet<AbortSignal>();
  readonly #closing = new AbortController();
  readonly #onAbort: (signal: AbortSignal) => void;

  /** @param onAbort called once for each signal that is aborted */
  constructor(onAbort: (signal: AbortSignal) => void) {
    this.#onAbort = onAbort;
  }

  /** Hears the signal from now on. */
  hear(signal: AbortSignal): void {
    if (this.#heard.has(signal)) return;
    this.#heard.add(signal);
    signal.addEventListener('abort', () => this.#onAbort(signal), {
      once: true,
      signal: this.#closing.signal,
    });
  }

  /** Takes all listeners back: a signal of the user's may live on. */
  close(): void {
    this.#closing.abort();
  }
}
