import type { WaitingValue } from '../runtime/catch-event-values.ts';
import type { Waiting, WaitingOf, WaitingType } from './catch-event-records.ts';
import type { Journal } from './journal.ts';
import { KeyIndex } from './key-index.ts';
import { Table } from './table.ts';

/** Everything that waits for a message, a signal, a time or a condition. */
export class CatchEventState {
  readonly waiting: Table<number, Waiting>;
  /** By the element instance that waits. */
  readonly #byHost: KeyIndex<number>;
  /** Start events, by tenant and process id. */
  readonly #startsOf: KeyIndex<string>;
  /** By what is waited for: see {@link addressOf}. */
  readonly #byAddress: KeyIndex<string>;
  /** Every condition that an instance waits for. */
  readonly #conditions: KeyIndex<'all'>;

  constructor(journal: Journal) {
    this.waiting = new Table(journal);
    this.#byHost = new KeyIndex(journal);
    this.#startsOf = new KeyIndex(journal);
    this.#byAddress = new KeyIndex(journal);
    this.#conditions = new KeyIndex(journal);
  }

  /** Whether any instance waits for a condition. */
  get hasConditions(): boolean {
    return this.#conditions.of('all').size > 0;
  }

  /** Something that waits, if it is of that type. */
  find<Type extends WaitingType>(type: Type, key: number): WaitingOf<Type> | undefined {
    const found = this.waiting.get(key);
    return found?.type === type ? (found as WaitingOf<Type>) : undefined;
  }

  /** What an element instance waits for, the oldest first. */
  ofHost(hostKey: number): readonly Waiting[] {
    return this.#list(this.#byHost.of(hostKey));
  }

  /** What the start events of a process wait for, the oldest first. */
  startsOf(tenantId: string, processDefinitionId: string): readonly Waiting[] {
    return this.#list(this.#startsOf.of(address(tenantId, processDefinitionId)));
  }

  /** The subscriptions of running instances to a message, the oldest first. */
  toMessage(tenantId: string, name: string, correlationKey: string): WaitingOf<'MESSAGE_SUBSCRIPTION'>[] {
    return this.#at('MESSAGE_SUBSCRIPTION', address('message', tenantId, name, correlationKey));
  }

  /** The start events that a message starts, the oldest first. */
  startsByMessage(tenantId: string, name: string): WaitingOf<'MESSAGE_SUBSCRIPTION'>[] {
    return this.#at('MESSAGE_SUBSCRIPTION', address('message start', tenantId, name));
  }

  /** Everything that waits for a signal, the oldest first. */
  toSignal(tenantId: string, name: string): WaitingOf<'SIGNAL_SUBSCRIPTION'>[] {
    return this.#at('SIGNAL_SUBSCRIPTION', address('signal', tenantId, name));
  }

  /** The conditions that a process instance waits for, the oldest first; of start events with instance 0. */
  conditionsOf(tenantId: string, processInstanceKey: number): WaitingOf<'CONDITION_SUBSCRIPTION'>[] {
    return this.#at('CONDITION_SUBSCRIPTION', address('condition', tenantId, String(processInstanceKey)));
  }

  open(waiting: Waiting): void {
    this.close(waiting.key);
    const { key, value } = waiting;
    this.waiting.set(key, waiting);
    if (value.hostKey !== 0) {
      this.#byHost.add(value.hostKey, key);
    } else {
      this.#startsOf.add(startsAddress(value), key);
    }
    const where = addressOf(waiting);
    if (where !== undefined) {
      this.#byAddress.add(where, key);
    }
    if (isConditionOfInstance(waiting)) {
      this.#conditions.add('all', key);
    }
  }

  close(key: number): void {
    const waiting = this.waiting.get(key);
    if (waiting === undefined) {
      return;
    }
    const { value } = waiting;
    this.waiting.delete(key);
    if (value.hostKey !== 0) {
      this.#byHost.remove(value.hostKey, key);
    } else {
      this.#startsOf.remove(startsAddress(value), key);
    }
    const where = addressOf(waiting);
    if (where !== undefined) {
      this.#byAddress.remove(where, key);
    }
    if (isConditionOfInstance(waiting)) {
      this.#conditions.remove('all', key);
    }
  }

  #at<Type extends WaitingType>(type: Type, where: string): WaitingOf<Type>[] {
    return this.#list(this.#byAddress.of(where)).filter(
      (waiting): waiting is WaitingOf<Type> => waiting.type === type,
    );
  }

  #list(keys: ReadonlySet<number>): Waiting[] {
    if (keys.size === 0) {
      return [];
    }
    return [...keys].sort((left, right) => left - right).flatMap((key) => this.waiting.get(key) ?? []);
  }
}

function isConditionOfInstance({ type, value }: Waiting): boolean {
  return type === 'CONDITION_SUBSCRIPTION' && value.hostKey !== 0;
}

/** Names may hold anything, so the parts are kept apart as JSON does. */
function address(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function startsAddress(value: WaitingValue): string {
  return address(value.tenantId, value.processDefinitionId);
}

/** Where to look for what waits for something; a timer is found by its due date, and what is paused not at all. */
function addressOf({ type, value, isPaused }: Waiting): string | undefined {
  if (isPaused) {
    return undefined;
  }
  const { tenantId, hostKey, processInstanceKey } = value;
  switch (type) {
    case 'MESSAGE_SUBSCRIPTION':
      return hostKey === 0
        ? address('message start', tenantId, value.messageName)
        : address('message', tenantId, value.messageName, value.correlationKey ?? '');
    case 'SIGNAL_SUBSCRIPTION':
      return address('signal', tenantId, value.signalName);
    case 'CONDITION_SUBSCRIPTION':
      return address('condition', tenantId, String(processInstanceKey));
    case 'TIMER':
      return undefined;
  }
}
