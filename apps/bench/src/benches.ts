import type { Bench } from './bench.ts';

/** All benches, in the order in which they run. */
export const BENCHES: readonly Bench[] = [];
