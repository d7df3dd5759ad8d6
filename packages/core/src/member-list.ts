/** What a {@link MemberList} keeps: an object that remembers its place there, and so can be in one list only. */
export interface Member {
  /** Its place in the list, from 0; -1 outside of one. Written by the list alone. */
  place: number;
}

/**
 * The objects that are under way, in no particular order; entering and leaving takes the same short time however many they are.
 *
 * A `Set` would do the same. But V8 leaves a link from each table that a `Set` has outgrown to the next one: where thousands come and
 * go in a second, the garbage collector takes old tables for alive, and with them a third of what was ever in them.
 */
export class MemberList<Element extends Member> {
  readonly #members: Element[] = [];

  /** How many there are. */
  get size(): number {
    return this.#members.length;
  }

  /** Puts an object into the list that is in none. */
  add(member: Element): void {
    member.place = this.#members.length;
    this.#members.push(member);
  }

  /** Takes an object out. False, and nothing happens, if it is not in this list. */
  delete(member: Element): boolean {
    const { place } = member;
    if (this.#members[place] !== member) return false;
    member.place = -1;
    const last = this.#members.pop();
    if (last !== undefined && last !== member) {
      this.#members[place] = last;
      last.place = place;
    }
    return true;
  }

  /** The first that `isWanted` holds for. */
  find(isWanted: (member: Element) => boolean): Element | undefined {
    return this.#members.find(isWanted);
  }

  /** Goes through those that are in the list when it begins, whatever comes and goes meanwhile. */
  [Symbol.iterator](): IterableIterator<Element> {
    return [...this.#members].values();
  }
}
