/** Something that ends when a signal is aborted. */
export interface Abortable {
  onAbort(reason: unknown): void;
}

/** One listener per signal for many calls: adding one to the signal itself costs more than all else about it. */
export class SharedSignals {
  readonly #groups = new WeakMap<AbortSignal, Set<Abortable>>();
  readonly #closing = new AbortController();

  /** Tells `abortable` when the signal is aborted, until {@link SharedSignals.leave}. */
  join(signal: AbortSignal, abortable: Abortable): void {
    let group = this.#groups.get(signal);
    if (group === undefined) {
      const members = new Set<Abortable>();
      group = members;
      this.#groups.set(signal, members);
      const onAbort = (): void => {
        for (const member of [...members]) member.onAbort(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true, signal: this.#closing.signal });
    }
    group.add(abortable);
  }

  leave(signal: AbortSignal, abortable: Abortable): void {
    this.#groups.get(signal)?.delete(abortable);
  }

  /** Takes all listeners back: a signal of the user's may live on. */
  close(): void {
    this.#closing.abort();
  }
}
