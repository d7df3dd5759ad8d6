import type { Transport } from '@camunda/transport';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { JobContext } from './job-context.ts';
import { JobWorker } from './job-worker.ts';
import type { JsonObject } from './json-value.ts';

declare const client: { readonly transport: Transport; publish(): Promise<void> };
const config = { jobType: 'work' };

describe('JobWorker, types', () => {
  it('gives the handler JSON variables and the client without a schema', () => {
    new JobWorker({
      client,
      config,
      jobHandler: (job) => {
        expectTypeOf(job.variables).toEqualTypeOf<JsonObject>();
        expectTypeOf(job.customHeaders).toEqualTypeOf<JsonObject>();
        expectTypeOf(job.client).toEqualTypeOf<typeof client>();
      },
    });
  });

  it('takes the type of the variables from the annotation of the handler', () => {
    new JobWorker({
      client,
      config,
      jobHandler: async (job: JobContext<{ amount: number }>) => ({ a: job.variables.amount }),
    });
  });

  it('takes the type of the variables from valibot, zod and arktype', () => {
    new JobWorker({
      client,
      config: { ...config, inputSchema: v.object({ amount: v.number() }) },
      jobHandler: (job) => expectVariables(job.variables),
    });
    new JobWorker({
      client,
      config: { ...config, inputSchema: z.object({ amount: z.number() }) },
      jobHandler: (job) => expectVariables(job.variables),
    });
    new JobWorker({
      client,
      config: { ...config, inputSchema: type({ amount: 'number' }) },
      jobHandler: (job) => expectVariables(job.variables),
    });
  });

  it('takes the type of the headers from their schema', () => {
    new JobWorker({
      client,
      config: { ...config, customHeadersSchema: v.object({ url: v.string() }) },
      jobHandler: (job) => {
        expectTypeOf(job.customHeaders).toEqualTypeOf<{ url: string }>();
      },
    });
  });

  it('checks what the handler returns against the output schema', () => {
    const outputSchema = v.object({ charged: v.number() });
    new JobWorker({ client, config: { ...config, outputSchema }, jobHandler: async () => ({ charged: 1 }) });
    new JobWorker({
      client,
      config: { ...config, outputSchema },
      // @ts-expect-error: charged must be a number
      jobHandler: async () => ({ charged: 'no' }),
    });
    // @ts-expect-error: charged is missing
    new JobWorker({ client, config: { ...config, outputSchema }, jobHandler: async () => ({}) });
  });

  it('takes plain objects, interfaces, and nothing', () => {
    interface Charged {
      charged: number;
      note?: string;
      items: { name: string }[];
    }
    new JobWorker({ client, config, jobHandler: async (): Promise<Charged> => ({ charged: 1, items: [] }) });
    new JobWorker({ client, config, jobHandler: async () => {} });
    new JobWorker({ client, config, jobHandler: () => undefined });
    new JobWorker({ client, config, jobHandler: () => ({ big: 1n, list: [1, null], deep: { a: true } }) });
    new JobWorker({ client, config, jobHandler: (job) => (job.retries > 1 ? { a: 1 } : undefined) });
    new JobWorker({
      client,
      config,
      jobHandler: () => {
        throw new Error('never returns');
      },
    });
  });

  it('refuses arrays, primitives, instances and what JSON cannot hold', () => {
    // @ts-expect-error: an array
    new JobWorker({ client, config, jobHandler: () => [1, 2] });
    // @ts-expect-error: a number
    new JobWorker({ client, config, jobHandler: async () => 42 });
    // @ts-expect-error: null
    new JobWorker({ client, config, jobHandler: async () => null });
    // @ts-expect-error: an instance of a class
    new JobWorker({ client, config, jobHandler: async () => new Map([['a', 1]]) });
    // @ts-expect-error: a date inside
    new JobWorker({ client, config, jobHandler: async () => ({ at: new Date() }) });
    // @ts-expect-error: a function inside
    new JobWorker({ client, config, jobHandler: async () => ({ call: () => 1 }) });
  });

  it('keeps workers of different types in one list', () => {
    const workers: JobWorker[] = [new JobWorker({ client, config, jobHandler: () => ({ a: 1 }) })];
    expectTypeOf(workers).not.toBeAny();
  });
});

function expectVariables(variables: { amount: number }): void {
  expectTypeOf(variables).toEqualTypeOf<{ amount: number }>();
  expectTypeOf(variables.amount).not.toBeAny();
}
