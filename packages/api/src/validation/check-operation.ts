import { schemas } from '../generated/schemas.ts';
import type { SplitInput } from '../split-input.ts';
import type { ValidationFinding } from './camunda-validation-error.ts';
import { findDifferences } from './find-differences.ts';

/** Compares the input of an operation with the specification. */
export function checkRequest(
  operationId: string,
  input: SplitInput,
  isFanatical: boolean,
): ValidationFinding[] {
  const { path, query, body } = schemas[operationId] ?? {};
  const rules = { unknownMembers: isFanatical, unknownValues: true };
  return [
    ...(path ? findDifferences(path(), input.path, rules) : []),
    ...(query ? findDifferences(query(), input.query, rules) : []),
    ...(body ? findDifferences(body(), input.body ?? {}, rules) : []),
  ];
}

/** Compares the answer of an operation with the specification. */
export function checkResponse(
  operationId: string,
  result: unknown,
  isFanatical: boolean,
): ValidationFinding[] {
  const { response } = schemas[operationId] ?? {};
  // Where an answer may be empty, there is nothing to compare.
  if (response === undefined || result === undefined) return [];
  return findDifferences(response(), result, { unknownMembers: isFanatical, unknownValues: isFanatical });
}
