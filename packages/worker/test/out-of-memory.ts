// One worker whose handler takes all memory, and one that shares its pool; prints what became of their jobs.
import process from 'node:process';
import { createTransport } from '@camunda/transport';
import { JobWorker, type JobWorkerOptions } from '../src/index-node.ts';
import { StubGateway } from './stub-gateway.ts';

const executionStrategy = process.argv[2];
const gateway = await StubGateway.start();
const transport = createTransport({ baseUrl: gateway.address });
const start = (exportName: string): JobWorker => {
  const worker = new JobWorker({
    client: transport,
    executionStrategy,
    config: { jobType: exportName, poolSize: 2, withLease: false },
    jobHandler: { module: new URL('./pool-handlers.ts', import.meta.url), exportName },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  } as unknown as JobWorkerOptions);
  worker.start();
  return worker;
};
const until = async (isMet: () => boolean): Promise<void> => {
  while (!isMet()) await new Promise((resolve) => setTimeout(resolve, 10));
};
gateway.add(2, { type: 'exhaust', retries: 1 });
gateway.add(5, { type: 'slow' });
const hungry = start('exhaust');
const other = start('slow');
await until(() => hungry.status().jobs.failed === 2);
gateway.add(5, { type: 'slow' });
await until(() => other.status().jobs.completed === 10);
const messages = gateway.of('failure').map(({ body }) => String(body.errorMessage).split('\n')[0]);
for (const worker of [hungry, other]) await worker.stop();
await transport.close();
await gateway.close();
process.stdout.write(`${JSON.stringify({ messages, failed: other.status().jobs.failed })}\n`);
