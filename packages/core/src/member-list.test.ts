import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Member, MemberList } from './member-list.ts';

function makeMembers(count: number): Member[] {
  return Array.from({ length: count }, () => ({ place: -1 }));
}

describe('MemberList', () => {
  it('holds what a Set would hold, whatever comes and goes', () => {
    const step = fc.record({ index: fc.nat(9), enters: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const members = makeMembers(10);
        const list = new MemberList<Member>();
        const set = new Set<Member>();
        for (const { index, enters } of steps) {
          const member = members[index] as Member;
          if (!enters) expect(list.delete(member)).toBe(set.delete(member));
          else if (!set.has(member)) {
            list.add(member);
            set.add(member);
          }
          expect(list.size).toBe(set.size);
          expect(new Set(list)).toEqual(set);
        }
      }),
    );
  });

  it('goes through those that were there at the beginning, though they leave meanwhile', () => {
    const list = new MemberList<Member>();
    const members = makeMembers(4);
    for (const member of members) list.add(member);
    let seen = 0;
    for (const member of list) {
      seen += 1;
      list.delete(member);
      list.add({ place: -1 });
    }
    expect(seen).toBe(4);
  });

  it('finds one, and does not take out what is in another list', () => {
    const [first, second] = [new MemberList<Member>(), new MemberList<Member>()];
    const [one, other] = makeMembers(2) as [Member, Member];
    first.add(one);
    second.add(other);
    expect(first.find((member) => member === one)).toBe(one);
    expect(first.find((member) => member === other)).toBeUndefined();
    expect(first.delete(other)).toBe(false);
    expect(second.size).toBe(1);
  });
});
