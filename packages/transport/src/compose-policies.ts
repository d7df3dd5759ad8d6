import type { NextPolicy, Policy } from './policy.ts';

/**
 * Chains policies: the first is the outermost. The chain is built once, so that a call costs one function call per policy.
 *
 * @throws {TypeError} the chain is empty, or its last policy calls `next`
 */
export function composePolicies(policies: readonly Policy[]): NextPolicy {
  const end: NextPolicy = () =>
    Promise.reject(new TypeError('No policy sends the call: the last policy of `policies` has to send it'));
  return policies.reduceRight<NextPolicy>(
    (next, policy) => (request) => {
      try {
        return policy.handle(request, next);
      } catch (error) {
        // A policy need not be an async function.
        return Promise.reject(error);
      }
    },
    end,
  );
}
