import { ValidationError } from './errors/validation-error.ts';

/** @throws {ValidationError} the value is no time */
export function positiveMilliseconds(parameter: string, value: number, operationId: string): number {
  if (typeof value === 'number' && value > 0) return value;
  throw new ValidationError(
    `${parameter} of ${operationId} has to be more than 0 milliseconds, not ${value}`,
    {
      operationId,
      parameter,
    },
  );
}
