import { describe, expect, it } from 'vitest';
import { scriptedTransport } from '../test/scripted-transport.ts';
import { createApiClient } from './index.ts';

interface Page {
  readonly limit?: number;
  readonly from?: number;
  readonly after?: string;
  readonly before?: string;
}

/** Answers searches out of numbered users, as a cluster does. */
function userDirectory(total: number, mode: 'cursor' | 'offset', hasMoreTotalItems = false) {
  return scriptedTransport(({ input }) => {
    const { page = {} } = (input.body ?? {}) as { page?: Page };
    const start = page.from ?? (page.after === undefined ? 0 : Number(page.after));
    const end = Math.min(total, start + (page.limit ?? 100));
    const items = Array.from({ length: Math.max(0, end - start) }, (_, index) => ({
      username: String(start + index),
    }));
    const endCursor = mode === 'cursor' && items.length > 0 ? String(end) : null;
    const totalItems = hasMoreTotalItems ? Math.min(total, 10) : total;
    return { items, page: { totalItems, hasMoreTotalItems, startCursor: null, endCursor } };
  });
}

describe('paginate', () => {
  it.each([
    ['cursor', 0, 1],
    // A full page may not be the last, whatever the total says.
    ['cursor', 100, 2],
    ['cursor', 250, 3],
    ['offset', 250, 3],
    ['offset', 200, 2],
  ] as const)('fetches all items by %s: %i in %i pages', async (mode, total, pages) => {
    const transport = userDirectory(total, mode);
    const all = await createApiClient(transport).searchUsers.paginate().toArray();
    expect(all.map(({ username }) => Number(username))).toEqual(
      Array.from({ length: total }, (_, index) => index),
    );
    expect(transport.calls).toHaveLength(pages);
  });

  it('goes on where the cluster stopped counting', async () => {
    const all = await createApiClient(userDirectory(250, 'cursor', true))
      .searchUsers.paginate()
      .toArray();
    expect(all).toHaveLength(250);
  });

  it('asks for no more than is wanted', async () => {
    const transport = userDirectory(250, 'cursor');
    const client = createApiClient(transport);
    expect(await client.searchUsers.paginate({}, { limit: 3 }).toArray()).toHaveLength(3);
    expect(transport.calls[0]?.input.body).toMatchObject({ page: { limit: 3 } });
    expect(await client.searchUsers.paginate({}, { maxPages: 2, pageSize: 20 }).toArray()).toHaveLength(40);
    expect(transport.calls).toHaveLength(3);
  });

  it('stops fetching when the loop ends', async () => {
    const transport = userDirectory(1000, 'cursor');
    for await (const { username } of createApiClient(transport).searchUsers.paginate())
      if (username === '120') break;
    expect(transport.calls).toHaveLength(2);
  });

  it('gives the pages themselves, and fetches one ahead when asked to', async () => {
    const transport = userDirectory(250, 'cursor');
    const seen: number[] = [];
    for await (const page of createApiClient(transport)
      .searchUsers.paginate({}, { prefetch: true })
      .pages()) {
      expect(page.items.length).toBeGreaterThan(0);
      seen.push(transport.calls.length);
    }
    expect(seen).toEqual([2, 3, 3]);
  });

  it('keeps the filter, and does not change the input', async () => {
    const transport = userDirectory(250, 'cursor');
    const input = Object.freeze({
      filter: Object.freeze({ name: 'a' }),
      page: Object.freeze({ limit: 200 }),
    });
    await createApiClient(transport).searchUsers.paginate(input).toArray();
    expect(transport.calls.map(({ input: sent }) => sent.body)).toEqual([
      { filter: { name: 'a' }, page: { limit: 200 } },
      { filter: { name: 'a' }, page: { limit: 200, after: '200' } },
    ]);
  });

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    const transport = userDirectory(1000, 'cursor');
    const loop = async () => {
      for await (const _ of createApiClient(transport).searchUsers.paginate(
        {},
        { signal: controller.signal },
      ))
        controller.abort('stop');
    };
    await expect(loop()).rejects.toBe('stop');
    expect(transport.calls).toHaveLength(1);
  });

  it('visits all items while those that were visited leave the search', async () => {
    const active = new Set(Array.from({ length: 300 }, (_, index) => index));
    const transport = scriptedTransport(({ input }) => {
      const { page = {} } = (input.body ?? {}) as { page?: Page };
      const rest = [...active].filter((username) => username >= Number(page.after ?? 0)).slice(0, 100);
      const endCursor = rest.length > 0 ? String(Number(rest.at(-1)) + 1) : null;
      return { items: rest.map((username) => ({ username })), page: { totalItems: active.size, endCursor } };
    });
    const { searchUsers } = createApiClient(transport);
    let visited = 0;
    for await (const { items } of searchUsers.paginate().pages()) {
      visited += items.length;
      for (const { username } of items) active.delete(Number(username));
    }
    expect(visited).toBe(300);
  });

  it('ends when cursors lead round in a circle, and where a page is empty in spite of its cursor', async () => {
    const circle = scriptedTransport((_, number) => ({
      items: [{ username: 'a' }],
      page: { totalItems: 1000, endCursor: number % 2 === 0 ? 'even' : 'odd' },
    }));
    await createApiClient(circle).searchUsers.paginate({}, { limit: 50 }).toArray();
    expect(circle.calls).toHaveLength(3);
    const empty = scriptedTransport(() => ({ items: [], page: { totalItems: 9, endCursor: 'on' } }));
    expect(await createApiClient(empty).searchUsers.paginate().toArray()).toEqual([]);
  });

  it('gives no further item of a page once the signal is aborted', async () => {
    const controller = new AbortController();
    const { searchUsers } = createApiClient(userDirectory(10, 'cursor'));
    const seen: unknown[] = [];
    const loop = async () => {
      for await (const user of searchUsers.paginate({}, { signal: controller.signal })) {
        seen.push(user);
        controller.abort('enough');
      }
    };
    await expect(loop()).rejects.toBe('enough');
    expect(seen).toHaveLength(1);
  });

  it('ends the fetch of the next page when the loop is left', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const transport = scriptedTransport(({ options }, number) => {
      signals.push(options.signal);
      if (number === 1) return { items: [{ username: 'a' }], page: { totalItems: 9, endCursor: 'on' } };
      return new Promise((_, reject) => options.signal?.addEventListener('abort', reject));
    });
    for await (const _ of createApiClient(transport).searchUsers.paginate({}, { prefetch: true })) break;
    expect(signals.map((signal) => signal?.aborted)).toEqual([undefined, true]);
  });

  it('hands the options of a call to the call of every page', async () => {
    const transport = userDirectory(150, 'cursor');
    await createApiClient(transport).searchUsers.paginate({}, { timeoutMs: 5, retry: false }).toArray();
    expect(transport.calls.map(({ options }) => options)).toEqual([
      { timeoutMs: 5, retry: false },
      { timeoutMs: 5, retry: false },
    ]);
  });

  it.each([
    [{ limit: Number.NaN }, 'limit of paginate has to be a whole number from 0 on, not NaN'],
    [{ maxPages: -1 }, 'maxPages of paginate has to be a whole number from 0 on, not -1'],
    [{ pageSize: 0 }, 'pageSize of paginate has to be a whole number from 1 on, not 0'],
    [{ limit: '2' }, 'limit of paginate has to be a whole number from 0 on, not string'],
    [{ consistency: { waitUpToMs: 1 } }, 'paginate takes no consistency'],
  ])('refuses %o', (options, message) => {
    const { searchUsers } = createApiClient(userDirectory(1, 'cursor'));
    expect(() => searchUsers.paginate({}, options as never)).toThrow(message);
  });

  it('says that an answer is no page', async () => {
    const { searchUsers } = createApiClient(scriptedTransport(() => ({})));
    await expect(searchUsers.paginate(null as never, null as never).toArray()).rejects.toThrow(
      'A page of a search has no list of items',
    );
  });
});
