/**
 * The slots of one worker: the only place that knows how many jobs it may hold. A slot is taken when a job arrives and
 * released when its acknowledgement is done, so the limit is a real cap. One waiter, the poll loop, is woken by releases.
 */
export class Capacity {
  #limit: number;
  #taken = 0;
  #finishing = 0;
  #mostTaken = 0;
  #waiter: { readonly isMet: () => boolean; readonly wake: () => void } | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  set limit(limit: number) {
    this.#limit = limit;
    this.#check();
  }

  get taken(): number {
    return this.#taken;
  }

  /** How many more jobs fit; 0 also where a lowered limit is exceeded for now. */
  get free(): number {
    return Math.max(0, this.#limit - this.#taken);
  }

  /** Jobs whose handler is done and whose slot will be free as soon as the cluster has answered. */
  get finishing(): number {
    return this.#finishing;
  }

  take(): void {
    this.#taken += 1;
    if (this.#taken > this.#mostTaken) this.#mostTaken = this.#taken;
  }

  /** The most slots that were taken at a time since this was last asked. */
  readMostTaken(): number {
    const most = this.#mostTaken;
    this.#mostTaken = this.#taken;
    return most;
  }

  release(): void {
    this.#taken -= 1;
    this.#check();
  }

  beginFinishing(): void {
    this.#finishing += 1;
  }

  endFinishing(): void {
    this.#finishing -= 1;
  }

  /** How many slots must be free for a request for jobs to be worth while. */
  refillSize(threshold: number): number {
    return Math.max(1, Math.ceil(this.#limit * threshold));
  }

  /** Resolves once `isMet` holds; it is asked at once and after every change. */
  when(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiter = { isMet, wake: resolve };
    });
  }

  /** Asks the waiter's condition again, because something outside of this class changed. */
  nudge(): void {
    this.#check();
  }

  #check(): void {
    const waiter = this.#waiter;
    if (waiter?.isMet() !== true) return;
    this.#waiter = undefined;
    waiter.wake();
  }
}
