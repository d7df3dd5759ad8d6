import {
  type ClusterChangeValue,
  type PlatformType,
  type PlatformTypes,
  platformIds,
} from '../runtime/platform-values.ts';
import type { Journal } from './journal.ts';
import { Table } from './table.ts';

/** A record with its key. */
export interface PlatformRecord<Type extends PlatformType> {
  readonly key: number;
  readonly value: PlatformTypes[Type]['value'];
}

/** The records of one type, by key and by what names them. */
export class PlatformRecords<Type extends PlatformType> {
  readonly #type: Type;
  readonly #byId: Table<string, PlatformRecord<Type>>;
  readonly byKey: Table<number, PlatformRecord<Type>>;

  constructor(type: Type, journal: Journal) {
    this.#type = type;
    this.#byId = new Table(journal);
    this.byKey = new Table(journal);
  }

  /** The record that an id names. */
  find(id: string): PlatformRecord<Type> | undefined {
    return this.#byId.get(id);
  }

  apply({ key, value, intent }: PlatformRecord<Type> & { readonly intent: string }): void {
    const previous = this.byKey.get(key);
    if (previous !== undefined) {
      this.#byId.delete(this.#idOf(previous.value));
      this.byKey.delete(key);
    }
    if (intent !== 'DELETED') {
      this.byKey.set(key, { key, value });
      this.#byId.set(this.#idOf(value), { key, value });
    }
  }

  #idOf(value: PlatformTypes[Type]['value']): string {
    return platformIds[this.#type](value);
  }
}

/** What is set up rather than run: cluster variables, and who is who. */
export class PlatformState {
  readonly clusterVariables: PlatformRecords<'CLUSTER_VARIABLE'>;
  readonly tenants: PlatformRecords<'TENANT'>;
  readonly tenantMembers: PlatformRecords<'TENANT_MEMBER'>;
  readonly users: PlatformRecords<'USER'>;
  readonly authorizations: PlatformRecords<'AUTHORIZATION'>;
  readonly documents: PlatformRecords<'DOCUMENT'>;
  /** The last change of the cluster, under `last`. */
  readonly changes: Table<string, ClusterChangeValue>;

  /** The number of the last change; -1 before the first. */
  get lastChangeId(): number {
    return this.changes.get('last')?.changeId ?? -1;
  }

  constructor(journal: Journal) {
    this.clusterVariables = new PlatformRecords('CLUSTER_VARIABLE', journal);
    this.tenants = new PlatformRecords('TENANT', journal);
    this.tenantMembers = new PlatformRecords('TENANT_MEMBER', journal);
    this.users = new PlatformRecords('USER', journal);
    this.authorizations = new PlatformRecords('AUTHORIZATION', journal);
    this.documents = new PlatformRecords('DOCUMENT', journal);
    this.changes = new Table(journal);
  }
}
