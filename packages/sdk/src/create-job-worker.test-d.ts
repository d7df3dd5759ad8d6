import type { StandardSchemaV1 } from '@camunda/worker';
import { describe, expectTypeOf, it } from 'vitest';
import type { CamundaClient } from './index.ts';

declare const client: CamundaClient;
declare const amounts: StandardSchemaV1<{ amount: number }>;
declare const results: StandardSchemaV1<{ paid: boolean }>;

describe('createJobWorker, types', () => {
  it('takes the types of variables from the schema, and hands out the client', () => {
    client.createJobWorker({
      jobType: 'pay',
      inputSchema: amounts,
      executionStrategy: 'async',
      jobHandler: (job) => {
        expectTypeOf(job.variables).toEqualTypeOf<{ amount: number }>();
        expectTypeOf(job.client).toEqualTypeOf<CamundaClient>();
      },
    });
  });

  it('lets a handler return variables that it was given, with and without a schema', () => {
    client.createJobWorker({ jobType: 'pay', jobHandler: (job) => ({ paid: job.variables.amount }) });
    client.createJobWorker({ jobType: 'pay', jobHandler: async (job) => job.variables });
    client.createJobWorker({
      jobType: 'pay',
      jobHandler: async ({ variables }) => ({ ...variables, deep: { list: [variables.amount] } }),
    });
    client.createJobWorker({
      jobType: 'pay',
      inputSchema: amounts,
      jobHandler: (job) => ({ paid: job.variables.amount }),
    });
    // @ts-expect-error: a date beside them
    client.createJobWorker({ jobType: 'pay', jobHandler: (job) => ({ ...job.variables, at: new Date() }) });
    client.createJobWorker({
      jobType: 'pay',
      // @ts-expect-error: a date beside one of them
      jobHandler: (job) => ({ paid: job.variables.amount, at: new Date() }),
    });
  });

  it('refuses a result that the output schema does not take', () => {
    client.createJobWorker({ jobType: 'pay', outputSchema: results, jobHandler: () => ({ paid: true }) });
    client.createJobWorker({
      jobType: 'pay',
      outputSchema: results,
      // @ts-expect-error: paid is a boolean
      jobHandler: () => ({ paid: 'yes' }),
    });
  });
});
