import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { setUp, until } from '../test/harness.ts';
import type { JobContext } from './job-context.ts';

const input = {
  valibot: v.object({ order: v.object({ items: v.array(v.object({ price: v.number() })) }) }),
  zod: z.object({ order: z.object({ items: z.array(z.object({ price: z.number() })) }) }),
  arktype: type({ order: { items: type({ price: 'number' }).array() } }),
};

describe.each(['valibot', 'zod', 'arktype'] as const)('schemas of %s', (library) => {
  it('fail a job whose variables do not fit, with retries kept, naming path and expectation', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { variables: { order: { items: [{ price: 1 }, { price: 'two' }] } } });
    worker({ config: { inputSchema: input[library] as never } }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      retries: 3,
      errorMessage: expect.stringMatching(/order\.items\[1\]\.price.*number/i),
    });
    expect(gateway.of('failure')[0]?.body.retryBackOff).toBeGreaterThan(0);
    expect(gateway.of('activate')[0]?.body.fetchVariable).toEqual(['order']);
  });

  it('pass on what fits', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { variables: { order: { items: [{ price: 1 }] } } });
    worker({ config: { inputSchema: input[library] as never } }).start();
    await until(() => gateway.of('completion').length === 1);
  });
});

describe('schemas', () => {
  it('give the handler what they make of the variables, also asynchronously', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { variables: { at: '2024-01-01' } });
    const inputSchema = v.pipeAsync(
      v.object({ at: v.string() }),
      v.transformAsync(async ({ at }) => ({ at: new Date(at) })),
    );
    worker({
      config: { inputSchema: inputSchema as never },
      jobHandler: (job: JobContext<{ at: Date }>) => ({ year: job.variables.at.getUTCFullYear() }),
    }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]?.body).toEqual({ variables: { year: 2024 } });
  });

  it('hold the handler to the output schema, and complete with what it makes', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    let calls = 0;
    worker({
      config: {
        outputSchema: v.object({
          total: v.pipe(
            v.number(),
            v.transform((total) => total * 2),
          ),
        }) as never,
      },
      jobHandler: () => (++calls === 1 ? { total: 'many' } : { total: 4, extra: true }),
    }).start();
    await until(() => gateway.of('failure').length >= 1 && gateway.of('completion').length >= 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      retries: 3,
      errorMessage: expect.stringContaining('total: '),
    });
    expect(gateway.of('completion')[0]?.body).toEqual({ variables: { total: 8 } });
  });

  it('take nothing for an object without members', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const outputSchema = v.object({ note: v.optional(v.string(), 'none') });
    worker({ config: { outputSchema: outputSchema as never }, jobHandler: () => undefined }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]?.body).toEqual({ variables: { note: 'none' } });
  });

  it.each([
    [
      'at once',
      v.pipe(
        v.object({}),
        v.transform(() => new Date(0)),
      ),
    ],
    [
      'late',
      v.pipeAsync(
        v.object({}),
        v.transformAsync(async () => new Date(0)),
      ),
    ],
  ])('may not make of the result what JSON cannot hold, %s', async (_name, outputSchema) => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    worker({ config: { outputSchema: outputSchema as never } }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      retries: 3,
      errorMessage: expect.stringContaining('an instance of Date'),
    });
  });

  it('fail a job of which they say so late, also when they throw', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    let turn = 0;
    const inputSchema = v.pipeAsync(
      v.object({}),
      v.checkAsync(async () => {
        turn += 1;
        if (turn === 1) throw new Error('the schema is broken');
        return false;
      }, 'not today'),
    );
    worker({ config: { inputSchema: inputSchema as never } }).start();
    await until(() => gateway.of('failure').length >= 2);
    const messages = gateway.of('failure').map(({ body }) => String(body.errorMessage));
    expect(messages[0]).toContain('the schema is broken');
    expect(messages[1]).toContain('do not fit the input schema: not today');
  });

  it('hold job.complete to the output schema, in the handler’s face', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    let error: unknown;
    worker({
      config: { outputSchema: v.object({ total: v.number() }) as never },
      jobHandler: async (job: JobContext) => {
        error = await job.complete({ total: 'x' }).catch((thrown: unknown) => thrown);
        await job.complete({ total: 1 });
      },
    }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(error).toMatchObject({ code: 'JOB_VALIDATION', subject: 'result' });
    expect(gateway.of('completion')[0]?.body).toEqual({ variables: { total: 1 } });
  });

  it('leave a job that breaks them at least one retry', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { retries: 0 });
    worker({ config: { inputSchema: v.object({ amount: v.number() }) as never } }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body.retries).toBe(1);
  });

  it('check custom headers', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    worker({ config: { customHeadersSchema: v.object({ url: v.string() }) as never } }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body.errorMessage).toMatch(/custom headers.*url/);
  });
});
