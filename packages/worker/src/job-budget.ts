/**
 * A number of jobs that several workers may run together, such as the size of a connection pool. Hand the same one to each
 * of them. Those that wait are served in the order in which they came.
 */
export class JobBudget {
  /** How many jobs may run at a time. */
  readonly maxConcurrentJobs: number;
  #running = 0;
  readonly #queue = new Set<() => void>();
  readonly #watchers = new Set<() => void>();

  /** @throws RangeError unless `maxConcurrentJobs` is a whole number of at least 1 */
  constructor({ maxConcurrentJobs }: { readonly maxConcurrentJobs: number }) {
    if (!(Number.isSafeInteger(maxConcurrentJobs) && maxConcurrentJobs >= 1)) {
      throw new RangeError(
        `maxConcurrentJobs must be a whole number of at least 1, not ${maxConcurrentJobs}`,
      );
    }
    this.maxConcurrentJobs = maxConcurrentJobs;
  }

  /** How many jobs run now. */
  get running(): number {
    return this.#running;
  }

  /** How many jobs wait for a place. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** How many more jobs could run at once. */
  get free(): number {
    return this.maxConcurrentJobs - this.#running;
  }

  /**
   * Calls `begin` when there is a place: at once, or later.
   *
   * @returns what takes the request back while it waits
   */
  request(begin: () => void): () => void {
    if (this.#running < this.maxConcurrentJobs) {
      this.#running += 1;
      begin();
      return () => {};
    }
    const waiter = (): void => begin();
    this.#queue.add(waiter);
    return () => {
      this.#queue.delete(waiter);
    };
  }

  /** Gives a place back: to the one that has waited longest, or to whoever comes next. */
  release(): void {
    const [next] = this.#queue;
    if (next === undefined) {
      this.#running -= 1;
      for (const watcher of this.#watchers) watcher();
      return;
    }
    this.#queue.delete(next);
    next();
  }

  /** Calls `watcher` whenever a place has got free; gives the function that ends it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }
}
