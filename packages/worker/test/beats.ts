const BEAT_MS = 25;

/** Time as this process gets it: while a busy machine lets it wait, it stands still. For limits that hold on any machine. */
export class Beats implements Disposable {
  #count = 0;
  readonly #timer = setInterval(() => {
    this.#count += 1;
  }, BEAT_MS);

  now(): number {
    return this.#count * BEAT_MS;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
