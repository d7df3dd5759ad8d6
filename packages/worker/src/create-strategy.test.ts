import { describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import { JobWorker } from './job-worker.ts';
import { WorkerConfigError } from './worker-config-error.ts';

const module = new URL('../test/pool-handlers.ts', import.meta.url);

describe('createStrategy', () => {
  it.each([
    ['no handler', { jobHandler: undefined }, 'jobHandler', 'a function, or an object with a module'],
    ['a number', { jobHandler: 7 }, 'jobHandler', 'a function, or an object with a module'],
    ['a module without a name', { jobHandler: { module: '' } }, 'jobHandler', 'a URL or a path'],
    ['a function for threads', { executionStrategy: 'thread' }, 'jobHandler', 'cannot leave its thread'],
    ['a strategy that is none', { executionStrategy: 'fast' }, 'executionStrategy', 'not "fast"'],
    ['a client that is none', { client: {} }, 'client', 'must be a transport'],
    ['no client', { client: undefined }, 'client', 'must be a transport'],
  ])('refuses %s, naming what is wrong', async (_name, options, option, message) => {
    const { worker } = await setUp();
    let error: unknown;
    try {
      worker(options as never);
    } catch (thrown) {
      error = thrown;
    }
    expect(WorkerConfigError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ option, message: expect.stringContaining(message) });
  });

  it('refuses threads where the runtime has none, and runs modules in the only thread there', async () => {
    const { gateway, transport } = await setUp();
    const make = (executionStrategy: 'auto' | 'thread') =>
      new JobWorker({
        client: transport,
        executionStrategy,
        config: { jobType: 'work' },
        jobHandler: { module, exportName: 'double' },
      });
    expect(() => make('thread')).toThrow(/thread needs Node, Bun or Deno.*use async/);
    gateway.rawVariables = '{"amount": 9007199254740993}';
    gateway.add(1);
    await using worker = make('auto');
    worker.start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]?.body.variables).toMatchObject({ pid: process.pid });
  });

  it('fails the jobs of a module that cannot be loaded, with the reason', async () => {
    const { gateway, transport } = await setUp();
    gateway.add(1);
    await using worker = new JobWorker({
      client: transport,
      config: { jobType: 'work' },
      jobHandler: { module, exportName: 'nothing' },
    });
    worker.start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body.errorMessage).toContain('does not export a function named nothing');
  });
});
