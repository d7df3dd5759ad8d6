import type { MessageCorrelationValue, MessageValue } from '../runtime/catch-event-values.ts';
import type { Message } from './catch-event-records.ts';
import type { Journal } from './journal.ts';
import { KeyIndex } from './key-index.ts';
import { Table } from './table.ts';

/** An active instance that a message started: no other message with its key starts the same process. */
export interface MessageStart {
  readonly id: string;
  readonly tenantId: string;
  readonly processDefinitionId: string;
  readonly processInstanceKey: number;
}

/** The messages that wait to be caught, and the instances that messages started. */
export class MessageState {
  readonly messages: Table<number, Message>;
  readonly #byId: Table<string, Message>;
  readonly #byName: KeyIndex<string>;
  readonly #byKey: KeyIndex<string>;
  readonly #startById: Table<string, MessageStart>;
  readonly #startOfInstance: Table<number, MessageStart>;

  constructor(journal: Journal) {
    this.messages = new Table(journal);
    this.#byId = new Table(journal);
    this.#byName = new KeyIndex(journal);
    this.#byKey = new KeyIndex(journal);
    this.#startById = new Table(journal);
    this.#startOfInstance = new Table(journal);
  }

  /** The live message that was published with the same id, name and correlation key. */
  withSameId(value: MessageValue): Message | undefined {
    return value.messageId === '' ? undefined : this.#byId.get(idOf(value));
  }

  /** The live messages of a name, the oldest first; of one correlation key, if one is given. */
  list(tenantId: string, name: string, correlationKey: string | null): readonly Message[] {
    const keys =
      correlationKey === null
        ? this.#byName.of(join(tenantId, name))
        : this.#byKey.of(join(tenantId, name, correlationKey));
    return [...keys].sort((left, right) => left - right).flatMap((key) => this.messages.get(key) ?? []);
  }

  publish(key: number, value: MessageValue): void {
    const message: Message = { key, value, caughtBy: [] };
    this.messages.set(key, message);
    this.#byName.add(join(value.tenantId, value.name), key);
    this.#byKey.add(join(value.tenantId, value.name, value.correlationKey), key);
    if (value.messageId !== '') {
      this.#byId.set(idOf(value), message);
    }
  }

  expire(key: number): void {
    const message = this.messages.get(key);
    if (message === undefined) {
      return;
    }
    const { value } = message;
    this.messages.delete(key);
    this.#byName.remove(join(value.tenantId, value.name), key);
    this.#byKey.remove(join(value.tenantId, value.name, value.correlationKey), key);
    if (value.messageId !== '') {
      this.#byId.delete(idOf(value));
    }
  }

  /** A process has caught a message; if the message started it, its key is taken while the instance lives. */
  correlate(value: MessageCorrelationValue): void {
    const message = this.messages.get(value.messageKey);
    if (message !== undefined) {
      this.messages.patch(message.key, { caughtBy: [...message.caughtBy, value.processDefinitionId] });
    }
    if (value.elementInstanceKey === 0 && value.correlationKey !== '') {
      const { processInstanceKey, tenantId, processDefinitionId } = value;
      const id = join(tenantId, processDefinitionId, value.correlationKey);
      const start = { id, processInstanceKey, tenantId, processDefinitionId };
      this.#startById.set(start.id, start);
      this.#startOfInstance.set(processInstanceKey, start);
    }
  }

  /** Whether an active instance of the process was started by a message with that key; never for an empty key. */
  isStarted(tenantId: string, processDefinitionId: string, correlationKey: string): boolean {
    return this.#startById.get(join(tenantId, processDefinitionId, correlationKey)) !== undefined;
  }

  /** The process that a message started the instance of, so that its end may let another message start one. */
  startOf(processInstanceKey: number): MessageStart | undefined {
    return this.#startOfInstance.get(processInstanceKey);
  }

  /** An instance has ended. */
  releaseStart(processInstanceKey: number): void {
    const start = this.#startOfInstance.get(processInstanceKey);
    if (start !== undefined) {
      this.#startById.delete(start.id);
      this.#startOfInstance.delete(processInstanceKey);
    }
  }
}

function join(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function idOf(value: MessageValue): string {
  return join(value.tenantId, value.name, value.correlationKey, value.messageId);
}
