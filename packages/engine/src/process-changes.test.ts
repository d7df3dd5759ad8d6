import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneTask } from '../test/bpmn.ts';
import { findInconsistencies } from '../test/check-consistency.ts';
import { type Block, block, writeProcess } from '../test/random-process.ts';
import { buildEngine } from './create-engine.ts';
import type { ExecutableElement } from './model/executable.ts';
import type { EngineCore } from './runtime/engine-core.ts';
import { formatKey } from './runtime/keys.ts';
import { remember } from './snapshot/engine-memory.ts';
import type { ElementInstance } from './state/records.ts';

/** Something to do; the numbers choose among what there is at the time. */
interface Action {
  readonly what: (typeof WHATS)[number];
  readonly picks: readonly number[];
}

const WHATS = [
  'create',
  'createAt',
  'work',
  'work',
  'fail',
  'throw',
  'completeTask',
  'publish',
  'broadcast',
  'advance',
  'setVariables',
  'resolve',
  'activate',
  'terminate',
  'move',
  'move',
  'suspend',
  'resume',
  'migrate',
  'migrate',
  'cancel',
] as const;

const actions: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.record({
    what: fc.constantFrom(...WHATS),
    picks: fc.array(fc.nat({ max: 1000 }), { minLength: 4, maxLength: 4 }),
  }),
  { minLength: 5, maxLength: 40, size: 'max' },
);

// Written once: the test's own ids of flows go on counting.
const child = oneTask('child');
const SUFFIXES: Readonly<Record<string, string>> = { p: '', q: '-2' };

/** Does the actions to an engine that has two processes of the same shape, and looks after each that everything fits together. */
async function run(content: Block, todo: readonly Action[]): Promise<{ log: string; answers: Set<string> }> {
  const { engine, core } = buildEngine({ startTime: 0, requestTimeoutMs: 1 });
  const { projections, state } = core;
  const answers = new Set<string>();
  const call = async (method: string, path: string, body: object = {}) => {
    const { lastPosition } = core.log;
    const response = await engine.fetch(`http://engine/v2${path}`, { method, body: JSON.stringify(body) });
    const text = await response.text();
    const answer = text === '' ? {} : JSON.parse(text);
    // 504: the request did not wait for listeners, and what it has begun goes on.
    if (response.status >= 500 && response.status !== 504) {
      throw new Error(
        `${method} ${path} ${JSON.stringify(body)} answered ${response.status}: ${answer.detail}`,
      );
    }
    if (response.status >= 400 && response.status < 500 && core.log.lastPosition !== lastPosition) {
      throw new Error(`${method} ${path} was refused, but has changed something`);
    }
    answers.add(`${path.split('/').at(-1)} ${response.status}`);
    return answer;
  };
  for (const [id, suffix] of Object.entries(SUFFIXES)) {
    await engine.deploy({ name: `${id}.bpmn`, content: writeProcess(id, content, suffix) });
  }
  await engine.deploy({ name: 'child.bpmn', content: child });
  const empty = shapeOf(core);
  const world = { call, core };
  for (const action of todo) {
    await perform(world, action, (ms) => engine.clock.advance(ms));
    expect(findInconsistencies(core), JSON.stringify(action)).toEqual([]);
  }
  for (const { key, value } of [...state.elements.instances.values()]) {
    if (value.elementType === 'PROCESS' && value.instance.parentProcessInstanceKey === 0) {
      await call('POST', `/process-instances/${formatKey(key)}/cancellation`);
    }
  }
  // Canceling listeners of user tasks have their say.
  for (let rest = 0; state.elements.instances.size > 0 && rest < 100; rest++) {
    engine.clock.advance(5000);
    await perform(world, { what: 'work', picks: [1, 1, 1, 1] }, () => {});
    for (const { key, value } of [...state.incidents.values()]) {
      await call('PATCH', `/jobs/${formatKey(value.jobKey)}`, { changeset: { retries: 1 } });
      await call('POST', `/incidents/${formatKey(key)}/resolution`);
    }
  }
  engine.clock.advance(3_600_000);
  await engine.idle();
  expect(shapeOf(core)).toEqual(empty);
  expect(
    [...projections.elementInstances.values()].filter((row) => row.endedAt === 0 && row.state === 'ACTIVE'),
  ).toEqual([]);
  expect([...projections.incidents.values()].filter((row) => row.state === 'ACTIVE')).toEqual([]);
  expect([...projections.userTasks.values()].filter((row) => row.state === 'CREATED')).toEqual([]);
  expect([...projections.waits.open.keys()]).toEqual([]);
  expect([...projections.elementInstances.values()].filter((row) => row.incidents !== 0)).toEqual([]);
  const log = JSON.stringify(engine.events.list());
  await engine.close();
  return { log, answers };
}

interface World {
  readonly core: EngineCore;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers freely
  call(method: string, path: string, body?: object): Promise<any>;
}

async function perform(
  { core, call }: World,
  { what: wanted, picks }: Action,
  advance: (ms: number) => void,
): Promise<void> {
  const { state } = core;
  // What there is nothing for is done another time.
  const what = state.elements.instances.size === 0 ? 'create' : wanted;
  const [first = 0, second = 0, third = 0, fourth = 0] = picks;
  const live = [...state.elements.instances.values()];
  const processes = live.filter(({ value }) => value.elementType === 'PROCESS');
  const roots = processes.filter(({ value }) => value.instance.parentProcessInstanceKey === 0);
  const instance = pick(fourth % 5 === 0 ? processes : roots, first);
  const model = state.definitions.processes.get(instance?.value.processDefinitionKey ?? 0)?.model;
  const isTarget = ({ type }: ExecutableElement) =>
    third % 7 === 0 || !['PROCESS', 'START_EVENT', 'BOUNDARY_EVENT'].includes(type);
  const ids = [...(model?.elements.values() ?? [])].filter(isTarget).map(({ id }) => id);
  const inside = live.filter(
    ({ key: one, value }) =>
      value.processInstanceKey === instance?.key && (third % 7 === 0 || one !== instance.key),
  );
  const variables = { x: second % 5 };
  const at = (of: ElementInstance | undefined) => `/process-instances/${formatKey(of?.key ?? 1)}`;
  const key = (of: ElementInstance | undefined) => formatKey(of?.key ?? 1);
  switch (what) {
    case 'create':
      return call('POST', '/process-instances', { processDefinitionId: 'p', variables });
    case 'createAt': {
      const all = [...(state.definitions.latestProcess('<default>', 'p')?.model.elements.keys() ?? [])];
      return call('POST', '/process-instances', {
        processDefinitionId: 'p',
        variables,
        startInstructions: [{ elementId: pick(all, second) }],
        runtimeInstructions:
          third % 3 === 0 ? [{ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: pick(all, third) }] : [],
      });
    }
    case 'work':
    case 'fail':
    case 'throw': {
      const { jobs } = await call('POST', '/jobs/activation', {
        type: 'work',
        timeout: 5000,
        maxJobsToActivate: 1 + (second % 3),
        requestTimeout: -1,
      });
      const path = { work: 'completion', fail: 'failure', throw: 'error' }[what];
      for (const { jobKey, kind } of jobs) {
        // A task listener's job takes no variables and throws no errors.
        const isTaskListener = kind === 'TASK_LISTENER';
        const body = {
          work: isTaskListener ? {} : { variables },
          fail: { retries: third % 2 },
          throw: { errorCode: 'bad' },
        }[what];
        await call('POST', `/jobs/${jobKey}/${path}`, body);
      }
      return;
    }
    case 'completeTask': {
      const task = pick([...state.userTasks.tasks.values()], first);
      return task && call('POST', `/user-tasks/${formatKey(task.key)}/completion`, { variables });
    }
    case 'publish':
      return call('POST', '/messages/publication', {
        name: 'go',
        correlationKey: '1',
        timeToLive: first % 2 === 0 ? 0 : 20_000,
      });
    case 'broadcast':
      return call('POST', '/signals/broadcast', { signalName: 'go' });
    case 'advance':
      return advance(1000 * (1 + (first % 20)));
    case 'setVariables':
      return call('PUT', `/element-instances/${key(pick(inside, third))}/variables`, { variables });
    case 'resolve': {
      const incident = pick([...state.incidents.values()], first);
      if (incident === undefined) {
        return;
      }
      const { jobKey } = incident.value;
      if (jobKey !== 0) {
        await call('PATCH', `/jobs/${formatKey(jobKey)}`, { changeset: { retries: 1 } });
      }
      return call('POST', `/incidents/${formatKey(incident.key)}/resolution`);
    }
    case 'activate':
      return call('POST', `${at(instance)}/modification`, {
        activateInstructions: [
          {
            elementId: pick(ids, second),
            variableInstructions: [{ variables }],
            ...(third % 3 === 0 ? { ancestorElementInstanceKey: key(pick(inside, fourth)) } : {}),
          },
        ],
      });
    case 'terminate':
      if (inside.length === 0) {
        return;
      }
      return call('POST', `${at(instance)}/modification`, {
        terminateInstructions: [
          third % 2 === 0
            ? { elementInstanceKey: key(pick(inside, second)) }
            : { elementId: pick(inside, second)?.value.elementId },
        ],
      });
    case 'move': {
      const source = pick(inside, second);
      if (source === undefined) {
        return;
      }
      const siblings = ids.filter((id) => model?.elements.get(id)?.parent?.id === parentIdOf(core, source));
      return call('POST', `${at(instance)}/modification`, {
        moveInstructions: [
          {
            sourceElementInstruction:
              third % 2 === 0
                ? { sourceType: 'byKey', sourceElementInstanceKey: key(source) }
                : { sourceType: 'byId', sourceElementId: source?.value.elementId },
            targetElementId: pick(third % 3 === 0 ? ids : siblings, third),
            ...(fourth % 3 === 2
              ? {}
              : {
                  ancestorScopeInstruction: { ancestorScopeType: ['inferred', 'sourceParent'][fourth % 3] },
                }),
          },
        ],
      });
    }
    case 'suspend':
      return call('POST', `${at(instance)}/suspension`);
    case 'resume': {
      const suspended = live.filter(({ key: one }) => state.suspensions.isSuspended(one));
      return call('POST', `${at(pick(suspended, first) ?? instance)}/resumption`);
    }
    case 'migrate':
      return migrate({ core, call }, instance, second);
    case 'cancel':
      return call('POST', `${at(instance)}/cancellation`);
  }
}

/** From `p` to `q` or back, every id to its twin; now and then one is left out. */
async function migrate({ core, call }: World, instance: ElementInstance | undefined, leftOut: number) {
  const { definitions } = core.state;
  const source = definitions.processes.get(instance?.value.processDefinitionKey ?? 0);
  const targetId = source?.model.id === 'p' ? 'q' : 'p';
  const target = definitions.latestProcess('<default>', targetId);
  const from = SUFFIXES[source?.model.id ?? ''] ?? '';
  const to = SUFFIXES[targetId] ?? '';
  const elements = [...(source?.model.elements.values() ?? [])].filter(({ id }) => !id.includes('#'));
  const ids = elements.flatMap(({ id, outgoing }) => [id, ...outgoing.map((flow) => flow.id)]);
  const mapped = ids.filter((id, index) => id !== source?.model.id && index !== leftOut % (ids.length * 3));
  return call('POST', `/process-instances/${formatKey(instance?.key ?? 1)}/migration`, {
    targetProcessDefinitionKey: formatKey(target?.key ?? 1),
    mappingInstructions: mapped.map((id) => ({
      sourceElementId: id,
      targetElementId: id.slice(0, id.length - from.length) + to,
    })),
  });
}

function pick<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % Math.max(1, items.length)];
}

function parentIdOf(core: EngineCore, instance: ElementInstance | undefined): string | undefined {
  const { definitions } = core.state;
  const model = definitions.processes.get(instance?.value.processDefinitionKey ?? 0)?.model;
  return model?.elements.get(instance?.value.elementId ?? '')?.parent?.id;
}

/** How much every part of the state holds. Lists of jobs by type stay when they are empty. */
function shapeOf(core: EngineCore): readonly string[] {
  const parts = remember(core).state.map(([kind, entries], index) =>
    kind === 'order lists' ? '' : `${index} ${kind}: ${entries.length}`,
  );
  return [...parts, `jobs: ${core.state.jobs.activatable('work').size}`];
}

describe('modifications, suspensions and migrations of whatever process in whatever order', () => {
  it('leave everything accounted for, nothing open after the end, and the same log for the same inputs', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(block, actions, async (content, todo) => {
        const { log, answers } = await run(content, [{ what: 'create', picks: [0, 1] }, ...todo]);
        for (const answer of answers) {
          seen.add(answer);
        }
        const again = await run(content, [{ what: 'create', picks: [0, 1] }, ...todo]);
        expect(again.log === log, 'the same inputs give the same log').toBe(true);
      }),
      { numRuns: 40 },
    );
    // The property would be worth nothing if everything were refused.
    for (const command of ['modification', 'suspension', 'resumption', 'migration']) {
      expect(seen).toContain(`${command} 204`);
    }
  }, 120_000);
});
