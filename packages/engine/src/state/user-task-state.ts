import type { EventOf } from '../runtime/event.ts';
import type {
  GlobalTaskListenerValue,
  UserTaskTransitionKind,
  UserTaskValue,
} from '../runtime/user-task-values.ts';
import type { Journal } from './journal.ts';
import { Table } from './table.ts';

/** An open user task. */
export interface UserTask {
  readonly key: number;
  /** While a transition is on its way: the task as it is to become. */
  readonly value: UserTaskValue;
  readonly state: 'CREATED' | UserTaskTransitionKind;
  /** How many listeners of the transition have done their job. */
  readonly listenersDone: number;
}

/** A listener of all user tasks. */
export interface GlobalTaskListener {
  readonly key: number;
  readonly value: GlobalTaskListenerValue;
}

/** The open user tasks, and who listens to all of them. */
export class UserTaskState {
  readonly tasks: Table<number, UserTask>;
  /** By id. */
  readonly globalListeners: Table<string, GlobalTaskListener>;
  readonly #ofElement: Table<number, { readonly key: number }>;

  constructor(journal: Journal) {
    this.tasks = new Table(journal);
    this.globalListeners = new Table(journal);
    this.#ofElement = new Table(journal);
  }

  /** The open user task of an element instance. */
  ofElement(elementInstanceKey: number): UserTask | undefined {
    const entry = this.#ofElement.get(elementInstanceKey);
    return entry === undefined ? undefined : this.tasks.get(entry.key);
  }

  apply({ key, value, intent }: EventOf<'USER_TASK'>): void {
    switch (intent) {
      case 'COMPLETED':
      case 'CANCELED':
        this.tasks.delete(key);
        this.#ofElement.delete(value.elementInstanceKey);
        return;
      case 'CREATING':
        this.#ofElement.set(value.elementInstanceKey, { key });
        this.tasks.set(key, { key, value, state: intent, listenersDone: 0 });
        return;
      case 'ASSIGNING':
      case 'UPDATING':
      case 'COMPLETING':
      case 'CANCELING':
        this.tasks.set(key, { key, value, state: intent, listenersDone: 0 });
        return;
      case 'CREATED':
      case 'ASSIGNED':
      case 'UPDATED':
      case 'DENIED':
        this.tasks.set(key, { key, value, state: 'CREATED', listenersDone: 0 });
        return;
      default:
        this.tasks.patch(key, { value });
    }
  }

  /** A listener of an element's user task has done its job. */
  countListener(elementInstanceKey: number): void {
    const task = this.ofElement(elementInstanceKey);
    if (task !== undefined) {
      this.tasks.patch(task.key, { listenersDone: task.listenersDone + 1 });
    }
  }

  applyListener({ key, value, intent }: EventOf<'GLOBAL_TASK_LISTENER'>): void {
    if (intent === 'DELETED') {
      this.globalListeners.delete(value.id);
    } else {
      this.globalListeners.set(value.id, { key, value });
    }
  }
}
