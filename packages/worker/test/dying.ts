// A program with one worker, which prints where each job began; it ends as its parameters say: <address> <strategy> <handler> <how>
import process from 'node:process';
import { createTransport } from '@camunda/transport';
import { JobWorker, type JobWorkerOptions } from '../src/index-node.ts';

const [baseUrl = '', executionStrategy, exportName = '', how] = process.argv.slice(2);
const onBegun = (pid: number): void => {
  process.stdout.write(`begun in ${pid}\n`);
  if (how === 'throw') {
    setImmediate(() => {
      throw new Error('nobody catches this');
    });
  }
};
new JobWorker({
  client: createTransport({ baseUrl }),
  executionStrategy,
  config: { jobType: 'work', jobTimeoutMs: 1_500, poolSize: 1, withLease: false },
  jobHandler: { module: new URL('./pool-handlers.ts', import.meta.url), exportName },
  logger: {
    debug() {},
    info: (_message: string, values?: { pid?: number }) => {
      if (values?.pid !== undefined) onBegun(values.pid);
    },
    warn() {},
    error() {},
  },
} as unknown as JobWorkerOptions).start();
