import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, serviceTask, start } from '../test/bpmn.ts';
import { boundary, on, signal } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';
import { listeners } from '../test/user-task.ts';
import { createEngine } from './create-engine.ts';

const EVENTS = ['creating', 'assigning', 'updating', 'completing', 'canceling'];

/** A user task whose every transition has a listener; that of updates has no proper type before a variable says so. */
const task = (id: string, more = '') =>
  element(
    'userTask',
    id,
    extensions(
      `<zeebe:userTask/>${more}${listeners(...EVENTS.filter((event) => event !== 'updating').map((event) => `${event} listen`), 'updating =which')}`,
    ),
  );

const one = bpmn(
  'one',
  `${start}${task('task', '<zeebe:assignmentDefinition assignee="=who"/>')}${boundary('stop', 'task', on.signal('alarm'))}${end}${element('endEvent', 'stopped')}${flows('start task end')}${flows('stop stopped')}`,
  signal('alarm'),
);
const many = bpmn(
  'many',
  `${start}${element('parallelGateway', 'fork')}${task('left')}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="one"/>'))}${serviceTask('work', 'work')}${element('endEvent', 'all', '<bpmn:terminateEventDefinition/>')}${flows('start fork left')}${flows('fork call')}${flows('fork work all')}`,
);

type Act = (engine: TestEngine) => Promise<unknown>;

/** Something done to one of the things that a search finds, if there is any. */
const toOne =
  (
    what: string,
    filter: object,
    pick: number,
    act: (engine: TestEngine, item: Record<string, string>) => unknown,
  ): Act =>
  async (engine) => {
    const items = await engine.search(what, filter);
    const item = items[pick % Math.max(1, items.length)];
    return item && act(engine, item);
  };

const userTask = (pick: number, method: string, path: string, body?: object) =>
  toOne('user-tasks', {}, pick, (engine, { userTaskKey }) =>
    engine.call(method, `/user-tasks/${userTaskKey}${path}`, body),
  );

const answer = (pick: number, result: object | undefined): Act =>
  toOne(
    'jobs',
    { kind: 'TASK_LISTENER', state: { $in: ['CREATED', 'FAILED'] } },
    pick,
    (engine, { jobKey }) => engine.call('POST', `/jobs/${jobKey}/completion`, { result }),
  );

const resume = (engine: TestEngine, { processInstanceKey }: Record<string, string>) =>
  engine.call('POST', `/process-instances/${processInstanceKey}/resumption`);

const acts: fc.Arbitrary<Act> = fc.nat(20).chain((pick) =>
  fc.constantFrom<Act>(
    (engine) =>
      engine.call('POST', '/process-instances', { processDefinitionId: 'one', variables: { who: 'ann' } }),
    (engine) =>
      engine.call('POST', '/process-instances', {
        processDefinitionId: 'one',
        variables: { which: 'listen' },
      }),
    (engine) => engine.call('POST', '/process-instances', { processDefinitionId: 'many' }),
    (engine) => engine.call('POST', '/signals/broadcast', { signalName: 'alarm' }),
    (engine) => engine.work('work'),
    userTask(pick, 'POST', '/assignment', { assignee: 'bob' }),
    userTask(pick, 'DELETE', '/assignee'),
    userTask(pick, 'PATCH', '', { changeset: { priority: pick } }),
    userTask(pick, 'POST', '/completion', { variables: { done: pick } }),
    answer(pick, undefined),
    answer(pick, undefined),
    answer(pick, undefined),
    answer(pick, { type: 'userTask', denied: true }),
    answer(pick, { type: 'userTask', corrections: { assignee: 'eve', priority: pick } }),
    toOne('jobs', { kind: 'TASK_LISTENER', state: 'CREATED' }, pick, (engine, { jobKey }) =>
      engine.call('POST', `/jobs/${jobKey}/failure`, { retries: pick % 2 }),
    ),
    toOne(
      'element-instances',
      { type: 'USER_TASK', state: 'ACTIVE' },
      pick,
      (engine, { elementInstanceKey }) =>
        engine.call('PUT', `/element-instances/${elementInstanceKey}/variables`, { variables: { a: pick } }),
    ),
    toOne('process-instances', { state: 'ACTIVE' }, pick, (engine, { processInstanceKey }) =>
      engine.call('POST', `/process-instances/${processInstanceKey}/cancellation`),
    ),
    toOne('process-instances', { state: 'ACTIVE' }, pick, (engine, { processInstanceKey }) =>
      engine.call('POST', `/process-instances/${processInstanceKey}/modification`, {
        terminateInstructions: [{ elementId: 'task' }],
      }),
    ),
    toOne('process-instances', { state: 'ACTIVE' }, pick, (engine, { processInstanceKey }) =>
      engine.call('POST', `/process-instances/${processInstanceKey}/suspension`),
    ),
    toOne('process-instances', { state: 'SUSPENDED' }, pick, resume),
    toOne('process-definitions', { state: 'ACTIVE', version: 1 }, pick, (engine, { processDefinitionKey }) =>
      engine.call('POST', `/resources/${processDefinitionKey}/deletion`),
    ),
    (engine) =>
      engine.call('POST', '/global-task-listeners', {
        id: `listener-${pick % 3}`,
        type: 'listen',
        eventTypes: [EVENTS[pick % 5]],
        afterNonGlobal: pick % 2 === 0,
      }),
    (engine) => engine.call('DELETE', `/global-task-listeners/listener-${pick % 3}`),
  ),
);

/** Lets every listener agree and every incident go away. */
async function settle(engine: TestEngine): Promise<void> {
  for (const instance of await engine.search('process-instances', { state: 'SUSPENDED' })) {
    await resume(engine, instance);
  }
  for (let round = 0; round < 50; round++) {
    const jobs = (await engine.search('jobs', { kind: 'TASK_LISTENER' })).filter(
      ({ endTime }) => endTime === null,
    );
    const incidents = await engine.search('incidents', { state: 'ACTIVE' });
    if (jobs.length === 0 && incidents.length === 0) {
      return;
    }
    if (incidents.some(({ errorType }) => errorType === 'CALLED_ELEMENT_ERROR')) {
      await engine.deploy(one, 'one.bpmn');
    }
    for (const { incidentKey, jobKey, processInstanceKey } of incidents) {
      await (jobKey === null
        ? engine.call('PUT', `/element-instances/${processInstanceKey}/variables`, {
            variables: { which: 'listen' },
          })
        : engine.call('PATCH', `/jobs/${jobKey}`, { changeset: { retries: 1 } }));
      await engine.call('POST', `/incidents/${incidentKey}/resolution`);
    }
    await engine.work('listen');
  }
  throw new Error('the listeners never came to an end');
}

it('whatever happens to user tasks with listeners, nothing fails and nothing is stuck', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 5, maxLength: 40 }), async (list) => {
      const engine = new TestEngine({ requestTimeoutMs: 1, startTime: Date.UTC(2030, 0, 1) });
      await engine.deploy(one, 'one.bpmn');
      await engine.deploy(many, 'many.bpmn');
      for (const act of list) {
        const result = (await act(engine)) as { status?: number; body?: { detail?: string } } | undefined;
        expect(result?.status === 500 ? result.body?.detail : 'no fault').toBe('no fault');
      }
      const snapshot = JSON.parse(JSON.stringify(engine.engine.snapshot()));
      await using again = createEngine({ snapshot });
      await again.idle();
      expect(JSON.parse(JSON.stringify(again.snapshot()))).toEqual(snapshot);
      await settle(engine);
      expect(await engine.search('incidents', { errorType: 'UNKNOWN' })).toEqual([]);
      for (let round = 0; round < 5; round++) {
        await engine.work('work');
        for (const { userTaskKey } of await engine.search('user-tasks', { state: 'CREATED' })) {
          await engine.call('POST', `/user-tasks/${userTaskKey}/completion`);
        }
        await settle(engine);
      }
      const open = (await engine.search('user-tasks')).filter(
        ({ completionDate }) => completionDate === null,
      );
      expect(open).toEqual([]);
      expect(await engine.search('process-instances', { state: 'ACTIVE' })).toEqual([]);
      expect(await engine.search('process-definitions', { state: 'DRAINING' })).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 60_000);
