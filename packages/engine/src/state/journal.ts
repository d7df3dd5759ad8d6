/** A part of the state that can take back its own writes. */
export interface Undoable {
  /** Puts back what a write to `key` replaced. */
  undo(key: unknown, previous: unknown): void;
}

/** Remembers how to take back every write since the last {@link clear}: what makes a step all-or-nothing. */
export class Journal {
  // Three slots an entry (part, key, previous), flat: a step writes often, and this allocates nothing.
  readonly #entries: unknown[] = [];

  /** Notes that `part` is about to replace `previous` at `key`. */
  record(part: Undoable, key: unknown, previous: unknown): void {
    this.#entries.push(part, key, previous);
  }

  /** A place to go back to. */
  mark(): number {
    return this.#entries.length;
  }

  /** Takes back every write since `mark`, the newest first. */
  rollback(mark: number): void {
    const entries = this.#entries;
    while (entries.length > mark) {
      const previous = entries.pop();
      const key = entries.pop();
      (entries.pop() as Undoable).undo(key, previous);
    }
  }

  /** Makes all writes final. */
  clear(): void {
    this.#entries.length = 0;
  }
}
