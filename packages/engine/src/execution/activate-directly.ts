import type { ExecutableElement, ExecutableProcess } from '../model/executable.ts';
import { flowScopesOf } from '../model/flow-scopes.ts';
import { invalidArgument, invalidState } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';
import { elementNamed } from './activatable.ts';
import { acceptsActivation, activateElement } from './activate-element.ts';
import { openCatchEvents } from './catch-events.ts';
import { ElementFailure } from './element-failure.ts';
import { findScopes } from './find-scopes.ts';
import { findNode } from './node.ts';
import { setLocalVariables } from './variables.ts';

/** An element to activate where no token has come to it. */
export interface DirectActivation {
  readonly elementId: string;
  /** The live scope to activate it in; scopes between the two are made anew. 0: the only one that there is. */
  readonly ancestorKey: number;
  readonly variables: readonly ScopedVariables[];
}

/** Variables that are set before the activation. */
export interface ScopedVariables {
  /** The scope around the activated element that gets them as its own; null for the process instance. */
  readonly scopeId: string | null;
  readonly variables: JsonObject;
}

/**
 * Activates an element inside a live process instance as if a token had come. Scopes around it that are missing are made first,
 * without their start events, listeners and input mappings.
 * @throws EngineRejection if it is not clear or not possible where
 */
export function activateDirectly(
  step: Step,
  process: ExecutableProcess,
  processInstanceKey: number,
  { elementId, ancestorKey, variables }: DirectActivation,
): void {
  const element = elementNamed(process, elementId);
  const scopes = flowScopesOf(process, element);
  refuseForeignScopes(element, scopes, variables);
  const found = findScopes(step, processInstanceKey, element, scopes, ancestorKey);
  for (const { scopeId, variables: values } of variables) {
    const scope = found.findLast((one) => one.value.elementId === (scopeId ?? process.id));
    if (scope !== undefined) {
      setLocalVariables(step, scope.key, values);
    }
  }
  const missing = scopes.slice(found.length);
  refuseMissingLoop(process, element, missing);
  let parent = found.at(-1) as ElementInstance;
  for (const scope of missing) {
    const own = variables.filter(({ scopeId }) => scopeId === scope.id);
    parent = createScope(
      step,
      parent,
      scope,
      own.map((one) => one.variables),
    );
  }
  reopen(step, parent, elementId);
  const start = element.type === 'EVENT_SUB_PROCESS' ? element.children.find(isStart) : undefined;
  activateElement.run(step, {
    elementId,
    flowScopeKey: parent.key,
    start: start === undefined ? undefined : { elementId: start.id, variables: {} },
  });
}

/** Only the multi-instance itself can say what its items are. */
function refuseMissingLoop(
  process: ExecutableProcess,
  element: ExecutableElement,
  missing: readonly ExecutableElement[],
): void {
  const loop = missing.find(({ id }) => process.elements.get(id)?.loop != null);
  if (loop !== undefined) {
    throw invalidArgument(
      `Expected an active item of the multi-instance '${loop.id}' to activate '${element.id}' in, but there is none`,
    );
  }
}

function refuseForeignScopes(
  element: ExecutableElement,
  scopes: readonly ExecutableElement[],
  variables: readonly ScopedVariables[],
): void {
  for (const { scopeId } of variables) {
    if (scopeId !== null && !scopes.some(({ id }) => id === scopeId)) {
      throw invalidArgument(
        `Expected the scope of the variables to be one around the element '${element.id}', but '${scopeId}' is none`,
      );
    }
  }
}

/** A scope that begins with nothing in it but what is activated next. */
function createScope(
  step: Step,
  parent: ElementInstance,
  element: ExecutableElement,
  variables: readonly JsonObject[],
): ElementInstance {
  reopen(step, parent, element.id);
  const key = step.nextKey();
  const { processInstanceKey, processDefinitionKey, instance } = parent.value;
  step.emit('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, {
    elementId: element.id,
    elementType: element.type,
    processInstanceKey,
    processDefinitionKey,
    flowScopeKey: parent.key,
    instance,
  });
  for (const own of variables) {
    setLocalVariables(step, key, own);
  }
  return enterScope(step, key);
}

/** The scope is active: its boundary events and event sub-processes wait. @throws EngineRejection if they cannot */
export function enterScope(step: Step, key: number): ElementInstance {
  const node = findNode(step, key);
  if (node === undefined) {
    throw new Error(`There is no scope ${key} to enter`);
  }
  try {
    openCatchEvents(step, node);
  } catch (error) {
    throw error instanceof ElementFailure ? invalidArgument(error.message) : error;
  }
  step.emit('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', key, node.instance.value);
  return step.state.elements.instances.get(key) ?? node.instance;
}

/** A scope that was interrupted takes what is activated in it directly; one that begins or ends does not. */
function reopen(step: Step, scope: ElementInstance, elementId: string): void {
  const { key, state, interruption, value } = scope;
  if (state !== 'ACTIVATED' || interruption?.isPending === true) {
    throw invalidState(
      `Expected the scope '${value.elementId}' (${key}) to be active, but it ${state === 'ACTIVATING' ? 'has not begun yet' : 'is about to end'}`,
    );
  }
  if (interruption !== null && !acceptsActivation(step, scope, elementId)) {
    step.emit('PROCESS_EVENT', 'REOPENED', step.nextKey(), {
      elementId: interruption.elementId,
      hostKey: key,
      processInstanceKey: value.processInstanceKey,
      variables: {},
    });
  }
}

function isStart({ type }: ExecutableElement): boolean {
  return type === 'START_EVENT';
}
