// A worker that handles signals; its job takes as long as the parameter says.
import process from 'node:process';
import { createTransport } from '@camunda/transport';
import { JobWorker } from '../src/index-node.ts';
import { StubGateway } from './stub-gateway.ts';

const gateway = await StubGateway.start();
gateway.add(1);
const worker = new JobWorker({
  client: createTransport({ baseUrl: gateway.address }),
  config: { jobType: 'work', handleSignals: true },
  jobHandler: async () => {
    process.stdout.write('running\n');
    await new Promise((resolve) => setTimeout(resolve, Number(process.argv[2])));
  },
});
worker.subscribe((event) => {
  if (event.type !== 'stateChanged') return;
  process.stdout.write(`${event.to}\n`);
  if (event.to === 'stopped') process.stdout.write(`${JSON.stringify(worker.status().jobs)}\n`);
});
worker.start();
