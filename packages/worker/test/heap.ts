// Works many jobs and prints how much the heap has grown after the first fifth of them, in bytes.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { createTransport } from '@camunda/transport';
import { JobWorker } from '../src/index-node.ts';

const total = Number(process.argv[2]);
let handedOut = 0;
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
      variables: { a: 'x'.repeat(100) },
    }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jobs }));
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const transport = createTransport({
  baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`,
});
let seen = 0;
const worker = new JobWorker({
  client: transport,
  config: { jobType: 'work', maxConcurrentJobs: 32 },
  jobHandler: (job) => {
    seen += 1;
    if (seen % 10 === 0) throw new Error('one in ten');
    return { key: job.jobKey };
  },
  logger: { debug() {}, info() {}, warn() {}, error() {} },
});
const heap = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const reach = async (count: number): Promise<void> => {
  while (seen < count || worker.status().activeJobs > 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
};
worker.start();
await reach(total / 5);
const early = heap();
await reach(total);
const growth = heap() - early;
const { jobs } = await worker.stop();
await transport.close();
server.close();
process.stdout.write(`${JSON.stringify({ total, growth, jobs })}\n`);
