import { type Clock, delay } from '@camunda/core';

/** Waits that a signal ends at once, and that good news may end a little later. */
export class Pause {
  readonly #clock: Clock;
  readonly #ending: AbortSignal;
  #cut: (() => void) | undefined;

  /** @param ending ends every wait, and lets none begin */
  constructor(clock: Clock, ending: AbortSignal) {
    this.#clock = clock;
    this.#ending = ending;
  }

  /**
   * Waits.
   *
   * @param firmMs the part that {@link Pause.cut} cannot take away
   */
  async wait(pauseMs: number, firmMs = pauseMs): Promise<void> {
    if (this.#ending.aborted) return;
    const clock = this.#clock;
    const over = new AbortController();
    const onEnd = (): void => over.abort();
    const firmUntil = clock.monotonic() + firmMs;
    this.#cut = () => {
      if (clock.monotonic() >= firmUntil) over.abort();
    };
    this.#ending.addEventListener('abort', onEnd, { once: true });
    try {
      await delay(pauseMs, { clock, signal: over.signal });
    } catch {
      // Ended early, as it may be.
    } finally {
      this.#cut = undefined;
      this.#ending.removeEventListener('abort', onEnd);
    }
  }

  /** Ends the wait under way, if it may be ended by now. */
  cut(): void {
    this.#cut?.();
  }
}
