/** The longest wait that one timer of the JavaScript runtimes can hold, in milliseconds (about 24.8 days): a longer one ends at once. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/** A timer for longer than that, made of several in a row. */
export class LongTimer {
  readonly #callback: () => void;
  #timer: unknown;
  #keepsAlive = true;

  /** @param delayMs `Infinity` never calls back */
  constructor(callback: () => void, delayMs: number) {
    this.#callback = callback;
    this.#wait(delayMs);
  }

  clear(): void {
    clearTimeout(this.#timer as Parameters<typeof clearTimeout>[0]);
  }

  /** Lets the process end, where the runtime's timers can. */
  unref(): void {
    this.#keepsAlive = false;
    const timer = this.#timer as { unref?: () => void };
    timer.unref?.();
  }

  #wait(leftMs: number): void {
    if (leftMs <= LONGEST_TIMER_MS) this.#timer = setTimeout(this.#callback, leftMs);
    else this.#timer = setTimeout(() => this.#wait(leftMs - LONGEST_TIMER_MS), LONGEST_TIMER_MS);
    if (!this.#keepsAlive) this.unref();
  }
}
