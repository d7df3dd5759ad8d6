import { describe, expect, it } from 'vitest';
import type { ActivatedJob } from './activated-job.ts';
import { readActivatedJobs } from './read-activated-jobs.ts';

function read(answer: unknown): ActivatedJob[] {
  return readActivatedJobs(answer, () => undefined);
}

describe('readActivatedJobs', () => {
  it.each([
    [undefined, 'it is undefined'],
    [null, 'it is null'],
    ['text', 'it is a string'],
    [[], 'it is an array'],
    [{}, 'jobs is undefined'],
    [{ jobs: null }, 'jobs is null'],
    [{ jobs: { 0: {} } }, 'jobs is a plain object'],
  ])('says what is wrong with an answer without a list of jobs: %o', (answer, what) => {
    expect(() => read(answer)).toThrow(`must have a list under jobs, but ${what}`);
  });

  it('takes whatever has a key for a job, and nothing else', () => {
    const jobs = [{ jobKey: '1' }, { type: 'work' }, null, 'text', { jobKey: 2 }, { jobKey: 3n }];
    const keyless: number[] = [];
    const found = readActivatedJobs({ jobs }, (count) => keyless.push(count));
    expect(found.map(({ jobKey }) => jobKey)).toEqual(['1', '2', '3']);
    expect(keyless).toEqual([3]);
  });

  it('reads numbers that came as text', () => {
    const jobs = [{ jobKey: '1', retries: '3', deadline: '1767225600000', priority: 5n }];
    expect(read({ jobs })).toMatchObject([{ retries: 3, deadline: 1_767_225_600_000, priority: 5 }]);
  });

  it('passes on what newer clusters say', () => {
    const more = {
      ...{ tags: ['a'], priority: 7, businessId: 'b', leaseToken: 'l', physicalTenantId: 'p' },
      ...{ rootProcessInstanceKey: '9', userTask: { action: 'assign' }, customHeaders: { url: 'x' } },
      ...{ kind: 'TASK_LISTENER', listenerEventType: 'COMPLETING', retries: 2, deadline: 5 },
    };
    expect(read({ jobs: [{ jobKey: '1', ...more }] })).toMatchObject([more]);
  });

  it('has a neutral value for what is missing or of another type', () => {
    const jobs = [{ jobKey: '1', tags: 'a', userTask: [], variables: null, retries: 'three' }];
    expect(read({ jobs })).toMatchObject([
      { tags: [], userTask: null, variables: {}, retries: 0, leaseToken: null, kind: 'BPMN_ELEMENT' },
    ]);
  });
});
