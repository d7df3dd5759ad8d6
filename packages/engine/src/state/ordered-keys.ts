import type { Journal } from './journal.ts';
import type { StatePart } from './state-part.ts';

/** A key with the number it is ordered by. */
export interface RankedKey {
  readonly rank: number;
  readonly key: number;
}

/**
 * Keys in order of (rank, key): due work by its due date, activatable jobs by priority. Appending at the end and taking
 * from the front, which is nearly all that happens, cost nothing; writes can be taken back.
 */
export class OrderedKeys implements StatePart {
  readonly kind = 'order';
  readonly #journal: Journal;
  #entries: RankedKey[] = [];
  #head = 0;

  /** @param isOfList whether it is a member of a list, which is the part in its place */
  constructor(journal: Journal, isOfList = false) {
    this.#journal = journal;
    if (!isOfList) {
      journal.register(this);
    }
  }

  get size(): number {
    return this.#entries.length - this.#head;
  }

  first(): RankedKey | undefined {
    return this.#entries[this.#head];
  }

  /** All entries, in order. The list must not be changed while it is read. */
  *[Symbol.iterator](): IterableIterator<RankedKey> {
    for (let index = this.#head; index < this.#entries.length; index++) {
      yield this.#entries[index] as RankedKey;
    }
  }

  add(rank: number, key: number): void {
    this.#journal.record(this, rank, key);
    this.#insert(rank, key);
  }

  remove(rank: number, key: number): void {
    if (this.#drop(rank, key)) {
      this.#journal.record(this, rank, -key);
    }
  }

  /** One entry a key: its rank and the key. */
  *entries(): IterableIterator<readonly unknown[]> {
    for (const { rank, key } of this) {
      yield [rank, key];
    }
  }

  empty(): void {
    for (const { rank, key } of [...this].reverse()) {
      this.remove(rank, key);
    }
  }

  restore([rank, key]: readonly unknown[]): void {
    this.#insert(rank as number, key as number);
  }

  /** `change` is the key that was added, or minus the key that was removed. */
  undo(rank: unknown, change: unknown): void {
    const key = change as number;
    if (key > 0) {
      this.#drop(rank as number, key);
    } else {
      this.#insert(rank as number, -key);
    }
  }

  #insert(rank: number, key: number): void {
    const last = this.#entries[this.#entries.length - 1];
    const entry = { rank, key };
    if (last === undefined || last.rank < rank || (last.rank === rank && last.key < key)) {
      this.#entries.push(entry);
    } else {
      this.#entries.splice(this.#position(rank, key), 0, entry);
    }
  }

  #drop(rank: number, key: number): boolean {
    const index = this.#position(rank, key);
    const entry = this.#entries[index];
    if (entry === undefined || entry.key !== key || entry.rank !== rank) {
      return false;
    }
    if (index === this.#head) {
      this.#head += 1;
      this.#compact();
    } else {
      this.#entries.splice(index, 1);
    }
    return true;
  }

  #compact(): void {
    if (this.#head === this.#entries.length) {
      this.#entries = [];
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }

  #position(rank: number, key: number): number {
    let low = this.#head;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle] as RankedKey;
      if (entry.rank < rank || (entry.rank === rank && entry.key < key)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
