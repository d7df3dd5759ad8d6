import type { EventOf } from '../runtime/event.ts';
import type { JsonValue } from '../runtime/json.ts';
import type { Journal } from './journal.ts';
import type { Variable } from './records.ts';
import { Table } from './table.ts';

/** The variables of live scopes. */
export class VariableState {
  /** By `scopeKey:name`. */
  readonly #variables: Table<string, Variable>;
  readonly #names: Table<number, readonly string[]>;

  constructor(journal: Journal) {
    this.#variables = new Table(journal);
    this.#names = new Table(journal);
  }

  /** The variable of that name in exactly this scope. */
  find(scopeKey: number, name: string): Variable | undefined {
    return this.#variables.get(`${scopeKey}:${name}`);
  }

  /** The names that exactly this scope holds, in the order they came. */
  namesOf(scopeKey: number): readonly string[] {
    return this.#names.get(scopeKey) ?? [];
  }

  /** The values that exactly this scope holds. */
  valuesOf(scopeKey: number): Record<string, JsonValue> {
    const values: Record<string, JsonValue> = Object.create(null);
    for (const name of this.namesOf(scopeKey)) {
      values[name] = this.find(scopeKey, name)?.value.value ?? null;
    }
    return values;
  }

  create(event: EventOf<'VARIABLE'>): void {
    const { scopeKey, name } = event.value;
    this.#variables.set(`${scopeKey}:${name}`, { key: event.key, value: event.value });
    this.#names.set(scopeKey, [...this.namesOf(scopeKey), name]);
  }

  update(event: EventOf<'VARIABLE'>): void {
    const { scopeKey, name } = event.value;
    this.#variables.set(`${scopeKey}:${name}`, { key: event.key, value: event.value });
  }

  /** Forgets a scope that has ended. */
  dropScope(scopeKey: number): void {
    const names = this.#names.get(scopeKey);
    if (names !== undefined) {
      for (const name of names) {
        this.#variables.delete(`${scopeKey}:${name}`);
      }
      this.#names.delete(scopeKey);
    }
  }
}
