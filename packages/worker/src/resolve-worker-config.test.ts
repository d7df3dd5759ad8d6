import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { resolveWorkerConfig } from './resolve-worker-config.ts';
import type { WorkerConfig } from './worker-config.ts';
import { WorkerConfigError } from './worker-config-error.ts';

const resolve = (config: Partial<WorkerConfig<never, never>>, settings: object = {}) =>
  resolveWorkerConfig({ jobType: 'work', ...(config as object) }, settings);

describe('resolveWorkerConfig', () => {
  it('has a default for everything but the job type', () => {
    expect(resolve({})).toMatchObject({
      jobType: 'work',
      jobTimeoutMs: 30_000,
      requestTimeoutMs: 0,
      maxConcurrentJobs: 10,
      workerName: 'camunda-typescript-sdk-worker',
      fetchVariables: undefined,
      tenantIds: undefined,
      refillThreshold: 0.3,
      lockExtension: true,
      lockExtensionMaxMs: 3_600_000,
      withLease: 'auto',
      pollBackOffMs: 1_000,
      pollBackOffMaxMs: 30_000,
      pollMarginMs: 5_000,
      retryBackOffMs: 1_000,
      retryBackOffMaxMs: 300_000,
      acknowledgementTimeoutMs: 60_000,
      stopGraceMs: 25_000,
      handleSignals: false,
      concurrency: 'fixed',
      startupJitterMaxSeconds: 0,
    });
  });

  it('inherits from the settings, as text or as values, and lets what is given win', () => {
    const settings = {
      CAMUNDA_WORKER_TIMEOUT: '5000',
      CAMUNDA_WORKER_MAX_CONCURRENT_JOBS: 32,
      CAMUNDA_WORKER_NAME: 'mine',
      CAMUNDA_WORKER_TENANT_IDS: 'a, b',
      CAMUNDA_WORKER_LOCK_EXTENSION: 'no',
      CAMUNDA_WORKER_CONCURRENCY: 'Adaptive',
      CAMUNDA_WORKER_STARTUP_JITTER_MAX_SECONDS: '0.5',
    };
    expect(resolve({ maxConcurrentJobs: 4 }, settings)).toMatchObject({
      jobTimeoutMs: 5000,
      maxConcurrentJobs: 4,
      workerName: 'mine',
      tenantIds: ['a', 'b'],
      lockExtension: false,
      concurrency: 'adaptive',
      startupJitterMaxSeconds: 0.5,
    });
  });

  it('takes the tenants of the whole client where a worker has none of its own', () => {
    const settings = { CAMUNDA_TENANT_IDS: ['x', 'y'] };
    expect(resolve({}, settings).tenantIds).toEqual(['x', 'y']);
    expect(resolve({}, { CAMUNDA_TENANT_IDS: 'x, y' }).tenantIds).toEqual(['x', 'y']);
    expect(resolve({}, { CAMUNDA_WORKER_TENANT_IDS: 'z' }).tenantIds).toEqual(['z']);
    expect(resolve({ tenantIds: ['own'] }, settings).tenantIds).toEqual(['own']);
    expect(resolve({ tenantFilter: 'ASSIGNED', tenantIds: [] }, settings).tenantFilter).toBe('ASSIGNED');
  });

  it('takes an empty setting for none', () => {
    expect(resolve({}, { CAMUNDA_WORKER_TIMEOUT: '', CAMUNDA_WORKER_NAME: '' })).toMatchObject({
      jobTimeoutMs: 30_000,
      workerName: 'camunda-typescript-sdk-worker',
    });
  });

  it.each([
    [{ jobType: '' }, 'jobType'],
    [{ jobTimeoutMs: 0 }, 'jobTimeoutMs'],
    [{ jobTimeoutMs: Number.NaN }, 'jobTimeoutMs'],
    [{ maxConcurrentJobs: -1 }, 'maxConcurrentJobs'],
    [{ maxConcurrentJobs: 1.5 }, 'maxConcurrentJobs'],
    [{ maxConcurrentJobs: '10' }, 'maxConcurrentJobs'],
    [{ refillThreshold: 2 }, 'refillThreshold'],
    [{ workerName: ' ' }, 'workerName'],
    [{ tenantIds: [''] }, 'tenantIds'],
    [{ tenantFilter: 'ALL' }, 'tenantFilter'],
    [{ tenantFilter: 'ASSIGNED', tenantIds: ['a'] }, 'tenantFilter'],
    [{ fetchVariables: 'a' }, 'fetchVariables'],
    [{ inputSchema: {} }, 'inputSchema'],
    [{ poolSize: 0 }, 'poolSize'],
    [{ maxJobsPerPoll: 0 }, 'maxJobsPerPoll'],
    [{ handleSignals: 'maybe' }, 'handleSignals'],
    [{ jobTimeoutMs: null }, 'jobTimeoutMs'],
    [{ inputSchema: null }, 'inputSchema'],
    [{ maxConcurrentJob: 5 }, 'maxConcurrentJob'],
  ])('refuses %o, naming %s', (config, option) => {
    let error: unknown;
    try {
      resolve(config as never);
    } catch (thrown) {
      error = thrown;
    }
    expect(WorkerConfigError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ option, message: expect.stringContaining(option) });
  });

  it('names the setting too, and what is expected', () => {
    expect(() => resolve({}, { CAMUNDA_WORKER_TIMEOUT: 'soon' })).toThrow(
      'jobTimeoutMs: CAMUNDA_WORKER_TIMEOUT (environment) is "soon"; expected a whole number of milliseconds, 1 to 2147483647, in digits',
    );
    expect(() => resolve({ jobTimeoutMs: 'soon' as never })).toThrow(
      'jobTimeoutMs (CAMUNDA_WORKER_TIMEOUT) must be a whole number from 1 to 2147483647, not "soon"',
    );
  });

  it('lets the code decide between a list of tenants and all that are assigned', () => {
    const isAssigned = { CAMUNDA_WORKER_TENANT_FILTER: 'ASSIGNED', CAMUNDA_TENANT_IDS: 'a' };
    expect(resolve({}, isAssigned)).toMatchObject({ tenantFilter: 'ASSIGNED', tenantIds: undefined });
    expect(resolve({ tenantIds: ['b'] }, isAssigned)).toMatchObject({
      tenantFilter: undefined,
      tenantIds: ['b'],
    });
    expect(resolve({ tenantFilter: 'ASSIGNED' }, { CAMUNDA_TENANT_IDS: 'a' }).tenantIds).toBeUndefined();
  });

  it('lets a schema count for more than the setting of variables to fetch', () => {
    const settings = { CAMUNDA_WORKER_FETCH_VARIABLES: 'c' };
    expect(resolve({}, settings).fetchVariables).toEqual(['c']);
    expect(resolve({ fetchVariables: [] }, settings).fetchVariables).toBeUndefined();
    expect(resolve({ inputSchema: z.object({ a: z.string() }) as never }, settings).fetchVariables).toEqual([
      'a',
    ]);
  });

  it.each([
    ['valibot', v.object({ a: v.string(), b: v.optional(v.number()) })],
    ['valibot, strict', v.strictObject({ a: v.string(), b: v.optional(v.number()) })],
    ['zod', z.object({ a: z.string(), b: z.number().optional() })],
    ['zod, strict', z.strictObject({ a: z.string(), b: z.number().optional() })],
    ['arktype', type({ a: 'string', 'b?': 'number' })],
  ])('fetches the variables that an object schema of %s names', (_, inputSchema) => {
    expect(resolve({ inputSchema: inputSchema as never }).fetchVariables).toEqual(['a', 'b']);
    expect(resolve({ inputSchema: inputSchema as never, fetchVariables: ['c'] }).fetchVariables).toEqual([
      'c',
    ]);
    expect(resolve({ inputSchema: inputSchema as never, fetchVariables: [] }).fetchVariables).toBeUndefined();
  });

  it.each([
    ['no member', v.object({})],
    ['valibot', v.looseObject({ a: v.string() })],
    ['zod', z.looseObject({ a: z.string() })],
    ['arktype', type({ a: 'string', '[string]': 'unknown' })],
    ['no object', z.record(z.string(), z.string())],
  ])('fetches all variables for a schema of %s that takes others too', (_, inputSchema) => {
    expect(resolve({ inputSchema: inputSchema as never }).fetchVariables).toBeUndefined();
  });
});
