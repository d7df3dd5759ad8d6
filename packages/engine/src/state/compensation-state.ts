import type { CompensationSubscriptionValue, EventOf } from '../runtime/event.ts';
import type { Journal } from './journal.ts';
import { KeyIndex } from './key-index.ts';
import { Table } from './table.ts';

/** A completed activity that can be compensated, or is being so. */
export interface CompensationSubscription {
  readonly key: number;
  readonly value: CompensationSubscriptionValue;
}

/** Completed activities that have a compensation handler. They live as long as their scope. */
export class CompensationState {
  readonly #subscriptions: Table<number, CompensationSubscription>;
  readonly #ofScope: KeyIndex<number>;

  constructor(journal: Journal) {
    this.#subscriptions = new Table(journal);
    this.#ofScope = new KeyIndex(journal);
  }

  /** The subscriptions of a scope, in the order that the activities completed in. */
  of(scopeKey: number): readonly CompensationSubscription[] {
    const keys = this.#ofScope.of(scopeKey);
    const inOrder = keys.size < 2 ? [...keys] : [...keys].sort((left, right) => left - right);
    return inOrder.flatMap((key) => this.#subscriptions.get(key) ?? []);
  }

  apply({ key, value, intent }: EventOf<'COMPENSATION_SUBSCRIPTION'>): void {
    const before = this.#subscriptions.get(key);
    if (before !== undefined && before.value.scopeKey !== value.scopeKey) {
      this.#ofScope.remove(before.value.scopeKey, key);
    }
    if (intent === 'COMPLETED' || intent === 'DELETED') {
      this.#ofScope.remove(value.scopeKey, key);
      this.#subscriptions.delete(key);
      return;
    }
    if (before?.value.scopeKey !== value.scopeKey) {
      this.#ofScope.add(value.scopeKey, key);
    }
    this.#subscriptions.set(key, { key, value });
  }

  /** Forgets what is still subscribed in a scope that has ended. */
  dropScope(scopeKey: number): void {
    const keys = this.#ofScope.of(scopeKey);
    for (const key of keys.size === 0 ? [] : [...keys]) {
      this.#ofScope.remove(scopeKey, key);
      this.#subscriptions.delete(key);
    }
  }
}
