import * as fc from 'fast-check';
import { buildEngine } from '../src/create-engine.ts';
import type { Engine } from '../src/engine.ts';
import type { ExecutableElement } from '../src/model/executable.ts';
import type { EngineCore } from '../src/runtime/engine-core.ts';
import { formatKey } from '../src/runtime/keys.ts';
import type { ElementInstance } from '../src/state/records.ts';
import { oneTask } from './bpmn.ts';
import { type Block, writeProcess } from './random-process.ts';

/** Something to do; the numbers choose among what there is at the time. */
export interface Action {
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

/** Any of them, in any order. */
export const actions: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.record({
    what: fc.constantFrom(...WHATS),
    picks: fc.array(fc.nat({ max: 1000 }), { minLength: 4, maxLength: 4 }),
  }),
  { minLength: 5, maxLength: 40, size: 'max' },
);

// Written once: the test's own ids of flows go on counting.
const child = oneTask('child');
const SUFFIXES: Readonly<Record<string, string>> = { p: '', q: '-2' };

/** An engine with two processes of the same shape, `p` and `q`, and what the calls to it answered. */
export interface World {
  readonly engine: Engine;
  readonly core: EngineCore;
  /** Each operation and status that there was. */
  readonly answers: Set<string>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers freely
  call(method: string, path: string, body?: object): Promise<any>;
}

/** Makes such an engine. Its `call` rejects if the engine fails, or if a refusal has changed something. */
export async function createWorld(content: Block): Promise<World> {
  const { engine, core } = buildEngine({ startTime: 0, requestTimeoutMs: 1 });
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
  return { engine, core, answers, call };
}

/** Does something to the engine. */
export async function perform(world: World, { what: wanted, picks }: Action): Promise<void> {
  const { engine, core, call } = world;
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
      return engine.clock.advance(1000 * (1 + (first % 20)));
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
      return migrate(world, instance, second);
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
