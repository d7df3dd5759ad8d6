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
    ['cursor', 100, 1],
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
});
