import { describe, expect, it } from 'vitest';
import { TestEngine } from '../test/test-engine.ts';
import { listeners, UserTaskScene } from '../test/user-task.ts';

const base = { id: 'audit', type: 'audit', eventTypes: ['completing'] };
const create = (engine: TestEngine, body: object) => engine.call('POST', '/global-task-listeners', body);

describe('global task listeners: the operations', () => {
  it('create: 201 with the defaults; the same id again: 409', async () => {
    const engine = new TestEngine();
    const { status, body } = await create(engine, base);
    expect(status).toBe(201);
    expect(body).toEqual({ ...base, retries: 3, afterNonGlobal: false, priority: 50, source: 'API' });
    expect(await create(engine, base)).toMatchObject({ status: 409, body: { title: 'ALREADY_EXISTS' } });
  });

  it('get, update, delete', async () => {
    const engine = new TestEngine();
    await create(engine, base);
    const path = '/global-task-listeners/audit';
    const changed = { type: 'other', eventTypes: ['all'], retries: 1, afterNonGlobal: true, priority: 9 };
    expect(await engine.call('PUT', path, changed)).toMatchObject({
      status: 200,
      body: { id: 'audit', ...changed, source: 'API' },
    });
    expect((await engine.call('GET', path)).body).toEqual({ id: 'audit', ...changed, source: 'API' });
    expect((await engine.call('DELETE', path)).status).toBe(204);
    for (const answer of [
      await engine.call('GET', path),
      await engine.call('DELETE', path),
      await engine.call('PUT', path, changed),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { title: 'NOT_FOUND' } });
    }
  });

  it('search: by id, type, event types, priority and source', async () => {
    const engine = new TestEngine();
    await create(engine, { ...base, priority: 1 });
    await create(engine, { ...base, id: 'all', eventTypes: ['all', 'creating'], priority: 2 });
    const ids = async (filter: object, more: object = {}) =>
      (await engine.search('global-task-listeners', filter, more)).map(({ id }) => id);
    expect(await ids({}, { sort: [{ field: 'priority', order: 'DESC' }] })).toEqual(['all', 'audit']);
    expect(await ids({ id: { $like: 'au*' }, source: 'API' })).toEqual(['audit']);
    expect(await ids({ eventTypes: ['creating'] })).toEqual(['all']);
    expect(await ids({ eventTypes: [{ $in: ['completing', 'creating'] }] })).toEqual(['audit', 'all']);
    expect(await ids({ priority: { $gte: 2 } })).toEqual(['all']);
    expect(await ids({ afterNonGlobal: true })).toEqual([]);
  });

  it.each([
    ['no id', { id: undefined }, 'id'],
    ['an id with a blank', { id: 'a b' }, 'id'],
    ['no type', { type: '' }, 'type'],
    ['no event types', { eventTypes: [] }, 'eventTypes'],
    ['an unknown event type', { eventTypes: ['ending'] }, 'ending'],
    ['no retries', { retries: 0 }, 'retries'],
  ])('refuse %s: 400', async (_, change, word) => {
    const { status, body } = await create(new TestEngine(), { ...base, ...change });
    expect(status).toBe(400);
    expect(body.detail).toContain(word);
  });
});

describe('global task listeners: their turn (3.13)', () => {
  it('order: global by priority, model, global with afterNonGlobal', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning model'));
    for (const [id, priority, afterNonGlobal] of [
      ['after', 99, true],
      ['low', 1, false],
      ['high', 2, false],
    ]) {
      await create(scene.engine, { id, type: id, eventTypes: ['assigning'], priority, afterNonGlobal });
    }
    const assigning = scene.assign('ann');
    const order: string[] = [];
    for (const type of ['high', 'low', 'model', 'after']) {
      const { userTask } = await scene.listen(type, { corrections: { candidateUsers: [...order, type] } });
      expect(userTask.candidateUsers).toEqual(order);
      order.push(type);
    }
    expect((await assigning).status).toBe(204);
  });

  it('all: every transition of every user task', async () => {
    const scene = await UserTaskScene.begin();
    await create(scene.engine, { id: 'all', type: 'all', eventTypes: ['all'], retries: 7 });
    await scene.start();
    expect(await scene.listen('all')).toMatchObject({ listenerEventType: 'CREATING', retries: 7 });
    const updating = scene.update({ priority: 1 });
    expect(await scene.listen('all')).toMatchObject({ listenerEventType: 'UPDATING' });
    await updating;
    const completing = scene.complete();
    expect(await scene.listen('all')).toMatchObject({ listenerEventType: 'COMPLETING' });
    expect((await completing).status).toBe(204);
  });

  it('a transition keeps the listeners that it began with', async () => {
    const scene = await UserTaskScene.begin();
    await create(scene.engine, { id: 'one', type: 'one', eventTypes: ['assigning'] });
    const assigning = scene.assign('ann');
    await scene.reaches('ASSIGNING');
    await scene.engine.call('DELETE', '/global-task-listeners/one');
    await create(scene.engine, { id: 'two', type: 'two', eventTypes: ['assigning'] });
    await scene.listen('one');
    expect((await assigning).status).toBe(204);
    expect(await scene.jobs('two')).toEqual([]);
  });
});
