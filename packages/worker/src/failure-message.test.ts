import { describe, expect, it } from 'vitest';
import { failureMessage } from './failure-message.ts';

/** An error with so many causes below it. */
function chained(depth: number): Error {
  return depth === 0 ? new Error('cause 0') : new Error(`cause ${depth}`, { cause: chained(depth - 1) });
}

function withStack(lines: readonly string[]): Error {
  return Object.assign(new Error('boom'), { stack: ['Error: boom', ...lines].join('\n') });
}

describe('failureMessage', () => {
  it('names an error and four of its causes', () => {
    const titles = failureMessage(chained(9))
      .split('\n')
      .filter((line) => line.includes('Error: '));
    expect(titles).toEqual([
      'Error: cause 9',
      ...[8, 7, 6, 5].map((depth) => `caused by Error: cause ${depth}`),
    ]);
  });

  it('names what several errors in one consist of', () => {
    const error = new AggregateError([new Error('one'), new TypeError('two')], 'both');
    expect(failureMessage(error).split('\n').slice(0, 3)).toEqual([
      'AggregateError: both',
      'one of 2: Error: one',
      'one of 2: TypeError: two',
    ]);
  });

  it('shows eight lines of the stack, and none of Node’s own', () => {
    const own = Array.from({ length: 10 }, (_, index) => `    at own (file.ts:${index})`);
    const message = failureMessage(withStack(['    at node:internal/timers:1', ...own]));
    expect(message.split('\n')).toEqual(['Error: boom', ...own.slice(0, 8)]);
  });

  it('is cut to 4,000 characters', () => {
    const message = failureMessage('x'.repeat(5_000));
    expect(message).toHaveLength(4_000);
    expect(message.endsWith('x…')).toBe(true);
    expect(failureMessage('x'.repeat(3_000))).not.toContain('…');
  });

  it.each([
    ['Bearer abc.def', 'Bearer [secret]'],
    ['basic dXNlcjpwYXNz', 'basic [secret]'],
    ['https://user:pass@host/', 'https://user:[secret]@host/'],
  ])('shows no credential: %s', (given, shown) => {
    expect(failureMessage(given)).toBe(`the handler threw ${shown}`);
  });
});
