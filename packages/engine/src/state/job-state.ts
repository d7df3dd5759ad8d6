import type { JobValue } from '../runtime/event.ts';
import type { Journal } from './journal.ts';
import { OrderedKeyLists } from './ordered-key-lists.ts';
import type { OrderedKeys } from './ordered-keys.ts';
import type { Job, JobStatus } from './records.ts';
import { Table } from './table.ts';

/** The open jobs, and which of them may be handed out. */
export class JobState {
  readonly jobs: Table<number, Job>;
  readonly #activatable: OrderedKeyLists;
  readonly #isSuspended: (processInstanceKey: number) => boolean;

  /** @param isSuspended whether an instance is suspended, so that its jobs are not handed out */
  constructor(journal: Journal, isSuspended: (processInstanceKey: number) => boolean) {
    this.#isSuspended = isSuspended;
    this.jobs = new Table(journal);
    this.#activatable = new OrderedKeyLists(journal);
  }

  /** The keys of the jobs of a type that may be handed out: highest priority first, then oldest. */
  activatable(type: string): OrderedKeys {
    return this.#activatable.of(type);
  }

  /** Sets what a job is now, and keeps the lists in step. */
  put(key: number, value: JobValue, status: JobStatus): void {
    const before = this.jobs.get(key);
    if (before?.status === 'ACTIVATABLE') {
      this.activatable(before.value.type).remove(-before.value.priority, key);
    }
    this.jobs.set(key, { key, value, status });
    if (status === 'ACTIVATABLE' && !this.#isSuspended(value.processInstanceKey)) {
      this.activatable(value.type).add(-value.priority, key);
    }
  }

  /** The instance of a job was suspended or resumed. */
  relist(key: number): void {
    const job = this.jobs.get(key);
    if (job !== undefined) {
      this.put(key, job.value, job.status);
    }
  }

  remove(key: number): void {
    const job = this.jobs.get(key);
    if (job?.status === 'ACTIVATABLE') {
      this.activatable(job.value.type).remove(-job.value.priority, key);
    }
    this.jobs.delete(key);
  }
}
