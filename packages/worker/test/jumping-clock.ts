import { ManualClock } from '../../transport/test/manual-clock.ts';

/** A clock that can also jump without running a timer, as when the event loop was held up for that long. */
export class JumpingClock extends ManualClock {
  #jumpedMs = 0;

  jump(milliseconds: number): void {
    this.#jumpedMs += milliseconds;
  }

  override monotonic(): number {
    return super.monotonic() + this.#jumpedMs;
  }
}
