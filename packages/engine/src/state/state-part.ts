import type { Undoable } from './journal.ts';

/**
 * A part of the state that holds values: it can take back its writes, and be copied. A part registers itself with the
 * journal that it is made with; so everything that is kept in parts is in every snapshot, and nothing else is.
 */
export interface StatePart extends Undoable {
  /** What kind of part it is; an engine whose parts are others cannot read a snapshot. */
  readonly kind: string;
  /** Everything in it, as entries that share its (immutable) values. */
  entries(): Iterable<readonly unknown[]>;
  /** Takes everything out; a write, so it can be taken back. */
  empty(): void;
  /** Puts an entry of an equal part into this one; no write, so nothing can be taken back. */
  restore(entry: readonly unknown[]): void;
}
