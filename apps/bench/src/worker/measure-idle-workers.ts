// Measures what 50 workers without jobs cost: <address>. Prints one line of JSON.
import { createCamundaClient } from '@camunda/sdk';

const WATCHED_MS = 10_000;
const client = createCamundaClient({
  environment: {},
  config: { CAMUNDA_REST_ADDRESS: process.argv[2] ?? '' },
});
for (let index = 0; index < 50; index++)
  client.createJobWorker({ jobType: `idle-${index}`, jobHandler: () => ({}) });
await new Promise((resolve) => setTimeout(resolve, 2_000));
const cpu = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
const { user, system } = process.cpuUsage(cpu);
await client.close({ graceMs: 0 });
console.log(JSON.stringify({ share: (user + system) / 1_000 / WATCHED_MS }));
