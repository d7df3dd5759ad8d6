import { describe, expect, it } from 'vitest';
import { JobError } from './job-error.ts';
import { JobFailure } from './job-failure.ts';

describe('JobFailure', () => {
  it.each([
    [{ retries: -1 }, 'retries must be a whole number from 0 to 2147483647, not -1'],
    [{ retries: 2 ** 31 }, 'retries must be a whole number from 0 to 2147483647, not 2147483648'],
    [{ retryBackOffMs: 0.5 }, 'retryBackOffMs must be a whole number'],
    [{ retryBackOff: 5 }, 'there is no option retryBackOff; did you mean retryBackOffMs?'],
    [null, 'the options must be an object, not null'],
  ])('refuses %j', (options, message) => {
    expect(() => new JobFailure('later', options as never)).toThrow(`JobFailure: ${message}`);
  });
});

describe('JobError', () => {
  it.each([
    ['', 'not an empty one'],
    [5, 'not a number'],
    [undefined, 'not undefined'],
  ])('refuses the code %j', (code, message) => {
    expect(() => new JobError(code as never)).toThrow(message);
  });
});
