import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from './find-json-fault.ts';

describe('findJsonFault', () => {
  it('finds none in whatever JSON can hold', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ depthSize: 'small' }),
        (value) => findJsonFault(JSON.parse(JSON.stringify(value))) === undefined,
      ),
    );
  });

  it.each([
    [{ a: [{ b: () => 1 }] }, 'a[0].b', 'a function'],
    [{ a: Symbol('x') }, 'a', 'a symbol'],
    [{ a: new Date(0) }, 'a', 'an instance of Date'],
    [{ a: Number.POSITIVE_INFINITY }, 'a', 'the number Infinity'],
    [{ a: [undefined] }, 'a[0]', 'undefined in a list'],
    [{ a: new (class Order {})() }, 'a', 'an instance of Order'],
  ])('names the place and the problem in %o', (value, path, problem) => {
    expect(findJsonFault(value)).toMatchObject({ path, problem: expect.stringContaining(problem) });
  });

  it('finds an object that contains itself, and lets one stand twice', () => {
    const twice = { a: 1 };
    expect(findJsonFault({ left: twice, right: twice })).toBeUndefined();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(findJsonFault(circle)).toMatchObject({ path: 'self' });
  });

  it('takes plain objects of other realms, and tells classes without a name', () => {
    expect(findJsonFault(runInNewContext('({ a: { b: 1 } })'))).toBeUndefined();
    expect(findJsonFault({ a: new (class {})() })).toMatchObject({
      path: 'a',
      problem: expect.stringContaining('an unnamed class'),
    });
  });

  it('takes bigints, missing members and objects without a prototype', () => {
    expect(findJsonFault({ a: 1n, b: undefined, c: Object.create(null) })).toBeUndefined();
  });
});
