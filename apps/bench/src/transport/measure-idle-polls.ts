// Measures the latency of calls with and without 16 idle long polls beside them: <address>. Prints one line of JSON.
import { operations } from '@camunda/api/descriptors';
import { createTransport } from '@camunda/transport';
import { median } from '../bench.ts';

const transport = createTransport({ baseUrl: process.argv[2] ?? '' });
const aloneFirst = await latency();
const stop = new AbortController();
const body = { type: 'idle', timeout: 1_000, maxJobsToActivate: 1, requestTimeout: 10_000 };
const polls = Array.from({ length: 16 }, () =>
  transport.call(operations.activateJobs, { body }, { signal: stop.signal }),
);
const ended = Promise.allSettled(polls);
const besideMs = await latency();
stop.abort();
await ended;
const aloneMs = Math.max(aloneFirst, await latency());
console.log(JSON.stringify({ aloneMs, besideMs }));
await transport.close();

async function latency(): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 1_000; index++) {
    const began = performance.now();
    await transport.call(operations.getTopology);
    times.push(performance.now() - began);
  }
  return median(times);
}
