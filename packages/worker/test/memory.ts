// Works many jobs and prints the heap after each tenth of them; by hand:
//   node --expose-gc --conditions=camunda-source packages/worker/test/memory.ts 1000000 plain
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { createTransport } from '@camunda/transport';
import { JobError, JobWorker } from '../src/index-node.ts';
import type { JobContext } from '../src/job-context.ts';
import type { JobWorkerOptions } from '../src/job-worker-options.ts';
import { createOpenTelemetryInstrumentation } from '../src/opentelemetry.ts';

const echo = { module: new URL('./pool-handlers.ts', import.meta.url), exportName: 'echo' } as never;
const KINDS: Record<string, Partial<Omit<JobWorkerOptions, 'config'>> & { config?: object }> = {
  plain: { jobHandler: (job: JobContext) => ({ key: job.jobKey }) },
  failing: {
    jobHandler: () => {
      throw new Error('always');
    },
  },
  errors: {
    jobHandler: () => {
      throw new JobError('NO_STOCK', 'none left', { asked: 3 });
    },
  },
  // A lock of 50 ms is extended at 25 ms.
  extensions: {
    config: { jobTimeoutMs: 50 },
    jobHandler: () => new Promise((resolve) => setTimeout(resolve, 40)),
  },
  signals: {
    jobHandler: (job: JobContext) => {
      job.signal.addEventListener('abort', () => {});
    },
  },
  thread: { executionStrategy: 'thread', jobHandler: echo },
  process: { executionStrategy: 'process', jobHandler: echo },
  adaptive: { config: { concurrency: 'adaptive' }, jobHandler: () => undefined },
  telemetry: { jobHandler: () => undefined, instrumentation: createOpenTelemetryInstrumentation() },
};
const [total, kind = 'plain'] = [Number(process.argv[2]), process.argv[3]];
const options = KINDS[kind];
if (options === undefined) throw new Error(`kinds are ${Object.keys(KINDS).join(', ')}`);

let handedOut = 0;
let ended = 0;
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    if (!request.url?.endsWith('/activation')) {
      response.writeHead(204).end();
      return;
    }
    const { maxJobsToActivate } = JSON.parse(text) as { maxJobsToActivate: number };
    const count = Math.min(maxJobsToActivate, total - handedOut);
    const jobs = Array.from({ length: count }, () => ({
      jobKey: String(++handedOut),
      type: 'work',
      retries: 3,
      variables: { amount: 1, a: 'x'.repeat(100) },
    }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jobs }));
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`;
const transport = createTransport({ baseUrl: address });
const worker = new JobWorker({
  client: transport,
  logger: { debug() {}, info() {}, warn() {}, error() {} },
  ...options,
  config: { jobType: 'work', maxConcurrentJobs: 64, withLease: false, ...options.config },
} as JobWorkerOptions);
const heaps: number[] = [];
const residents: number[] = [];
/** Of all processes of the pool together. */
const children: number[] = [];
const residentOfChildren = (): number => {
  const lines = execFileSync('ps', ['-o', 'rss=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  const rows = lines
    .trim()
    .split('\n')
    .filter((line) => !line.endsWith('ps'));
  return rows.reduce((sum, line) => sum + Number.parseInt(line.trim(), 10) * 1024, 0);
};
worker.subscribe((event) => {
  if (event.type !== 'jobEnded') return;
  ended += 1;
  if (ended % (total / 10) !== 0) return;
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  heaps.push(heapUsed);
  residents.push(rss);
  if (kind === 'process') children.push(residentOfChildren());
});
worker.start();
while (ended < total) await new Promise((resolve) => setTimeout(resolve, 20));
const { jobs } = await worker.stop();
await transport.close();
server.close();
const megabytes = (list: number[], digits: number): string =>
  list.map((bytes) => (bytes / 2 ** 20).toFixed(digits)).join(' ');
process.stdout.write(
  `${kind}, ${total} jobs: heap ${megabytes(heaps, 2)} MB; rss ${megabytes(residents, 0)} MB;${kind === 'process' ? ` rss of the processes ${megabytes(children, 0)} MB;` : ''} ${jobs.completed} completed, ${jobs.failed} failed, ${jobs.errored} errored, ${jobs.left} left, ${jobs.lockExtensions} extensions, ${jobs.locksLost} locks lost\n`,
);
