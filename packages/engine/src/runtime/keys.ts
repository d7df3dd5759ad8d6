/** The first key of partition 1: the partition id above 51 bits of counter, the counter starting at 1. */
const FIRST_KEY = 2 ** 51 + 1;

/** Hands out rising keys. Inside the engine keys are numbers (all of partition 1 lies below 2^53); at the API edge they are decimal strings. */
export class KeyGenerator {
  #next: number;

  constructor(next: number = FIRST_KEY) {
    this.#next = next;
  }

  /** A key that was never handed out before. */
  next(): number {
    const key = this.#next;
    this.#next += 1;
    return key;
  }

  /** The key that {@link next} gives next; what a snapshot keeps. */
  peek(): number {
    return this.#next;
  }

  /** Makes sure that `key` is never handed out (again); used when events are replayed. */
  skipPast(key: number): void {
    if (key >= this.#next) {
      this.#next = key + 1;
    }
  }
}

const KEY_PATTERN = /^-?\d{1,25}$/;

/** A key as the API writes it. */
export function formatKey(key: number): string {
  return String(key);
}

/** A key as the API writes it; `null` for "none" (0). */
export function formatOptionalKey(key: number): string | null {
  return key === 0 ? null : String(key);
}

/** A key that came in as text; `undefined` if the text is no key. A key out of our range parses, and is not found later. */
export function parseKey(text: string): number | undefined {
  return KEY_PATTERN.test(text) ? Number(text) : undefined;
}
