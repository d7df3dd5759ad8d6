import { isObject, refuse } from '../refuse.ts';
import type { ConsistencyOptions } from './consistency-options.ts';

/** @throws {CamundaError} code `INPUT_INVALID`: a member is missing or of another kind */
export function checkConsistency(operationId: string, consistency: ConsistencyOptions<never>): void {
  const where = `of ${operationId} has to be`;
  if (!isObject(consistency)) throw refuse(`consistency ${where} an object`, consistency);
  const { waitUpToMs, pollIntervalMs } = consistency;
  if (typeof waitUpToMs !== 'number' || !(waitUpToMs >= 0))
    throw refuse(`consistency.waitUpToMs ${where} a number of milliseconds from 0 on`, waitUpToMs);
  if (pollIntervalMs !== undefined && (typeof pollIntervalMs !== 'number' || !(pollIntervalMs >= 0)))
    throw refuse(`consistency.pollIntervalMs ${where} a number of milliseconds from 0 on`, pollIntervalMs);
  for (const name of ['predicate', 'onAttempt', 'onComplete'] as const) {
    const callback = consistency[name];
    if (callback !== undefined && typeof callback !== 'function')
      throw refuse(`consistency.${name} ${where} a function`, callback);
  }
}
