import { CamundaError } from '@camunda/core';
import type { OperationOptions } from './call-types.ts';
import type { PaginateOptions } from './paginate.ts';
import { refuse } from './refuse.ts';

/** How many items a page of the cluster holds when nobody says. */
export const DEFAULT_PAGE_SIZE = 100;

/** The options of paging with everything decided, apart from those of the single calls. */
export interface ResolvedPaginateOptions {
  readonly limit: number;
  readonly maxPages: number;
  readonly pageSize: number | undefined;
  readonly prefetch: boolean;
  readonly callOptions: OperationOptions;
}

/** @throws {CamundaError} code `INPUT_INVALID`: a number is not one that can be counted to */
export function resolvePaginateOptions(options: PaginateOptions | null = {}): ResolvedPaginateOptions {
  const { limit, maxPages, pageSize, prefetch = false, ...callOptions } = options ?? {};
  // A wait for one page is not a wait for all of them.
  if ('consistency' in callOptions)
    throw new CamundaError('paginate takes no consistency: wait with a call of the search itself', {
      code: 'INPUT_INVALID',
    });
  return {
    limit: count('limit', limit, 0) ?? Number.POSITIVE_INFINITY,
    maxPages: count('maxPages', maxPages, 0) ?? Number.POSITIVE_INFINITY,
    pageSize: count('pageSize', pageSize, 1, Number.MAX_SAFE_INTEGER),
    prefetch,
    callOptions,
  };
}

function count(
  name: string,
  value: number | undefined,
  least: number,
  most = Number.POSITIVE_INFINITY,
): number | undefined {
  if (value === undefined) return undefined;
  const isWhole = Number.isInteger(value) || value === Number.POSITIVE_INFINITY;
  if (isWhole && value >= least && value <= most) return value;
  throw refuse(`${name} of paginate has to be a whole number from ${least} on`, value);
}
