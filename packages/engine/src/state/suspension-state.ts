import type { DeferredCommandValue, EventOf } from '../runtime/event.ts';
import type { Journal } from './journal.ts';
import { KeyIndex } from './key-index.ts';
import { Table } from './table.ts';

/** A command of a suspended instance that waits until the instance is resumed. */
export interface DeferredCommand {
  readonly key: number;
  readonly value: DeferredCommandValue;
}

/** The process instances that are suspended, and what waits until they are resumed. */
export class SuspensionState {
  readonly #suspended: Table<number, { readonly since: number }>;
  readonly #deferred: Table<number, DeferredCommand>;
  readonly #ofInstance: KeyIndex<number>;

  constructor(journal: Journal) {
    this.#suspended = new Table(journal);
    this.#deferred = new Table(journal);
    this.#ofInstance = new KeyIndex(journal);
  }

  /** Whether nothing is suspended. */
  get isEmpty(): boolean {
    return this.#suspended.size === 0;
  }

  isSuspended(processInstanceKey: number): boolean {
    return this.#suspended.get(processInstanceKey) !== undefined;
  }

  /** What waits in an instance, in order. */
  deferredOf(processInstanceKey: number): readonly DeferredCommand[] {
    return [...this.#ofInstance.of(processInstanceKey)].flatMap((key) => this.#deferred.get(key) ?? []);
  }

  suspend({ value, timestamp }: EventOf<'PROCESS_INSTANCE_SUSPENSION'>): void {
    this.#suspended.set(value.processInstanceKey, { since: timestamp });
  }

  resume(processInstanceKey: number): void {
    this.#suspended.delete(processInstanceKey);
  }

  defer({ key, value }: EventOf<'DEFERRED_COMMAND'>): void {
    this.#deferred.set(key, { key, value });
    this.#ofInstance.add(value.processInstanceKey, key);
  }

  release({ key, value }: EventOf<'DEFERRED_COMMAND'>): void {
    this.#deferred.delete(key);
    this.#ofInstance.remove(value.processInstanceKey, key);
  }

  /** Forgets an instance that has ended. */
  drop(processInstanceKey: number): void {
    this.resume(processInstanceKey);
    for (const { key } of this.deferredOf(processInstanceKey)) {
      this.#deferred.delete(key);
      this.#ofInstance.remove(processInstanceKey, key);
    }
  }
}
