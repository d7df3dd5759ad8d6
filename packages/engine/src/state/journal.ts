import type { StatePart } from './state-part.ts';

/** A part of the state that can take back its own writes. */
export interface Undoable {
  /** Puts back what a write to `key` replaced. */
  undo(key: unknown, previous: unknown): void;
}

/** Remembers the parts of the state, and how to take back every write since the last {@link clear}: what makes a step all-or-nothing. */
export class Journal {
  // Three slots an entry (part, key, previous), flat: a step writes often, and this allocates nothing.
  readonly #entries: unknown[] = [];
  readonly #parts: StatePart[] = [];
  #isSealed = false;

  /** All parts of the state, in the order they were made. */
  get parts(): readonly StatePart[] {
    return this.#parts;
  }

  /** Takes a part in. @throws Error if the state was complete before: it would be in no snapshot that was taken earlier */
  register(part: StatePart): void {
    if (this.#isSealed) {
      throw new Error(
        `A ${part.kind} was made after the state: make it in a constructor, or snapshots lack it`,
      );
    }
    this.#parts.push(part);
  }

  /** The state is complete. */
  seal(): void {
    this.#isSealed = true;
  }

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
