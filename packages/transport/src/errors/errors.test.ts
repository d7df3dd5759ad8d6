import { CamundaError } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import {
  BackpressureError,
  CallError,
  ClosedError,
  HttpError,
  NetworkError,
  ResponseError,
  TimeoutError,
  ValidationError,
} from '../index.ts';

const operationId = 'completeJob';
const errors = {
  HttpError: new HttpError({ operationId, status: 404, body: { secret: 'variables' } }),
  NetworkError: new NetworkError({ operationId, summary: 'connection refused', address: 'http://a' }),
  TimeoutError: new TimeoutError({ operationId, timeoutMs: 1, scope: 'call' }),
  ValidationError: new ValidationError('no', { operationId }),
  ResponseError: new ResponseError({
    operationId,
    status: 200,
    contentType: 'text/html',
    summary: 'with HTML',
  }),
  BackpressureError: new BackpressureError({ operationId, waiting: 3 }),
  ClosedError: new ClosedError({ operationId }),
} as const;
const classes = {
  HttpError,
  NetworkError,
  TimeoutError,
  ValidationError,
  ResponseError,
  BackpressureError,
  ClosedError,
} as const;

describe('the errors of calls', () => {
  it.each(Object.entries(errors))(
    '%s is recognised as itself, as a CallError, and as no sibling',
    (name, error) => {
      for (const [other, errorClass] of Object.entries(classes))
        expect(errorClass.isInstance(error)).toBe(other === name);
      expect(CallError.isInstance(error)).toBe(true);
      expect(CamundaError.isInstance(error)).toBe(true);
      expect(error.name).toBe(name);
      expect(error.code).toMatch(/^[A-Z_]+$/);
      expect(error.operationId).toBe('completeJob');
    },
  );

  it('have codes of their own', () => {
    const codes = Object.values(errors).map((error) => error.code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('are not recognised in what is none', () => {
    for (const errorClass of Object.values(classes)) {
      for (const value of [undefined, null, 'x', {}, new Error('x')])
        expect(errorClass.isInstance(value)).toBe(false);
    }
  });

  it('keep the body of an answer out of logs', () => {
    expect(errors.HttpError.body).toEqual({ secret: 'variables' });
    expect(JSON.stringify(errors.HttpError)).not.toContain('variables');
  });
});
