/** Chance that can be repeated: the same sequence for the same seed, from any state of it on. */
export interface SeededRandom {
  /** A number from 0 up to but not including 1. */
  next(): number;
  /** Where the sequence is; setting it goes on from there. */
  state: number;
}

/** The mulberry32 generator: small, fast, and the same sequence for the same seed. */
export function seededRandom(seed: number): SeededRandom {
  const random: SeededRandom = {
    state: seed >>> 0,
    next() {
      random.state = (random.state + 0x6d2b79f5) >>> 0;
      const { state } = random;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
  return random;
}
