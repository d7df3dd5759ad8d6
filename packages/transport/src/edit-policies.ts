import type { Policy } from './policy.ts';

/**
 * A list with `policy` before the one called `name`.
 *
 * @throws {RangeError} no policy has that name
 */
export function insertBefore(policies: readonly Policy[], name: string, policy: Policy): readonly Policy[] {
  return policies.toSpliced(indexOf(policies, name), 0, policy);
}

/**
 * A list with `policy` after the one called `name`.
 *
 * @throws {RangeError} no policy has that name
 */
export function insertAfter(policies: readonly Policy[], name: string, policy: Policy): readonly Policy[] {
  return policies.toSpliced(indexOf(policies, name) + 1, 0, policy);
}

/**
 * A list with `policy` instead of the one called `name`.
 *
 * @throws {RangeError} no policy has that name
 */
export function replacePolicy(policies: readonly Policy[], name: string, policy: Policy): readonly Policy[] {
  return policies.toSpliced(indexOf(policies, name), 1, policy);
}

/**
 * A list without the one called `name`.
 *
 * @throws {RangeError} no policy has that name
 */
export function removePolicy(policies: readonly Policy[], name: string): readonly Policy[] {
  return policies.toSpliced(indexOf(policies, name), 1);
}

function indexOf(policies: readonly Policy[], name: string): number {
  const index = policies.findIndex((policy) => policy.name === name);
  if (index < 0) {
    throw new RangeError(
      `No policy is called ${name}; there are ${policies.map((policy) => policy.name).join(', ')}`,
    );
  }
  return index;
}
