/** A source of random numbers: at least 0, less than 1. Injected, so that tests can decide what chance brings. */
export type RandomSource = () => number;

/** `Math.random`: for jitter, never for secrets. */
export const systemRandom: RandomSource = () => Math.random();
