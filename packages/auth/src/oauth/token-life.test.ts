import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenLife } from './token-life.ts';

describe('tokenLife', () => {
  it.each([
    // lifetime, renewal, end, in seconds
    [3600, 3420, 3595],
    [86_400, 82_080, 86_395],
    [300, 270, 295],
    [60, 30, 55],
    [30, 15, 27],
    [1, 0.5, 0.9],
    [0, 0, 0],
  ])('renews a token of %d s after %d s, and uses it for %d s', (lifetime, refreshAfter, validFor) => {
    const life = tokenLife(lifetime * 1000);
    expect(life.refreshAfterMs).toBeCloseTo(refreshAfter * 1000);
    expect(life.validForMs).toBeCloseTo(validFor * 1000);
  });

  it('serves every token for at least half of its life, and stops before its end', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e9, noNaN: true }), (lifetimeMs) => {
        const { refreshAfterMs, validForMs } = tokenLife(lifetimeMs);
        expect(refreshAfterMs).toBeGreaterThanOrEqual(lifetimeMs / 2);
        expect(validForMs).toBeGreaterThan(refreshAfterMs);
        expect(validForMs).toBeLessThan(lifetimeMs);
      }),
    );
  });
});
