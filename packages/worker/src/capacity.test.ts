import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Capacity } from './capacity.ts';

describe('Capacity', () => {
  it('wakes its waiter exactly when the condition begins to hold, whatever the order of takes and releases', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.array(fc.constantFrom('take', 'release', 'raise', 'lower'), { maxLength: 60 }),
        async (limit, threshold, steps) => {
          const capacity = new Capacity(limit);
          for (let taken = 0; taken < limit; taken += 1) capacity.take();
          let isAwake = false;
          const isMet = (): boolean => capacity.free >= capacity.refillSize(threshold);
          void capacity.when(isMet).then(() => {
            isAwake = true;
          });
          for (const step of steps) {
            if (step === 'take' && capacity.free > 0) capacity.take();
            if (step === 'release' && capacity.taken > 0) capacity.release();
            if (step === 'raise') capacity.limit += 1;
            if (step === 'lower' && capacity.limit > 1) capacity.limit -= 1;
            const holds = isMet();
            await Promise.resolve();
            await Promise.resolve();
            if (holds) expect(isAwake).toBe(true);
            if (isAwake) return;
            expect(capacity.free).toBeGreaterThanOrEqual(0);
          }
          expect(isAwake).toBe(false);
        },
      ),
    );
  });

  it.each([
    [10, 0.3, 3],
    [20, 0.3, 6],
    [1, 0.3, 1],
    [10, 1, 10],
    [3, 0.01, 1],
  ])('refills %i slots at %d from %i free ones on', (limit, threshold, expected) => {
    expect(new Capacity(limit).refillSize(threshold)).toBe(expected);
  });
});
