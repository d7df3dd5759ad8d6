// Prints what the worker says to each strategy where the runtime does not allow everything.
import { JobWorker } from '../src/index-node.ts';
import { refusals } from './runtime-refusals.ts';

console.log(JSON.stringify(refusals(JobWorker)));
