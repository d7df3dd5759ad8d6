import type { ModelCache } from '../model/model-cache.ts';
import type { EventOf } from '../runtime/event.ts';
import type { Journal } from './journal.ts';
import type { ProcessDefinition } from './records.ts';
import { Table } from './table.ts';
import { type Binding, VersionIndex } from './version-index.ts';

/** The processes that are deployed. */
export class DefinitionState {
  /** Every version that anything runs of or may be started of. */
  readonly processes: Table<number, ProcessDefinition>;
  /** The versions that are deleted as soon as their last instance has ended. */
  readonly draining: Table<number, ProcessDefinition>;
  readonly #versions: VersionIndex<ProcessDefinition>;
  readonly #models: ModelCache;

  constructor(journal: Journal, models: ModelCache) {
    this.#models = models;
    this.draining = new Table(journal);
    this.#versions = new VersionIndex(journal);
    this.processes = this.#versions.byKey;
  }

  /** The newest version of a process. */
  latestProcess(tenantId: string, processDefinitionId: string): ProcessDefinition | undefined {
    return this.#versions.latest(tenantId, processDefinitionId);
  }

  /** A certain version of a process. */
  processVersion(tenantId: string, id: string, version: number): ProcessDefinition | undefined {
    return this.#versions.version(tenantId, id, version);
  }

  /** The version of a process that a caller means, who was deployed with `deploymentKey`. */
  boundProcess(
    tenantId: string,
    id: string,
    binding: Binding,
    deploymentKey: number,
  ): ProcessDefinition | undefined {
    return this.#versions.bound(tenantId, id, binding, deploymentKey);
  }

  /** The highest version number ever given to a process id; 0 if there was none. Numbers are not used twice, even after a deletion. */
  highestVersion(tenantId: string, processDefinitionId: string): number {
    return this.#versions.highestVersion(tenantId, processDefinitionId);
  }

  /** A version that instances may still be started of. */
  startable(key: number): ProcessDefinition | undefined {
    return this.draining.get(key) === undefined ? this.processes.get(key) : undefined;
  }

  apply({ key, value, intent }: EventOf<'PROCESS'>): void {
    const process = this.processes.get(key);
    if (intent === 'CREATED') {
      const model = this.#models.get(value.checksum, value.processDefinitionId);
      this.#versions.add(value.processDefinitionId, { key, value, model });
    } else if (process !== undefined) {
      this.#versions.remove(value.processDefinitionId, process);
      this.draining.delete(key);
    }
    if (intent === 'DRAINING' && process !== undefined) {
      this.processes.set(key, process);
      this.draining.set(key, process);
    }
  }
}
