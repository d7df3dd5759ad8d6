import { createTransport } from '@camunda/transport';
import { describe, expect, it } from 'vitest';
import { JobWorker } from './job-worker.ts';
import { WorkerConfigError } from './worker-config-error.ts';

const right = {
  client: createTransport({ baseUrl: 'http://127.0.0.1:9/v2' }),
  config: { jobType: 'work' },
  jobHandler: () => undefined,
};

describe('the options of a JobWorker', () => {
  it.each([
    [undefined, 'options', 'undefined'],
    [null, 'options', 'null'],
    [{ ...right, config: undefined }, 'config', 'undefined'],
    [{ ...right, config: 'work' }, 'config', 'a string'],
    [{ ...right, client: 'http://localhost' }, 'client', 'must be a transport'],
    [{ ...right, jobHandlers: 1 }, 'jobHandlers', 'did you mean jobHandler?'],
    [{ ...right, budget: 5 }, 'budget', 'a number'],
    [{ ...right, source: {} }, 'source', 'activate'],
    [{ ...right, instrumentation: {} }, 'instrumentation', 'attach'],
    [{ ...right, executionStrategy: null }, 'executionStrategy', 'null'],
    [{ ...right, jobHandler: { module: './work.js', exportName: 5 } }, 'jobHandler', 'exportName'],
  ])('are refused by name: %#', (options, option, words) => {
    let error: unknown;
    try {
      new JobWorker(options as never);
    } catch (thrown) {
      error = thrown;
    }
    expect(WorkerConfigError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ option, message: expect.stringContaining(words) });
  });
});
