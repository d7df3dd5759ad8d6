import { describe, expect, it } from 'vitest';
import { oneTask } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

async function withInstances(count: number): Promise<{ engine: TestEngine; keys: string[] }> {
  const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
  await engine.deploy(oneTask());
  const keys: string[] = [];
  for (let index = 0; index < count; index++) {
    keys.push(await engine.create('one-task', { index, text: `t${index}` }, { tags: [`tag${index % 2}`] }));
    engine.engine.clock.advance(1000);
  }
  return { engine, keys };
}

const keysOf = (items: { processInstanceKey: string }[]) => items.map((item) => item.processInstanceKey);

describe('search', () => {
  it('pages by offset and by cursors in both directions', async () => {
    const { engine, keys } = await withInstances(5);
    const page = async (request: object, sort: object[] = []) =>
      (await engine.call('POST', '/process-instances/search', { page: request, sort })).body;
    expect(keysOf((await page({ from: 3, limit: 10 })).items)).toEqual(keys.slice(3));
    const first = await page({ limit: 2 });
    expect(first.page.totalItems).toBe(5);
    const second = await page({ limit: 2, after: first.page.endCursor });
    expect(keysOf(second.items)).toEqual(keys.slice(2, 4));
    const back = await page({ limit: 2, before: second.page.startCursor });
    expect(keysOf(back.items)).toEqual(keys.slice(0, 2));
    const newest = await page({ limit: 2 }, [{ field: 'startDate', order: 'DESC' }]);
    expect(keysOf(newest.items)).toEqual([keys[4], keys[3]]);
    const older = await page({ limit: 2, after: newest.page.endCursor }, [
      { field: 'startDate', order: 'DESC' },
    ]);
    expect(keysOf(older.items)).toEqual([keys[2], keys[1]]);
  });

  it.each([
    [{ processInstanceKey: { $in: ['KEY1', 'KEY2'] } }, [1, 2]],
    [{ processInstanceKey: { $eq: 'KEY1', $in: [], $notIn: [] } }, [1]],
    [{ startDate: { $gte: '2030-01-01T00:00:01Z', $lt: '2030-01-01T00:00:03.000Z' } }, [1, 2]],
    [{ processDefinitionId: { $like: 'one*' }, tags: ['tag1'] }, [1]],
    [{ endDate: { $exists: true } }, []],
    [{ state: 'active', hasIncident: false }, [0, 1, 2]],
    [{ $or: [{ processInstanceKey: 'KEY0' }, { processInstanceKey: 'KEY2' }] }, [0, 2]],
    [{ variables: [{ name: 'text', value: '"t1"' }] }, [1]],
    [{ variables: [{ name: 'index', value: { $neq: '1' } }] }, [0, 2]],
    // What the vendor's Java client sends for one condition: its empty lists ask for nothing.
    [
      {
        tags: [],
        variables: [],
        processInstanceKey: { $eq: 'KEY1', $in: [], $notIn: [] },
        $or: [],
      },
      [1],
    ],
  ])('filters by %j', async (filter, expected) => {
    const { engine, keys } = await withInstances(3);
    const text = JSON.stringify(filter).replace(/KEY(\d)/g, (_, index: string) => keys[Number(index)] ?? '');
    const items = await engine.search('process-instances', JSON.parse(text));
    expect(keysOf(items)).toEqual(expected.map((index) => keys[index]));
  });

  it.each([
    ['a*b', ['a*b', 'a?b', 'a\\b', 'aXXb', 'aXb']],
    ['a?b', ['a*b', 'a?b', 'a\\b', 'aXb']],
    ['a\\*b', ['a*b']],
    ['a\\?b', ['a?b']],
    ['a\\\\b', ['a\\b']],
    ['?XX?', ['aXXb']],
    ['A*', ['A.b']],
    ['A.b', ['A.b']],
    ['a', []],
    ['*', ['A.b', 'a*b', 'a?b', 'a\\b', 'aXXb', 'aXb']],
  ])(
    '$like %s: any run, one character, a backslash for the next one as it is; the whole text, case counts',
    async (pattern, expected) => {
      const engine = new TestEngine();
      await engine.deploy(oneTask());
      for (const businessId of ['A.b', 'a*b', 'a?b', 'a\\b', 'aXXb', 'aXb']) {
        await engine.create('one-task', {}, { businessId });
      }
      const found = await engine.search('process-instances', { businessId: { $like: pattern } });
      expect(found.map(({ businessId }) => businessId)).toEqual(expected);
    },
  );

  it.each([
    [{ filters: {} }, "'filters'"],
    [{ page: { size: 1 } }, "'page.size'"],
    [{ sort: [{ field: 'state', direction: 'ASC' }] }, "'sort[0].direction'"],
    [{ filter: { $or: [{ $or: [] }] } }, "'filter.$or[0].$or'"],
    [{ filter: { $or: [{ noSuchField: 1 }] } }, "'filter.$or[0].noSuchField'"],
    [{ filter: { $or: {} } }, "'filter.$or'"],
    [{ filter: { startDate: '2030-01-01' } }, "'filter.startDate'"],
    [{ filter: { startDate: { $gt: '2030-01-01T00:00:00' } } }, "'filter.startDate.$gt'"],
    [{ filter: { processInstanceKey: 'seven' } }, "'filter.processInstanceKey'"],
    [{ filter: { processDefinitionVersion: '1' } }, "'filter.processDefinitionVersion'"],
    [{ filter: { state: { $in: ['ACTIVE', 'NONE'] } } }, "'filter.state.$in[1]'"],
    [{ filter: { hasIncident: 'yes' } }, "'filter.hasIncident'"],
    [{ filter: { tags: 'a' } }, "'filter.tags'"],
    [{ filter: { variables: [{ name: 'a' }] } }, "'filter.variables[0]'"],
    [{ filter: [] }, "'filter'"],
  ])('refuses %j, naming what is wrong', async (body, named) => {
    const engine = new TestEngine();
    const answer = await engine.call('POST', '/process-instances/search', body);
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining(named)]);
  });

  it('combines $or with the other members', async () => {
    const { engine, keys } = await withInstances(4);
    const found = await engine.search('process-instances', {
      tags: ['tag1'],
      $or: [{ processInstanceKey: keys[0] }, { processInstanceKey: { $in: [keys[1], keys[2]] } }],
    });
    expect(keysOf(found)).toEqual([keys[1]]);
  });

  it('gives 100 items unless it is told otherwise, and dates in any offset', async () => {
    const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
    await engine.deploy(oneTask());
    const names = Array.from({ length: 101 }, (_, index) => [`v${index}`, index]);
    await engine.create('one-task', Object.fromEntries(names));
    const { body } = await engine.call('POST', '/variables/search', {});
    expect(body.items).toHaveLength(100);
    expect(body.page).toMatchObject({ totalItems: 101, hasMoreTotalItems: false });
    const next = await engine.call('POST', '/variables/search', { page: { after: body.page.endCursor } });
    expect(next.body.items).toHaveLength(1);
    const startDate = { $gte: '2030-01-01T02:00:00+02:00', $lte: '2029-12-31T20:00:00.000-04:00' };
    expect(await engine.search('process-instances', { startDate })).toHaveLength(1);
  });

  it.each([
    ['no stock', ['No stock: 5 anvils missing']],
    ['5 ANVILS', ['No stock: 5 anvils missing']],
    ['stock anvils', []],
    ['', []],
    [{ $in: ['missing', 'late'] }, ['No stock: 5 anvils missing', 'late']],
    [{ $neq: 'stock' }, ['late']],
    [{ $like: 'anv*' }, ['No stock: 5 anvils missing']],
    [{ $like: 'L?te' }, ['late']],
    [{ $like: 'no st*' }, []],
  ])('finds incidents by the words of their message: %j', async (errorMessage, expected) => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    for (const message of ['No stock: 5 anvils missing', 'late']) {
      await engine.create('one-task');
      const [job] = await engine.activate('work');
      await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 0, errorMessage: message });
    }
    const found = await engine.search('incidents', { errorMessage });
    expect(found.map((incident) => incident.errorMessage)).toEqual(expected);
  });

  it('cuts long values unless it is told not to', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    await engine.create('one-task', { long: 'x'.repeat(9000) });
    const [cut] = await engine.search('variables');
    expect(cut).toMatchObject({ isTruncated: true });
    expect(cut.value.length).toBe(8191);
    const { body } = await engine.call('POST', '/variables/search?truncateValues=false', {});
    expect(body.items[0].value.length).toBe(9002);
  });
});
