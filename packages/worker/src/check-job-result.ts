import { describeValue, findJsonFault, isPlainObject } from './find-json-fault.ts';
import type { JobResult } from './job-result.ts';
import { JobValidationError } from './job-validation-error.ts';

const TYPES: { readonly [Type in JobResult['type']]: true } = { userTask: true, adHocSubProcess: true };

/**
 * Looks at the second argument of `job.complete` before it is sent: what JSON cannot hold would be lost on the way, and a
 * cluster may take a result of a type that it does not know for none.
 *
 * @throws JobValidationError
 */
export function checkJobResult(result: JobResult | undefined): void {
  const given: unknown = result;
  if (given === undefined) return;
  if (!isPlainObject(given))
    throw invalid('', `expected a plain object or nothing, got ${describeValue(given)}`);
  const { type } = given;
  if (typeof type !== 'string' || !Object.hasOwn(TYPES, type)) {
    const got = typeof type === 'string' ? JSON.stringify(type) : describeValue(type);
    throw invalid('type', `expected one of ${Object.keys(TYPES).join(', ')}, got ${got}`);
  }
  const fault = findJsonFault(given);
  if (fault) throw invalid(fault.path, fault.problem);
}

function invalid(path: string, message: string): JobValidationError {
  return new JobValidationError('jobResult', [{ path, message }]);
}
