import type { ModelCache } from '../model/model-cache.ts';
import type { EventOf } from '../runtime/event.ts';
import type { Journal } from './journal.ts';
import type { LatestVersion, ProcessDefinition } from './records.ts';
import { Table } from './table.ts';

/** What is deployed. */
export class DefinitionState {
  readonly processes: Table<number, ProcessDefinition>;
  /** By `tenantId/processDefinitionId`. */
  readonly #latest: Table<string, LatestVersion>;

  readonly #models: ModelCache;

  constructor(journal: Journal, models: ModelCache) {
    this.#models = models;
    this.processes = new Table(journal);
    this.#latest = new Table(journal);
  }

  /** The newest version of a process. */
  latestProcess(tenantId: string, processDefinitionId: string): ProcessDefinition | undefined {
    const latest = this.#latest.get(`${tenantId}/${processDefinitionId}`);
    return latest === undefined ? undefined : this.processes.get(latest.key);
  }

  /** A certain version of a process. */
  processVersion(tenantId: string, id: string, version: number): ProcessDefinition | undefined {
    for (const process of this.processes.values()) {
      const { value } = process;
      if (value.version === version && value.processDefinitionId === id && value.tenantId === tenantId) {
        return process;
      }
    }
    return undefined;
  }

  /** The highest version number ever given to a process id; 0 if there was none. Numbers are not used twice, even after a deletion. */
  highestVersion(tenantId: string, processDefinitionId: string): number {
    return this.#latest.get(`${tenantId}/${processDefinitionId}`)?.highestVersion ?? 0;
  }

  createProcess(event: EventOf<'PROCESS'>): void {
    const { key, value } = event;
    const model = this.#models.get(value.checksum, value.processDefinitionId);
    this.processes.set(key, { key, value, model });
    this.#latest.set(`${value.tenantId}/${value.processDefinitionId}`, {
      key,
      highestVersion: value.version,
    });
  }
}
