import type { Bench } from './bench.ts';
import { settingsBench } from './settings-bench.ts';

/** All benches, in the order in which they run. */
export const BENCHES: readonly Bench[] = [settingsBench];
