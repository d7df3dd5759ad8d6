import type { Journal } from './journal.ts';
import { OrderedKeys } from './ordered-keys.ts';
import type { StatePart } from './state-part.ts';

/** Ordered keys by owner, such as the activatable jobs of each type. */
export class OrderedKeyLists implements StatePart {
  readonly kind = 'order lists';
  readonly #journal: Journal;
  // Created on demand and never removed: an empty list costs nothing, and a removal would have to be taken back.
  readonly #lists = new Map<string, OrderedKeys>();

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.register(this);
  }

  of(owner: string): OrderedKeys {
    let keys = this.#lists.get(owner);
    if (keys === undefined) {
      keys = new OrderedKeys(this.#journal, true);
      this.#lists.set(owner, keys);
    }
    return keys;
  }

  /** One entry a list that is not empty, by owner: the owner, then rank and key of each of its keys. */
  *entries(): IterableIterator<readonly unknown[]> {
    const filled = [...this.#lists].filter(([, keys]) => keys.size > 0);
    for (const [owner, keys] of filled.sort(([left], [right]) => (left < right ? -1 : 1))) {
      yield [owner, ...[...keys].flatMap(({ rank, key }) => [rank, key])];
    }
  }

  restore([owner, ...ranksAndKeys]: readonly unknown[]): void {
    const keys = this.of(owner as string);
    for (let index = 0; index < ranksAndKeys.length; index += 2) {
      keys.restore(ranksAndKeys.slice(index, index + 2));
    }
  }

  empty(): void {
    for (const keys of this.#lists.values()) {
      keys.empty();
    }
  }

  /** Each list takes back its own writes. */
  undo(): void {}
}
