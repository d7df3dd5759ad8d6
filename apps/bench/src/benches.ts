import { apiBench } from './api-bench.ts';
import type { Bench } from './bench.ts';
import { engineBench } from './engine/engine-bench.ts';
import { settingsBench } from './settings-bench.ts';
import { transportBench } from './transport/transport-bench.ts';
import { workerBench } from './worker/worker-bench.ts';

/** All benches, in the order in which they run. */
export const BENCHES: readonly Bench[] = [settingsBench, transportBench, apiBench, workerBench, engineBench];
