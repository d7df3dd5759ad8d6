import { defineCommand, instanceOfKey } from '../runtime/command.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';
import type { ElementNode } from './behaviour.ts';
import { closeCatchEvents } from './catch-events.ts';
import { finishCompensation, subscribeCompensation } from './compensation.ts';
import { takeFlow } from './flows.ts';
import { attemptPhase, resolveOpenIncidents } from './incidents.ts';
import { activateFilledJoins } from './inclusive-joins.ts';
import { applyOutputMappings } from './mappings.ts';
import { releaseMessageStart } from './message-starts.ts';
import { startNextListener } from './next-listener.ts';
import { behaviourOf, findNode } from './node.ts';
import { endsInstance } from './runtime-instructions.ts';
import { propagateVariables, setLocalVariables } from './variables.ts';

/** Which element instance has done its work, and with what result. */
export interface CompleteElementInput {
  readonly key: number;
  /** The result: a job's variables, a message's payload. @default none */
  readonly variables?: JsonObject | undefined;
}

/** Completes an active element instance; one that ends already, or that still has work inside, is left alone. */
export const completeElement = defineCommand(
  'COMPLETE_ELEMENT',
  (step, input: CompleteElementInput) => {
    const node = findNode(step, input.key);
    if (node === undefined || node.instance.state !== 'ACTIVATED' || hasWorkInside(node)) {
      return;
    }
    if (isAboutToEnd(step, node.instance)) {
      return;
    }
    step.emit('PROCESS_INSTANCE', 'ELEMENT_COMPLETING', input.key, node.instance.value);
    closeCatchEvents(step, node);
    takeResult(step, node, input.variables);
    continueCompletion(step, input.key);
  },
  (state, { key }) => instanceOfKey(state, key),
);

/** The part of a completion that is run again when its incident is resolved. */
export function continueCompletion(step: Step, key: number): void {
  attemptPhase(step, key, () => {
    const node = findNode(step, key);
    if (node === undefined || isAboutToEnd(step, node.instance)) {
      return;
    }
    const { instance, element } = node;
    const behaviour = behaviourOf(step, instance);
    if (instance.listenersDone === 0) {
      applyOutputMappings(step, node);
    }
    if (startNextListener(step, node, 'END')) {
      return;
    }
    behaviour.onCompleting?.(step, node);
    const scope = findNode(step, instance.value.flowScopeKey);
    if (scope !== undefined) {
      behaviourOf(step, scope.instance).onChildCompleting?.(step, scope, node);
    }
    const flows = behaviour.selectFlows?.(step, node) ?? element.outgoing;
    const isEventGateway = instance.value.elementType === 'EVENT_BASED_GATEWAY';
    const caught = isEventGateway ? step.state.elements.starts.get(key)?.variables : undefined;
    releaseMessageStart(step, instance);
    subscribeCompensation(step, node);
    resolveOpenIncidents(step, key);
    step.emit('PROCESS_INSTANCE', 'ELEMENT_COMPLETED', key, instance.value);
    finishCompensation(step, node);
    if (endsInstance(step, instance.value)) {
      return;
    }
    for (const flow of flows) {
      takeFlow(step, instance, flow, caught);
    }
    activateFilledJoins(step, instance.value.flowScopeKey);
    if (flows.length === 0) {
      completeScopeIfDone(step, instance.value.flowScopeKey);
    }
  });
}

/** Scopes whose children all have the same element id. */
const REPEATING: ReadonlySet<string> = new Set(['MULTI_INSTANCE_BODY', 'AD_HOC_SUB_PROCESS']);

/** Whether the element's termination is on its way already: an event has taken its place, or its scope ends or was interrupted. */
function isAboutToEnd(step: Step, instance: ElementInstance): boolean {
  const { flowScopeKey, instance: facts } = instance.value;
  const scope = step.state.elements.instances.get(flowScopeKey);
  const around = scope ?? step.state.elements.instances.get(facts.parentElementInstanceKey);
  if (around?.state === 'TERMINATING') {
    return true;
  }
  const interruption = scope?.interruption;
  // None of them is the cause that may still complete.
  const isItem = scope !== undefined && REPEATING.has(scope.value.elementType);
  const isCause = !isItem && interruption?.elementId === instance.value.elementId;
  const isInterrupted = interruption?.isPending === true && !isCause;
  return isInterrupted || instance.trigger !== null;
}

/** A scope without active elements and tokens is done. */
export function completeScopeIfDone(step: Step, scopeKey: number): void {
  const node = findNode(step, scopeKey);
  if (node !== undefined && node.instance.state === 'ACTIVATED' && !hasWorkInside(node)) {
    step.enqueue(completeElement, { key: scopeKey });
  }
}

function hasWorkInside({ instance }: ElementNode): boolean {
  // An ad-hoc sub-process goes on waiting for activations until its condition holds, or an event has taken it over.
  const isWaiting =
    instance.value.elementType === 'AD_HOC_SUB_PROCESS' &&
    !instance.isFulfilled &&
    instance.interruption === null;
  return instance.activeChildren > 0 || instance.pendingFlows > 0 || isWaiting;
}

/** With output mappings the result is the element's own, for them to choose from; else it goes to the scopes around it. */
function takeResult(step: Step, node: ElementNode, variables: JsonObject | undefined): void {
  if (variables === undefined) {
    return;
  }
  if (node.element.outputs.length > 0) {
    setLocalVariables(step, node.instance.key, variables);
  } else if (node.element.parent?.type === 'EVENT_SUB_PROCESS' && node.element.type === 'START_EVENT') {
    setLocalVariables(step, node.instance.value.flowScopeKey, variables);
  } else if (behaviourOf(step, node.instance).propagatesResult !== false) {
    // An event's payload is its own local variables already, so that it goes on from the scope around it.
    const { key, value } = node.instance;
    propagateVariables(step, value.elementType.endsWith('EVENT') ? value.flowScopeKey : key, variables);
  }
}
