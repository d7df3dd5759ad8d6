import { CamundaError, errorBrand } from '@camunda/core';
import { HttpError, NetworkError } from '@camunda/transport';
import { describe, expect, it } from 'vitest';
import { failureMessage } from '../failure-message.ts';
import { JobFailure } from '../job-failure.ts';
import { fromPortableError, toPortableError } from './portable-error.ts';

/** The way to another thread or process, as both kinds of channel copy what they carry. */
const cross = (error: unknown): Error => fromPortableError(structuredClone(toPortableError(error)));

class UnknownThereError extends CamundaError {
  readonly detail = { a: [1] };
  readonly tell = (): string => 'a function cannot cross';
  get [errorBrand('UnknownThereError')](): true {
    return true;
  }
}

describe('an error that crosses to another thread', () => {
  it('keeps its class, code, status, members and stack', () => {
    const error = new HttpError({ operationId: 'getTopology', status: 404, attempts: 2 });
    const there = cross(error);
    expect(there).toBeInstanceOf(HttpError);
    expect(HttpError.isInstance(there)).toBe(true);
    expect(NetworkError.isInstance(there)).toBe(false);
    expect(there).toMatchObject({ name: 'HttpError', message: error.message, stack: error.stack });
    expect(there).toMatchObject({ code: 'HTTP_ERROR', status: 404, attempts: 2 });
  });

  it('keeps its brands where its class is not known, and leaves out what cannot cross', () => {
    const there = cross(new UnknownThereError('odd', { code: 'ODD' }));
    expect(CamundaError.isInstance(there)).toBe(true);
    expect(Reflect.get(there, errorBrand('UnknownThereError'))).toBe(true);
    expect(there).toMatchObject({ name: 'UnknownThereError', code: 'ODD', detail: { a: [1] } });
    expect(there).not.toHaveProperty('tell');
  });

  it('keeps the errors of an AggregateError', () => {
    const there = cross(new AggregateError([new TypeError('one'), 'two'], 'all of them failed'));
    expect(there).toBeInstanceOf(AggregateError);
    expect(failureMessage(there)).toContain('one of 2: TypeError: one\none of 2: Error: two');
    expect(Object.keys(there)).not.toContain('errors');
  });

  it('keeps what a failure of a job says', () => {
    const there = cross(new JobFailure('later', { retries: 2, retryBackOffMs: 10, variables: { n: 1n } }));
    expect(JobFailure.isInstance(there)).toBe(true);
    expect(there).toMatchObject({ retries: 2, retryBackOffMs: 10, variables: { n: 1n } });
  });

  it('keeps its causes, even where they go in circles', () => {
    const cause = new TypeError('below');
    const there = cross(new Error('above', { cause }));
    expect(there.cause).toBeInstanceOf(TypeError);
    expect(there.cause).toMatchObject({ message: 'below' });
    cause.cause = cause;
    expect(cross(cause).cause).toMatchObject({ message: 'below' });
  });

  it.each([
    ['text', 'text'],
    [{ a: 1 }, 'the handler threw {"a":1}'],
    [undefined, 'the handler threw undefined'],
    [10n, 'the handler threw [object BigInt]'],
  ])('is made where something else was thrown: %o', (thrown, message) => {
    expect(cross(thrown).message).toBe(message);
  });
});
