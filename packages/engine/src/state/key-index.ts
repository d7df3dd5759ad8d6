import type { Journal } from './journal.ts';
import type { StatePart } from './state-part.ts';

/** From a key to the set of keys that belong to it (children of a scope, variables of a scope, …); writes can be taken back. */
export class KeyIndex<Owner> implements StatePart {
  readonly kind = 'index';
  readonly #journal: Journal;
  readonly #members = new Map<Owner, Set<number>>();

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.register(this);
  }

  /** The members, in the order they came; what a step that was taken back had removed is in its place by its key again. */
  of(owner: Owner): ReadonlySet<number> {
    return this.#members.get(owner) ?? EMPTY;
  }

  add(owner: Owner, member: number): void {
    this.#journal.record(this, owner, member);
    this.#insert(owner, member);
  }

  remove(owner: Owner, member: number): void {
    this.#journal.record(this, owner, -member);
    this.#drop(owner, member);
  }

  /** One entry an owner: the owner, then its members. */
  *entries(): IterableIterator<readonly unknown[]> {
    for (const [owner, members] of this.#members) {
      yield [owner, ...members];
    }
  }

  empty(): void {
    for (const [owner, members] of [...this.#members]) {
      for (const member of [...members]) {
        this.remove(owner, member);
      }
    }
  }

  restore([owner, ...members]: readonly unknown[]): void {
    this.#members.set(owner as Owner, new Set(members as number[]));
  }

  /** `change` is the member that was added, or minus the member that was removed. */
  undo(owner: unknown, change: unknown): void {
    const member = change as number;
    if (member > 0) {
      this.#drop(owner as Owner, member);
    } else {
      this.#insert(owner as Owner, -member);
      this.#sort(owner as Owner);
    }
  }

  /** A set puts what comes back at its end; keys rise, so their order is the one in which they came. */
  #sort(owner: Owner): void {
    const members = this.#members.get(owner);
    if (members !== undefined && members.size > 1) {
      this.#members.set(owner, new Set([...members].sort((left, right) => left - right)));
    }
  }

  #insert(owner: Owner, member: number): void {
    const members = this.#members.get(owner);
    if (members === undefined) {
      this.#members.set(owner, new Set([member]));
    } else {
      members.add(member);
    }
  }

  #drop(owner: Owner, member: number): void {
    const members = this.#members.get(owner);
    members?.delete(member);
    if (members?.size === 0) {
      this.#members.delete(owner);
    }
  }
}

const EMPTY: ReadonlySet<number> = new Set();
