import type { Journal } from './journal.ts';
import type { StatePart } from './state-part.ts';

/** A map whose writes can be taken back. Its values are immutable: a change is a new value, so a copy of the table is a snapshot. */
export class Table<Key, Value extends object> implements StatePart {
  readonly kind = 'table';
  readonly #journal: Journal;
  #rows = new Map<Key, Value>();

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.register(this);
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: Key): Value | undefined {
    return this.#rows.get(key);
  }

  set(key: Key, value: Value): void {
    this.#journal.record(this, key, this.#rows.get(key));
    this.#rows.set(key, value);
  }

  /** Replaces some members of a row; a missing row stays missing. */
  patch(key: Key, changes: Partial<Value>): void {
    const row = this.#rows.get(key);
    if (row !== undefined) {
      this.set(key, { ...row, ...changes });
    }
  }

  delete(key: Key): void {
    const row = this.#rows.get(key);
    if (row !== undefined) {
      this.#journal.record(this, key, row);
      this.#rows.delete(key);
    }
  }

  /** The rows, in the order of their keys' first appearance. */
  values(): IterableIterator<Value> {
    return this.#rows.values();
  }

  entries(): IterableIterator<[Key, Value]> {
    return this.#rows.entries();
  }

  empty(): void {
    for (const key of [...this.#rows.keys()]) {
      this.delete(key);
    }
  }

  restore([key, row]: readonly unknown[]): void {
    this.#rows.set(key as Key, row as Value);
  }

  undo(key: unknown, previous: unknown): void {
    if (previous === undefined) {
      this.#rows.delete(key as Key);
    } else {
      this.#rows.set(key as Key, previous as Value);
    }
  }
}
