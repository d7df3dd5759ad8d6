import { CamundaError } from '@camunda/core';
import type { OperationOptions } from './call-types.ts';
import {
  DEFAULT_PAGE_SIZE,
  type ResolvedPaginateOptions,
  resolvePaginateOptions,
} from './resolve-paginate-options.ts';

/** How all pages of a search are fetched. The other members hold for the call of each page. */
export interface PaginateOptions extends OperationOptions {
  /** The most items to give, over all pages. @default all there are */
  readonly limit?: number | undefined;
  /** The most pages to fetch. @default all there are */
  readonly maxPages?: number | undefined;
  /** How many items a page holds; the input's `page.limit` says the same. @default the cluster's, which is 100 */
  readonly pageSize?: number | undefined;
  /** Fetches the next page while the current one is in use. @default false */
  readonly prefetch?: boolean | undefined;
  /** Ends the iteration at once; it rejects with the signal's reason. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** All items of a search. Every `for await` starts a new search from the first page. */
export interface Paginated<Item, Page> extends AsyncIterable<Item> {
  /** The pages as the cluster gave them. */
  pages(): AsyncIterableIterator<Page>;
  /** All items in one array. */
  toArray(): Promise<Item[]>;
}

/** Fetches one page. */
export type FetchPage = (
  input: Record<string, unknown>,
  callOptions: OperationOptions,
) => Promise<SearchPage>;

/** The parts of an answer that paging looks at. */
export interface SearchPage {
  readonly items: readonly unknown[];
  readonly page?: {
    readonly totalItems?: number | undefined;
    readonly hasMoreTotalItems?: boolean | undefined;
    readonly endCursor?: string | null | undefined;
    readonly startCursor?: string | null | undefined;
  };
}

/**
 * Goes through all pages of a search: by cursor where the cluster gives one, else by offset. An input whose `page` names `before`
 * goes backwards; one that names `from` goes by offset.
 */
export function paginate<Item, Page>(
  fetchPage: FetchPage,
  input: unknown,
  options?: PaginateOptions | null,
): Paginated<Item, Page> {
  const resolved = resolvePaginateOptions(options);
  const { limit, callOptions } = resolved;
  const pages = () => walk(fetchPage, (input ?? {}) as Record<string, unknown>, resolved);
  async function* items(): AsyncGenerator<Item> {
    let given = 0;
    if (limit === 0) return;
    for await (const page of pages()) {
      for (const item of page.items) {
        callOptions.signal?.throwIfAborted();
        yield item as Item;
        given += 1;
        if (given >= limit) return;
      }
    }
  }
  return {
    [Symbol.asyncIterator]: items,
    pages: pages as () => AsyncIterableIterator<never>,
    async toArray() {
      const all: Item[] = [];
      for await (const item of items()) all.push(item);
      return all;
    },
  };
}

async function* walk(
  fetchPage: FetchPage,
  input: Record<string, unknown>,
  options: ResolvedPaginateOptions,
): AsyncGenerator<SearchPage> {
  const { limit, maxPages, prefetch, callOptions } = options;
  const { signal } = callOptions;
  const nextPage = nextPageOf(input);
  let request: PageRequest | undefined = firstRequest(input, options);
  let seen = 0;
  let ahead: PageAhead | undefined;
  try {
    for (let number = 0; number < maxPages && request !== undefined && seen < limit; number += 1) {
      signal?.throwIfAborted();
      const fetched = ahead?.page ?? fetchPage({ ...input, page: request }, callOptions);
      const current: SearchPage = checkPage(await fetched);
      ahead = undefined;
      seen += current.items.length;
      request = nextPage(request, current, seen);
      if (prefetch && request !== undefined && number + 1 < maxPages && seen < limit)
        ahead = fetchAhead(fetchPage, { ...input, page: request }, callOptions);
      yield current;
    }
  } finally {
    ahead?.cancel();
  }
}

interface PageAhead {
  readonly page: Promise<SearchPage>;
  readonly cancel: () => void;
}

function fetchAhead(
  fetchPage: FetchPage,
  input: Record<string, unknown>,
  callOptions: OperationOptions,
): PageAhead {
  const left = new AbortController();
  const { signal } = callOptions;
  const either = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]);
  const page = fetchPage(input, { ...callOptions, signal: either });
  // Somebody who stops here never looks at it: its failure must not count as unhandled.
  page.catch(() => undefined);
  return { page, cancel: () => left.abort() };
}

/** Answers that were let through without being compared with the specification. */
function checkPage(page: SearchPage): SearchPage {
  if (Array.isArray(page?.items)) return page;
  throw new CamundaError('A page of a search has no list of items', { code: 'RESPONSE_INVALID' });
}

interface PageRequest {
  readonly limit?: number | undefined;
  readonly from?: number | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

function firstRequest(
  input: Record<string, unknown>,
  { pageSize, limit }: ResolvedPaginateOptions,
): PageRequest {
  const given = (input.page ?? {}) as PageRequest;
  if (pageSize !== undefined) return { ...given, limit: pageSize };
  // Who wants three items does not need a page of a hundred.
  if (given.limit === undefined && limit < DEFAULT_PAGE_SIZE && limit > 0) return { ...given, limit };
  return given;
}

/** Gives the request of the page after one, and `undefined` after the last; `seen` counts the items so far. */
function nextPageOf(
  input: Record<string, unknown>,
): (request: PageRequest, page: SearchPage, seen: number) => PageRequest | undefined {
  const given = (input.page ?? {}) as PageRequest;
  const isFromStart = given.after === undefined && given.before === undefined && given.from === undefined;
  const followed = new Set<string>();
  // A cursor that comes again would lead round in a circle.
  const follow = (cursor: string | null | undefined, direction: 'after' | 'before', size: PageRequest) => {
    if (!cursor || followed.has(cursor)) return undefined;
    followed.add(cursor);
    return { ...size, [direction]: cursor };
  };
  return (request, { items, page }, seen) => {
    if (items.length === 0) return undefined;
    const { limit } = request;
    const size = limit === undefined ? {} : { limit };
    if (request.before !== undefined) return follow(page?.startCursor, 'before', size);
    // A total that the cluster stopped counting at is no total.
    const total = page?.hasMoreTotalItems === true ? undefined : page?.totalItems;
    const isComplete = isFromStart && total !== undefined && seen >= total;
    if (request.from === undefined && page?.endCursor) {
      // Items that left the search meanwhile make the total smaller, not the rest: only a page with room is the last.
      if (isComplete && items.length < (limit ?? DEFAULT_PAGE_SIZE)) return undefined;
      return follow(page.endCursor, 'after', size);
    }
    const from = (request.from ?? 0) + items.length;
    if (total !== undefined && from >= total) return undefined;
    if (total === undefined && items.length < (limit ?? DEFAULT_PAGE_SIZE)) return undefined;
    return { ...size, from };
  };
}
