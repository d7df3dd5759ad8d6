import type { Journal } from './journal.ts';
import { Table } from './table.ts';

/** What every deployed thing has. */
export interface Versioned {
  readonly key: number;
  readonly value: {
    readonly tenantId: string;
    readonly version: number;
    readonly deploymentKey: number;
    readonly versionTag: string | null;
  };
}

/** Which version of a called thing is meant: the newest, the one deployed together with the caller, or the newest with a tag. */
export type Binding =
  | { readonly type: 'latest' }
  | { readonly type: 'deployment' }
  | { readonly type: 'versionTag'; readonly versionTag: string };

/** The versions of one id in one tenant. */
interface Versions {
  readonly keys: readonly number[];
  /** The highest number ever given: numbers are not used twice, even after a deletion. */
  readonly highestVersion: number;
}

/** Deployed things of one kind (processes, decisions, forms, …), by key and by id. */
export class VersionIndex<Definition extends Versioned> {
  readonly byKey: Table<number, Definition>;
  /** By `tenantId/id`; keys in the order of their versions. */
  readonly #versions: Table<string, Versions>;

  constructor(journal: Journal) {
    this.byKey = new Table(journal);
    this.#versions = new Table(journal);
  }

  add(id: string, definition: Definition): void {
    const { tenantId, version } = definition.value;
    const keys = this.#versions.get(`${tenantId}/${id}`)?.keys ?? [];
    this.byKey.set(definition.key, definition);
    this.#versions.set(`${tenantId}/${id}`, { keys: [...keys, definition.key], highestVersion: version });
  }

  /** Takes a version away; the one before becomes the newest if it was that. */
  remove(id: string, { key, value }: Definition): void {
    const versions = this.#versions.get(`${value.tenantId}/${id}`);
    this.byKey.delete(key);
    if (versions !== undefined) {
      const keys = versions.keys.filter((other) => other !== key);
      this.#versions.set(`${value.tenantId}/${id}`, { ...versions, keys });
    }
  }

  /** The newest version. */
  latest(tenantId: string, id: string): Definition | undefined {
    const key = this.#versions.get(`${tenantId}/${id}`)?.keys.at(-1);
    return key === undefined ? undefined : this.byKey.get(key);
  }

  /** A certain version. */
  version(tenantId: string, id: string, version: number): Definition | undefined {
    return this.#newest(tenantId, id, ({ value }) => value.version === version);
  }

  /** The highest version number ever given to an id; 0 if there was none. */
  highestVersion(tenantId: string, id: string): number {
    return this.#versions.get(`${tenantId}/${id}`)?.highestVersion ?? 0;
  }

  /** The version that a caller means, who was deployed with `deploymentKey`. */
  bound(tenantId: string, id: string, binding: Binding, deploymentKey: number): Definition | undefined {
    switch (binding.type) {
      case 'latest':
        return this.latest(tenantId, id);
      case 'deployment':
        return this.#newest(tenantId, id, ({ value }) => value.deploymentKey === deploymentKey);
      case 'versionTag':
        return this.#newest(tenantId, id, ({ value }) => value.versionTag === binding.versionTag);
    }
  }

  #newest(tenantId: string, id: string, accepts: (one: Definition) => boolean): Definition | undefined {
    const keys = this.#versions.get(`${tenantId}/${id}`)?.keys ?? [];
    for (let index = keys.length - 1; index >= 0; index--) {
      const definition = this.byKey.get(keys[index] ?? 0);
      if (definition !== undefined && accepts(definition)) {
        return definition;
      }
    }
    return undefined;
  }
}
