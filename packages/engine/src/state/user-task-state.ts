import type { EventOf } from '../runtime/event.ts';
import type { UserTaskValue } from '../runtime/user-task-values.ts';
import type { Journal } from './journal.ts';
import { Table } from './table.ts';

/** An open user task. */
export interface UserTask {
  readonly key: number;
  readonly value: UserTaskValue;
}

/** The open user tasks. */
export class UserTaskState {
  readonly tasks: Table<number, UserTask>;
  readonly #ofElement: Table<number, { readonly key: number }>;

  constructor(journal: Journal) {
    this.tasks = new Table(journal);
    this.#ofElement = new Table(journal);
  }

  /** The open user task of an element instance. */
  ofElement(elementInstanceKey: number): UserTask | undefined {
    const entry = this.#ofElement.get(elementInstanceKey);
    return entry === undefined ? undefined : this.tasks.get(entry.key);
  }

  apply({ key, value, intent }: EventOf<'USER_TASK'>): void {
    if (intent === 'COMPLETED' || intent === 'CANCELED') {
      this.tasks.delete(key);
      this.#ofElement.delete(value.elementInstanceKey);
      return;
    }
    this.tasks.set(key, { key, value });
    this.#ofElement.set(value.elementInstanceKey, { key });
  }
}
