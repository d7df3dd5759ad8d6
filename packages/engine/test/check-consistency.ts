import type { EngineCore } from '../src/runtime/engine-core.ts';
import type { ElementInstance } from '../src/state/records.ts';

/** What lives only as long as something is inside of it. */
const SCOPES = new Set([
  'PROCESS',
  'SUB_PROCESS',
  'EVENT_SUB_PROCESS',
  'MULTI_INSTANCE_BODY',
  'AD_HOC_SUB_PROCESS_INNER_INSTANCE',
]);

/** What does not fit together in an engine that is at rest; empty if all is well. */
export function findInconsistencies(core: EngineCore): string[] {
  const { elements } = core.state;
  return [
    ...[...elements.instances.values()].flatMap((instance) => checkInstance(core, instance)),
    ...checkWaits(core),
    ...checkJobs(core),
    ...checkOwners(core),
    ...checkFaults(core),
    ...checkRows(core),
  ];
}

function checkInstance(core: EngineCore, instance: ElementInstance): string[] {
  const { state } = core;
  const { key, value } = instance;
  const problems: string[] = [];
  const expect = (holds: boolean, what: string) => {
    if (!holds) {
      problems.push(`${value.elementId} (${key}, ${instance.state}): ${what}`);
    }
  };
  const root = state.elements.instances.get(value.processInstanceKey);
  const model = state.definitions.processes.get(value.processDefinitionKey)?.model;
  const element = model?.elements.get(value.elementId);
  const children = state.elements.children.of(key);
  const isSuspended = state.suspensions.isSuspended(value.processInstanceKey);
  const hasIncident = state.incidentsOfElement.of(key).size > 0;
  expect(element !== undefined, 'its process has no such element');
  expect(
    element?.type === value.elementType || element?.inner?.type === value.elementType,
    `it is a ${value.elementType}, but the model has a ${element?.type}`,
  );
  expect(
    root?.value.processDefinitionKey === value.processDefinitionKey,
    'its process instance is of another definition',
  );
  expect(
    root?.value.instance.version === value.instance.version,
    'its facts are not those of its process instance',
  );
  expect(
    value.flowScopeKey === 0
      ? key === value.processInstanceKey
      : state.elements.instances.get(value.flowScopeKey) !== undefined,
    'its scope is gone',
  );
  expect(
    instance.activeChildren === children.size,
    `${instance.activeChildren} children are counted, but there are ${children.size}`,
  );
  const isEnding = instance.state === 'TERMINATING';
  if (isEnding) {
    // Only a user task's listeners make an end wait.
    const jobs = [...state.jobs.jobs.values()].filter(({ value: job }) => job.kind === 'TASK_LISTENER');
    expect(jobs.length > 0, 'it never ends');
    return problems;
  }
  const endsInside = [...children].some(
    (child) => state.elements.instances.get(child)?.state === 'TERMINATING',
  );
  expect(
    endsInside || (instance.trigger === null && instance.interruption?.isPending !== true),
    'what was caught never takes place',
  );
  const joins = state.elements.joinsOf(key);
  let tokens = 0;
  for (const { gatewayId, byFlow } of joins) {
    const gateway = model?.elements.get(gatewayId);
    for (const [flowId, count] of Object.entries(byFlow)) {
      tokens += count;
      expect(
        gateway?.incoming.some(({ id }) => id === flowId) === true,
        `a token waits at ${gatewayId}, where ${flowId} does not lead`,
      );
    }
  }
  expect(
    isSuspended ? instance.pendingFlows >= tokens : instance.pendingFlows === tokens,
    `${instance.pendingFlows} flows are pending, but ${tokens} tokens wait`,
  );
  if (isSuspended || hasIncident || instance.state !== 'ACTIVATED') {
    expect(isSuspended || hasIncident || instance.jobKey !== 0, 'it has stopped without a reason');
    return problems;
  }
  const isWaiting =
    instance.jobKey !== 0 ||
    instance.calledInstanceKey !== 0 ||
    state.userTasks.ofElement(key) !== undefined ||
    state.catchEvents.ofHost(key).some((waiting) => waiting.value.elementId === value.elementId) ||
    value.elementType === 'EVENT_BASED_GATEWAY' ||
    value.elementType === 'AD_HOC_SUB_PROCESS' ||
    element?.event?.kind === 'compensation';
  if (SCOPES.has(value.elementType)) {
    expect(children.size + tokens > 0, 'nothing is left in it, but it goes on');
  } else {
    expect(isWaiting, 'it is active, but waits for nothing');
  }
  return problems;
}

function checkWaits({ state }: EngineCore): string[] {
  const due = new Map([...state.due.list()].map((work) => [work.key, work]));
  return [...state.catchEvents.waiting.values()].flatMap(({ key, type, value, isPaused }) => {
    const host = state.elements.instances.get(value.hostKey);
    const isSuspended = state.suspensions.isSuspended(value.processInstanceKey);
    const isSubscription = type === 'MESSAGE_SUBSCRIPTION' || type === 'SIGNAL_SUBSCRIPTION';
    const name = `${type} ${key} of ${value.elementId}`;
    return [
      host === undefined ? `${name}: nobody waits` : '',
      host?.value.processDefinitionKey === value.processDefinitionKey
        ? ''
        : `${name}: its host is of another definition`,
      !isSubscription || isPaused === isSuspended
        ? ''
        : `${name}: paused ${isPaused}, but suspended ${isSuspended}`,
      type !== 'TIMER' || due.has(key) !== isSuspended
        ? ''
        : `${name}: due ${due.has(key)}, but suspended ${isSuspended}`,
    ].filter((problem) => problem !== '');
  });
}

function checkJobs({ state }: EngineCore): string[] {
  return [...state.jobs.jobs.values()].flatMap(({ key, value, status }) => {
    const instance = state.elements.instances.get(value.elementInstanceKey);
    const isListed = [...state.jobs.activatable(value.type)].some((listed) => listed.key === key);
    const isSuspended = state.suspensions.isSuspended(value.processInstanceKey);
    return [
      instance?.jobKey === key ? '' : `job ${key}: its element instance does not know it`,
      instance?.value.elementId === value.elementId
        ? ''
        : `job ${key}: it is of ${value.elementId}, its element instance of ${instance?.value.elementId}`,
      isListed === (status === 'ACTIVATABLE' && !isSuspended)
        ? ''
        : `job ${key}: ${status}, suspended ${isSuspended}, but listed ${isListed}`,
    ].filter((problem) => problem !== '');
  });
}

/** Incidents and user tasks belong to something that lives. */
function checkOwners({ state }: EngineCore): string[] {
  return [...state.incidents.values(), ...state.userTasks.tasks.values()].flatMap(({ key, value }) =>
    state.elements.instances.get(value.elementInstanceKey)?.value.elementId === value.elementId
      ? []
      : [`${key} of ${value.elementId}: its element instance is gone or another`],
  );
}

/** A fault of the engine becomes an incident that nothing else becomes. */
function checkFaults({ state }: EngineCore): string[] {
  return [...state.incidents.values()].flatMap(({ value }) =>
    value.errorType === 'UNKNOWN' ? [`${value.elementId}: ${value.errorMessage}`] : [],
  );
}

/** Searches show what is true. */
function checkRows({ state, projections }: EngineCore): string[] {
  const rows = [...projections.elementInstances.values()];
  return [
    ...rows.flatMap(({ key, state: shown, value }) => {
      const instance = state.elements.instances.get(key);
      const isRight = (shown === 'ACTIVE') === (instance !== undefined);
      const isSame = instance === undefined || instance.value === value;
      return isRight && isSame ? [] : [`${value.elementId} (${key}) is shown as ${shown}, which it is not`];
    }),
    ...[...projections.processInstances.values()].flatMap(({ key, state: shown }) =>
      (shown === 'SUSPENDED') === state.suspensions.isSuspended(key)
        ? []
        : [`instance ${key} is shown as ${shown}`],
    ),
  ];
}
