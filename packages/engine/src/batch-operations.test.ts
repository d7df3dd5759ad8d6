import { systemClock } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, oneTask, serviceTask, start } from '../test/bpmn.ts';
import { TestClient, TestEngine } from '../test/test-engine.ts';
import { startEngine } from './start-engine.ts';

/** An engine whose turns come when the test says so: what the machine's timers should do is kept until then. */
function steppedEngine() {
  const turns = new Map<object, () => void>();
  const clock = {
    ...systemClock,
    setTimeout(callback: () => void, delayMs: number) {
      const handle = {};
      if (delayMs === 0) {
        turns.set(handle, callback);
      }
      return handle;
    },
    clearTimeout: (handle: unknown) => void turns.delete(handle as object),
  };
  const engine = new TestEngine({ clock, startTime: Date.UTC(2030, 0, 1) });
  const turn = () => {
    const [first] = turns;
    if (first === undefined) {
      return false;
    }
    turns.delete(first[0]);
    first[1]();
    return true;
  };
  return { engine, turn };
}

async function withInstances(engine: TestEngine, count: number): Promise<string[]> {
  await engine.deploy(oneTask());
  const keys: string[] = [];
  for (let index = 0; index < count; index++) {
    keys.push(await engine.create('one-task', { index }));
  }
  return keys;
}

const create = async (engine: TestEngine, path: string, body?: object): Promise<string> => {
  const answer = await engine.call('POST', path, body);
  if (answer.status !== 200) {
    throw new Error(`${path} answered ${answer.status}: ${answer.body.detail}`);
  }
  return answer.body.batchOperationKey;
};
const get = async (engine: TestEngine, key: string) =>
  (await engine.call('GET', `/batch-operations/${key}`)).body;
const itemsOf = (engine: TestEngine, batchOperationKey: string) =>
  engine.search('batch-operation-items', { batchOperationKey });
const statesOf = async (engine: TestEngine, key: string) =>
  (await itemsOf(engine, key)).map(({ state }) => state);
const run = async (engine: TestEngine, path: string, body?: object) => {
  const key = await create(engine, path, body);
  await engine.engine.idle();
  return { key, batch: await get(engine, key), items: await itemsOf(engine, key) };
};

describe('batch operations', () => {
  it('go from CREATED over ACTIVE to COMPLETED, one item a turn', async () => {
    const { engine, turn } = steppedEngine();
    const keys = await withInstances(engine, 2);
    const key = await create(engine, '/process-instances/cancellation', { filter: {} });
    expect(await get(engine, key)).toEqual({
      batchOperationKey: key,
      state: 'CREATED',
      batchOperationType: 'CANCEL_PROCESS_INSTANCE',
      startDate: null,
      endDate: null,
      actorType: 'ANONYMOUS',
      actorId: null,
      operationsTotalCount: 2,
      operationsFailedCount: 0,
      operationsCompletedCount: 0,
      errors: [],
    });
    turn();
    expect(await get(engine, key)).toMatchObject({ state: 'ACTIVE', startDate: '2030-01-01T00:00:00.000Z' });
    engine.engine.clock.advance(1000);
    turn();
    expect(await get(engine, key)).toMatchObject({ state: 'ACTIVE', operationsCompletedCount: 1 });
    expect(await itemsOf(engine, key)).toEqual([
      {
        operationType: 'CANCEL_PROCESS_INSTANCE',
        batchOperationKey: key,
        itemKey: keys[0],
        processInstanceKey: keys[0],
        rootProcessInstanceKey: keys[0],
        state: 'COMPLETED',
        processedDate: '2030-01-01T00:00:01.000Z',
        errorMessage: null,
      },
      expect.objectContaining({ itemKey: keys[1], state: 'ACTIVE', processedDate: null }),
    ]);
    expect([await engine.stateOf(keys[0] ?? ''), await engine.stateOf(keys[1] ?? '')]).toEqual([
      'TERMINATED',
      'ACTIVE',
    ]);
    turn();
    expect(await get(engine, key)).toMatchObject({ state: 'COMPLETED', endDate: '2030-01-01T00:00:01.000Z' });
    expect(turn()).toBe(false);
    const found = await engine.search('process-instances', { batchOperationKey: key });
    expect(found.map(({ processInstanceKey }) => processInstanceKey)).toEqual(keys);
    expect(await engine.search('process-instances', { batchOperationKey: '1' })).toEqual([]);
  });

  it('work on the items that there were at the creation; one that fails holds up no other', async () => {
    const { engine, turn } = steppedEngine();
    const keys = await withInstances(engine, 3);
    const key = await create(engine, '/process-instances/cancellation', { filter: {} });
    const later = await engine.create('one-task');
    await engine.call('POST', `/process-instances/${keys[0]}/cancellation`);
    while (turn());
    expect(await get(engine, key)).toMatchObject({
      state: 'COMPLETED',
      operationsTotalCount: 3,
      operationsFailedCount: 1,
      operationsCompletedCount: 2,
    });
    expect(await statesOf(engine, key)).toEqual(['FAILED', 'COMPLETED', 'COMPLETED']);
    const [failed] = await itemsOf(engine, key);
    expect(failed.errorMessage).toContain(`an active process instance with key '${keys[0]}'`);
    expect(await engine.stateOf(later)).toBe('ACTIVE');
  });

  it('without items complete at once', async () => {
    const engine = new TestEngine();
    const { batch } = await run(engine, '/process-instances/cancellation', { filter: {} });
    expect(batch).toMatchObject({ state: 'COMPLETED', operationsTotalCount: 0 });
  });

  it('stop when suspended and go on when resumed', async () => {
    const { engine, turn } = steppedEngine();
    await withInstances(engine, 3);
    const key = await create(engine, '/process-instances/cancellation', { filter: {} });
    turn();
    turn();
    expect((await engine.call('POST', `/batch-operations/${key}/suspension`)).status).toBe(204);
    expect(await get(engine, key)).toMatchObject({ state: 'SUSPENDED' });
    while (turn());
    await engine.engine.idle();
    expect(await statesOf(engine, key)).toEqual(['COMPLETED', 'ACTIVE', 'ACTIVE']);
    expect((await engine.call('POST', `/batch-operations/${key}/suspension`)).status).toBe(409);
    expect((await engine.call('POST', `/batch-operations/${key}/resumption`)).status).toBe(204);
    expect((await engine.call('POST', `/batch-operations/${key}/resumption`)).status).toBe(409);
    while (turn());
    expect(await statesOf(engine, key)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
  });

  it('keep what they have done when canceled', async () => {
    const { engine, turn } = steppedEngine();
    await withInstances(engine, 3);
    const key = await create(engine, '/process-instances/cancellation', { filter: {} });
    turn();
    turn();
    expect((await engine.call('POST', `/batch-operations/${key}/cancellation`)).status).toBe(204);
    while (turn());
    expect(await get(engine, key)).toMatchObject({ state: 'CANCELED', operationsCompletedCount: 1 });
    expect(await statesOf(engine, key)).toEqual(['COMPLETED', 'CANCELED', 'CANCELED']);
    for (const what of ['cancellation', 'suspension', 'resumption']) {
      const { status, body } = await engine.call('POST', `/batch-operations/${key}/${what}`);
      expect([status, body.title]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('have their turns one after the other; a suspended one lets the next go first', async () => {
    const { engine, turn } = steppedEngine();
    await engine.deploy(oneTask('other'));
    await engine.create('other');
    await withInstances(engine, 1);
    const first = await create(engine, '/process-instances/cancellation', {
      filter: { processDefinitionId: 'other' },
    });
    const second = await create(engine, '/process-instances/cancellation', {
      filter: { processDefinitionId: 'one-task' },
    });
    await engine.call('POST', `/batch-operations/${first}/suspension`);
    while (turn());
    expect([(await get(engine, first)).state, (await get(engine, second)).state]).toEqual([
      'SUSPENDED',
      'COMPLETED',
    ]);
    const found = await engine.search('batch-operations', {
      operationType: 'CANCEL_PROCESS_INSTANCE',
      state: { $in: ['COMPLETED'] },
    });
    expect(found.map(({ batchOperationKey }) => batchOperationKey)).toEqual([second]);
  });

  it('say who began them', async () => {
    const users = [{ username: 'ann', password: 'secret' }];
    const engine = new TestEngine({ authentication: { type: 'basic', users } });
    const headers = { authorization: `Basic ${btoa('ann:secret')}` };
    const call = (path: string, body?: object) => engine.call('POST', path, body, { headers });
    await call('/process-instances/cancellation', { filter: {} });
    const { body } = await call('/batch-operations/search', {
      filter: { actorType: 'USER', actorId: 'ann' },
    });
    expect(body.items).toMatchObject([{ actorType: 'USER', actorId: 'ann' }]);
  });

  it('are unknown: 404', async () => {
    const engine = new TestEngine();
    expect((await engine.call('GET', '/batch-operations/1')).status).toBe(404);
  });

  it('end with the engine', async () => {
    const engine = new TestEngine();
    await withInstances(engine, 3);
    const key = await create(engine, '/process-instances/cancellation', { filter: {} });
    await engine.engine.close();
    expect(await statesOf(engine, key)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  });
});

describe('what batch operations do', () => {
  it.each([
    '/process-instances/cancellation',
    '/process-instances/deletion',
    '/process-instances/incident-resolution',
    '/process-instances/modification',
    '/process-instances/suspension',
    '/process-instances/resumption',
    '/jobs/batch-update',
  ])('%s needs a filter', async (path) => {
    const engine = new TestEngine();
    const more = {
      changeset: { retries: 1 },
      moveInstructions: [{ sourceElementId: 'a', targetElementId: 'b' }],
    };
    const { status, body } = await engine.call('POST', path, more);
    expect([status, body.detail]).toEqual([400, "The field 'filter' must be given"]);
    const wrong = await engine.call('POST', path, { ...more, filter: { noSuchField: 1 } });
    expect([wrong.status, wrong.body.detail]).toEqual([400, expect.stringContaining('filter.noSuchField')]);
  });

  it('cancels running root instances, whatever the filter says about parents', async () => {
    const engine = new TestEngine();
    const [done, running] = await withInstances(engine, 2);
    await engine.call('POST', `/process-instances/${done}/cancellation`);
    await engine.deploy(
      bpmn(
        'calls',
        `${start}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="one-task"/>'))}${end}${flows('start call end')}`,
      ),
    );
    const caller = await engine.create('calls');
    const { items } = await run(engine, '/process-instances/cancellation', {
      filter: { parentProcessInstanceKey: { $exists: true } },
    });
    expect(items.map(({ itemKey, state }) => [itemKey, state])).toEqual([
      [running, 'COMPLETED'],
      [caller, 'COMPLETED'],
    ]);
    expect(await engine.search('process-instances', { state: 'ACTIVE' })).toEqual([]);
  });

  it('cancels active or suspended instances only, if the filter says so; others cannot be asked for', async () => {
    const engine = new TestEngine();
    const [first, second] = await withInstances(engine, 2);
    await engine.call('POST', `/process-instances/${second}/suspension`);
    for (const state of ['COMPLETED', { $eq: 'TERMINATED' }, { $in: ['ACTIVE', 'COMPLETED'] }]) {
      const { status, body } = await engine.call('POST', '/process-instances/cancellation', {
        filter: { state },
      });
      expect([status, body.detail]).toEqual([400, expect.stringContaining('filter.state')]);
    }
    const suspended = await run(engine, '/process-instances/cancellation', {
      filter: { state: 'SUSPENDED' },
    });
    expect(suspended.items.map(({ itemKey }) => itemKey)).toEqual([second]);
    const rest = await run(engine, '/process-instances/cancellation', {
      filter: { state: { $neq: 'SUSPENDED' } },
    });
    expect(rest.items.map(({ itemKey }) => itemKey)).toEqual([first]);
  });

  it('modifies and migrates active instances only', async () => {
    const engine = new TestEngine();
    const [, second] = await withInstances(engine, 2);
    await engine.call('POST', `/process-instances/${second}/suspension`);
    const [{ processDefinitionKey }] = await engine.search('process-definitions');
    const modified = await run(engine, '/process-instances/modification', {
      filter: { state: 'SUSPENDED' },
      moveInstructions: [{ sourceElementId: 'task', targetElementId: 'end' }],
    });
    expect(modified.batch).toMatchObject({ operationsTotalCount: 1, operationsCompletedCount: 1 });
    const migrated = await run(engine, '/process-instances/migration', {
      filter: {},
      migrationPlan: { targetProcessDefinitionKey: processDefinitionKey, mappingInstructions: [] },
    });
    expect(migrated.batch).toMatchObject({ operationsTotalCount: 0 });
  });

  it('resolves incidents; a job without retries gets one', async () => {
    const engine = new TestEngine();
    const [first, second] = await withInstances(engine, 2);
    await engine.deploy(
      bpmn(
        'broken',
        `${start}${element('serviceTask', 'task', extensions('<zeebe:taskDefinition type="=jobType"/>'))}${end}${flows('start task end')}`,
      ),
    );
    const broken = await engine.create('broken');
    for (const { jobKey } of await engine.activate('work')) {
      await engine.call('POST', `/jobs/${jobKey}/failure`, { retries: 0 });
    }
    const { batch, items } = await run(engine, '/process-instances/incident-resolution', {
      filter: { processInstanceKey: { $in: [first, broken] } },
    });
    expect(batch).toMatchObject({ batchOperationType: 'RESOLVE_INCIDENT', operationsCompletedCount: 2 });
    expect(items.map(({ processInstanceKey }) => processInstanceKey)).toEqual([broken, first]);
    expect((await engine.activate('work')).map(({ processInstanceKey }) => processInstanceKey)).toEqual([
      first,
    ]);
    const active = await engine.search('incidents', { state: 'ACTIVE' });
    expect(active.map(({ processInstanceKey }) => processInstanceKey).sort()).toEqual(
      [second, broken].sort(),
    );
    const one = await run(engine, `/process-instances/${second}/incident-resolution`);
    expect(one.batch).toMatchObject({ operationsTotalCount: 1, operationsCompletedCount: 1 });
    expect((await engine.call('POST', '/process-instances/1/incident-resolution')).status).toBe(404);
  });

  it('deletes the history of ended instances only', async () => {
    const engine = new TestEngine();
    const [done, running] = await withInstances(engine, 2);
    await engine.call('POST', `/process-instances/${done}/cancellation`);
    const { items } = await run(engine, '/process-instances/deletion', { filter: { state: 'ACTIVE' } });
    expect(items.map(({ itemKey, state }) => [itemKey, state])).toEqual([[done, 'COMPLETED']]);
    const left = await engine.search('process-instances');
    expect(left.map(({ processInstanceKey }) => processInstanceKey)).toEqual([running]);
  });

  it('updates open jobs', async () => {
    const engine = new TestEngine();
    await withInstances(engine, 3);
    const [job] = await engine.activate('work', { maxJobsToActivate: 1 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    const { batch } = await run(engine, '/jobs/batch-update', {
      filter: { type: 'work' },
      changeset: { retries: 7, priority: 9 },
    });
    expect(batch).toMatchObject({ batchOperationType: 'UPDATE_JOB', operationsCompletedCount: 2 });
    expect(await engine.search('jobs', { retries: 7, priority: 9 })).toHaveLength(2);
    const timeout = await run(engine, '/jobs/batch-update', { filter: {}, changeset: { timeout: 5 } });
    expect(timeout.batch).toMatchObject({ state: 'COMPLETED', operationsFailedCount: 2 });
    const { status, body } = await engine.call('POST', '/jobs/batch-update', { filter: {}, changeset: {} });
    expect([status, body.detail]).toEqual([400, expect.stringContaining('changeset')]);
  });

  it('moves instances from one element to another', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('p', `${start}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${end}${flows('start a b end')}`),
    );
    const keys = [await engine.create('p'), await engine.create('p')];
    const { batch } = await run(engine, '/process-instances/modification', {
      filter: { processDefinitionId: 'p' },
      moveInstructions: [{ sourceElementId: 'a', targetElementId: 'b' }],
    });
    expect(batch).toMatchObject({
      batchOperationType: 'MODIFY_PROCESS_INSTANCE',
      operationsCompletedCount: 2,
    });
    expect(await engine.history(keys[0] ?? '')).toEqual(['start COMPLETED', 'a TERMINATED', 'b ACTIVE']);
    const none = await engine.call('POST', '/process-instances/modification', { filter: {} });
    expect([none.status, none.body.detail]).toEqual([400, expect.stringContaining('moveInstructions')]);
  });
});

describe('over a socket', () => {
  it.each([
    ['/process-instances/cancellation', {}],
    ['/process-instances/deletion', {}],
    ['/process-instances/incident-resolution', {}],
    ['/process-instances/suspension', {}],
    ['/process-instances/resumption', {}],
    [
      '/process-instances/modification',
      { moveInstructions: [{ sourceElementId: 'a', targetElementId: 'b' }] },
    ],
    ['/process-instances/migration', { migrationPlan: { targetProcessDefinitionKey: '1' } }],
    ['/jobs/batch-update', { changeset: { retries: 1 } }],
  ])('%s is answered', async (path, more) => {
    await using engine = await startEngine({ port: 0 });
    const body = JSON.stringify({ filter: {}, ...more });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${engine.address}${path}`, { method: 'POST', body, headers });
    expect(response.status).toBe(200);
  });
});

describe('migration of many', () => {
  it('migrates running instances; what does not fit the plan fails alone', async () => {
    const engine = new TestEngine();
    const model = (task: string) =>
      bpmn(
        'p',
        `${start}${serviceTask(task, 'work')}${serviceTask('b', 'b')}${end}${flows(`start ${task} b end`)}`,
      );
    await engine.deploy(model('a'));
    const keys = [await engine.create('p'), await engine.create('p')];
    const [job] = await engine.activate('work', { maxJobsToActivate: 1 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    await engine.deploy(model('c'));
    const [, target] = await engine.search('process-definitions');
    const targetProcessDefinitionKey = target.processDefinitionKey;
    const mappingInstructions = [{ sourceElementId: 'a', targetElementId: 'c' }];
    const { batch, items } = await run(engine, '/process-instances/migration', {
      filter: { processDefinitionVersion: 1 },
      migrationPlan: { targetProcessDefinitionKey, mappingInstructions },
    });
    expect(batch).toMatchObject({ batchOperationType: 'MIGRATE_PROCESS_INSTANCE', state: 'COMPLETED' });
    expect(items.map(({ itemKey, state }) => [itemKey, state])).toEqual([
      [keys[0], 'FAILED'],
      [keys[1], 'COMPLETED'],
    ]);
    expect(items[0].errorMessage).toContain("'b'");
    const found = await engine.search('process-instances', { processDefinitionVersion: 2 });
    expect(found.map(({ processInstanceKey }) => processInstanceKey)).toEqual([keys[1]]);
    const { status, body } = await engine.call('POST', '/process-instances/migration', { filter: {} });
    expect([status, body.detail]).toEqual([
      400,
      expect.stringContaining('migrationPlan.targetProcessDefinitionKey'),
    ]);
  });
});

describe('suspension of many', () => {
  it('suspends active instances, and resumes suspended ones', async () => {
    const engine = new TestEngine();
    const keys = await withInstances(engine, 3);
    await engine.call('POST', `/process-instances/${keys[0]}/suspension`);
    const filter = { processInstanceKey: { $in: keys.slice(0, 2) }, state: 'COMPLETED' };
    const suspended = await run(engine, '/process-instances/suspension', { filter });
    expect(suspended.batch).toMatchObject({ batchOperationType: 'SUSPEND_PROCESS_INSTANCE' });
    expect(suspended.items.map(({ itemKey, state }) => [itemKey, state])).toEqual([[keys[1], 'COMPLETED']]);
    expect(await engine.activate('work')).toHaveLength(1);
    const resumed = await run(engine, '/process-instances/resumption', { filter: {} });
    expect(resumed.items.map(({ itemKey, state }) => [itemKey, state])).toEqual([
      [keys[0], 'COMPLETED'],
      [keys[1], 'COMPLETED'],
    ]);
    expect(await engine.activate('work')).toHaveLength(2);
  });
});

describe('snapshots', () => {
  it('keep a batch operation that is under way', async () => {
    const { engine, turn } = steppedEngine();
    await withInstances(engine, 2);
    const key = await create(engine, '/process-instances/cancellation', { filter: {} });
    turn();
    turn();
    const fork = engine.engine.fork();
    const client = new TestClient(fork.fetch);
    while (turn());
    const { body } = await client.call('GET', `/batch-operations/${key}`);
    expect(body).toMatchObject({ state: 'COMPLETED', operationsCompletedCount: 2 });
    await fork.close();
  });
});

describe('deletion of one process instance', () => {
  it('forgets everything about it, and nothing about another', async () => {
    const engine = new TestEngine();
    const [done, other] = await withInstances(engine, 2);
    expect((await engine.call('POST', `/process-instances/${done}/deletion`, {})).status).toBe(409);
    await engine.call('POST', `/process-instances/${done}/cancellation`);
    expect((await engine.call('POST', `/process-instances/${done}/deletion`)).status).toBe(204);
    expect((await engine.call('GET', `/process-instances/${done}`)).status).toBe(404);
    for (const what of ['process-instances', 'element-instances', 'variables', 'jobs']) {
      const left = await engine.search(what);
      expect(new Set(left.map(({ processInstanceKey }) => processInstanceKey)), what).toEqual(
        new Set([other]),
      );
    }
    expect((await engine.call('POST', `/process-instances/${done}/deletion`)).status).toBe(404);
  });
});
