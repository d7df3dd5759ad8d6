import { describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';
import { KeyIndex } from './key-index.ts';

describe('KeyIndex', () => {
  it('has its members in the same order again after a step that was taken back', () => {
    const journal = new Journal();
    const index = new KeyIndex<string>(journal);
    for (const member of [1, 2, 3, 4]) {
      index.add('scope', member);
    }
    journal.clear();
    index.remove('scope', 1);
    index.remove('scope', 3);
    index.add('scope', 5);
    journal.rollback(0);
    expect([...index.of('scope')]).toEqual([1, 2, 3, 4]);
  });
});
