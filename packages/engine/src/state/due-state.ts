import type { Journal } from './journal.ts';
import { OrderedKeys } from './ordered-keys.ts';
import type { DueKind, DueWork } from './records.ts';
import { Table } from './table.ts';

/** What is to be done later. One entry a key: a job, timer or message waits for one moment at a time. */
export class DueState {
  readonly #work: Table<number, DueWork>;
  readonly #order: OrderedKeys;

  constructor(journal: Journal) {
    this.#work = new Table(journal);
    this.#order = new OrderedKeys(journal);
  }

  /** The work that is due first; of several at one moment the one with the lowest key. */
  first(): DueWork | undefined {
    const entry = this.#order.first();
    return entry === undefined ? undefined : this.#work.get(entry.key);
  }

  /** All that waits, in order. */
  *list(): IterableIterator<DueWork> {
    for (const { key } of this.#order) {
      const work = this.#work.get(key);
      if (work !== undefined) {
        yield work;
      }
    }
  }

  schedule(kind: DueKind, key: number, dueAt: number): void {
    this.cancel(key);
    this.#work.set(key, { kind, key, dueAt });
    this.#order.add(dueAt, key);
  }

  cancel(key: number): void {
    const work = this.#work.get(key);
    if (work !== undefined) {
      this.#order.remove(work.dueAt, key);
      this.#work.delete(key);
    }
  }
}
