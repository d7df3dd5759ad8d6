/** How all pages of a search are fetched. */
export interface PaginateOptions {
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
  signal: AbortSignal | undefined,
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
  options: PaginateOptions = {},
): Paginated<Item, Page> {
  const pages = () =>
    walk(fetchPage, (input ?? {}) as Record<string, unknown>, options) as AsyncGenerator<SearchPage>;
  async function* items(): AsyncGenerator<Item> {
    const { limit = Number.POSITIVE_INFINITY } = options;
    let given = 0;
    if (limit <= 0) return;
    for await (const page of pages()) {
      for (const item of page.items) {
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
  options: PaginateOptions,
): AsyncGenerator<SearchPage> {
  const {
    limit = Number.POSITIVE_INFINITY,
    maxPages = Number.POSITIVE_INFINITY,
    prefetch = false,
    signal,
  } = options;
  let request: PageRequest | undefined = firstRequest(input, options);
  const isFromStart =
    request.after === undefined && request.before === undefined && request.from === undefined;
  let seen = 0;
  let pending: Promise<SearchPage> | undefined;
  for (let number = 0; number < maxPages && request !== undefined && seen < limit; number += 1) {
    signal?.throwIfAborted();
    const current: SearchPage = await (pending ?? fetchPage({ ...input, page: request }, signal));
    pending = undefined;
    seen += current.items.length;
    request = nextRequest(request, current, isFromStart ? seen : undefined);
    if (prefetch && request !== undefined && number + 1 < maxPages && seen < limit) {
      pending = fetchPage({ ...input, page: request }, signal);
      // Somebody who stops here never looks at it: its failure must not count as unhandled.
      pending.catch(() => undefined);
    }
    yield current;
  }
}

interface PageRequest {
  readonly limit?: number | undefined;
  readonly from?: number | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

function firstRequest(input: Record<string, unknown>, { pageSize, limit }: PaginateOptions): PageRequest {
  const given = (input.page ?? {}) as PageRequest;
  if (pageSize !== undefined) return { ...given, limit: pageSize };
  // Who wants three items does not need a page of a hundred.
  if (given.limit === undefined && limit !== undefined && limit < 100 && limit > 0)
    return { ...given, limit };
  return given;
}

/** `undefined` after the last page. `seen` counts the items from the first of all on, where the walk began there. */
function nextRequest(
  request: PageRequest,
  { items, page }: SearchPage,
  seen: number | undefined,
): PageRequest | undefined {
  if (items.length === 0) return undefined;
  const { limit } = request;
  const size = limit === undefined ? {} : { limit };
  if (request.before !== undefined) {
    return page?.startCursor ? { ...size, before: page.startCursor } : undefined;
  }
  // A total that the cluster stopped counting at is no total.
  const total = page?.hasMoreTotalItems === true ? undefined : page?.totalItems;
  if (total !== undefined && seen !== undefined && seen >= total) return undefined;
  if (request.from === undefined && page?.endCursor) {
    return page.endCursor === request.after ? undefined : { ...size, after: page.endCursor };
  }
  const from = (request.from ?? 0) + items.length;
  if (total !== undefined && from >= total) return undefined;
  if (total === undefined && limit !== undefined && items.length < limit) return undefined;
  return { ...size, from };
}
