import { describe, expect, it } from 'vitest';
import { readActivatedJobs } from './read-activated-jobs.ts';

describe('readActivatedJobs', () => {
  it.each([[undefined], [null], ['text'], [[]], [{}], [{ jobs: 'none' }], [{ jobs: { 0: {} } }]])(
    'finds no job in %o, and does not throw',
    (answer) => {
      expect(readActivatedJobs(answer)).toEqual([]);
    },
  );

  it('takes whatever has a key for a job, and nothing else', () => {
    const jobs = [{ jobKey: '1' }, { type: 'work' }, null, 'text', { jobKey: 2 }, { jobKey: 3n }];
    expect(readActivatedJobs({ jobs }).map(({ jobKey }) => jobKey)).toEqual(['1', '2', '3']);
  });

  it('passes on what newer clusters say', () => {
    const more = {
      ...{ tags: ['a'], priority: 7, businessId: 'b', leaseToken: 'l', physicalTenantId: 'p' },
      ...{ rootProcessInstanceKey: '9', userTask: { action: 'assign' }, customHeaders: { url: 'x' } },
      ...{ kind: 'TASK_LISTENER', listenerEventType: 'COMPLETING', retries: 2, deadline: 5 },
    };
    expect(readActivatedJobs({ jobs: [{ jobKey: '1', ...more }] })).toMatchObject([more]);
  });

  it('has a neutral value for what is missing or of another type', () => {
    const jobs = [{ jobKey: '1', tags: 'a', userTask: [], variables: null, retries: 'three' }];
    expect(readActivatedJobs({ jobs })).toMatchObject([
      { tags: [], userTask: null, variables: {}, retries: 0, leaseToken: null, kind: 'BPMN_ELEMENT' },
    ]);
  });
});
