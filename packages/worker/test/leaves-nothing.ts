// Works jobs with one strategy, stops, and prints what still keeps the process alive. Must end by itself.
import process from 'node:process';
import { createTransport } from '@camunda/transport';
import { JobWorker } from '../src/index-node.ts';
import { StubGateway } from './stub-gateway.ts';

const executionStrategy = process.argv[2] as 'async' | 'thread' | 'process';
const before = process.getActiveResourcesInfo();
const gateway = await StubGateway.start();
const transport = createTransport({ baseUrl: gateway.address });
gateway.add(20);
const worker = new JobWorker({
  client: transport,
  executionStrategy,
  config: { jobType: 'work', jobTimeoutMs: 1_000, concurrency: 'adaptive', handleSignals: true },
  jobHandler: { module: new URL('./pool-handlers.ts', import.meta.url), exportName: 'slow' },
});
worker.start();
while (worker.status().jobs.completed < 20) await new Promise((resolve) => setTimeout(resolve, 10));
const listeners = process.listenerCount('SIGTERM');
await worker.stop();
await transport.close();
await gateway.close();
// Closed sockets of the gateway take a few turns to go.
await new Promise((resolve) => setTimeout(resolve, 100));
const ours = process
  .getActiveResourcesInfo()
  .filter((name) => !before.includes(name) && name !== 'Immediate');
process.stdout.write(
  `${JSON.stringify({ ours, listeners, listenersAfter: process.listenerCount('SIGTERM') })}\n`,
);
