import { CamundaError } from '@camunda/core';

/** What a refused value was, without showing it. */
export function refuse(expectation: string, given: unknown): CamundaError {
  const kind =
    typeof given === 'number' || given === null
      ? String(given)
      : typeof given === 'object'
        ? tagOf(given)
        : typeof given;
  return new CamundaError(`${expectation}, not ${kind}`, { code: 'INPUT_INVALID' });
}

/** Objects as they are written, and instances of classes; no lists, maps, dates, functions. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && tagOf(value) === 'Object';
}

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
