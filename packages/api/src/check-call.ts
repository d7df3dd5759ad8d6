import { CamundaError, didYouMean } from '@camunda/core';
import { checkConsistency } from './consistency/check-consistency.ts';
import type { ConsistencyOptions } from './consistency/consistency-options.ts';
import { isObject, refuse } from './refuse.ts';

const OPTIONS: readonly string[] = [
  'as',
  'callerStack',
  'consistency',
  'correlationId',
  'retry',
  'signal',
  'timeoutMs',
];

/**
 * Looks at what a call was given, for programs in JavaScript: whatever has no members of its own would be sent as nothing.
 *
 * @throws {CamundaError} code `INPUT_INVALID`: the input or the options are no objects, or an option does not exist
 */
export function checkCall(operationId: string, input: unknown, options: unknown): void {
  if (!isObject(input)) throw refuse(`The input of ${operationId} has to be an object`, input);
  if (!isObject(options)) throw refuse(`The options of ${operationId} have to be an object`, options);
  for (const name of Object.keys(options)) {
    if (OPTIONS.includes(name)) continue;
    const meant = didYouMean(name, OPTIONS);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    throw new CamundaError(`${name} is no option of ${operationId}${hint}; there are ${OPTIONS.join(', ')}`, {
      code: 'INPUT_INVALID',
    });
  }
  const consistency: unknown = Reflect.get(options, 'consistency');
  if (consistency !== undefined) checkConsistency(operationId, consistency as ConsistencyOptions<never>);
}
