import type { ExecutableElement, SequenceFlow } from '../model/executable.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance, JoinTokens } from '../state/records.ts';
import { activateElement } from './activate-element.ts';
import { elementOf } from './node.ts';

/** Activates the inclusive joins of a scope that no further token can reach. To be called whenever a token has moved in the scope. */
export function activateFilledJoins(step: Step, scopeKey: number): void {
  const joins = step.state.elements.joinsOf(scopeKey);
  const scope = joins.length === 0 ? undefined : step.state.elements.instances.get(scopeKey);
  if (scope === undefined) {
    return;
  }
  for (const join of joins) {
    const gateway = elementOf(step, scope.value.processDefinitionKey, join.gatewayId);
    if (gateway.type === 'INCLUSIVE_GATEWAY' && isFilled(step, scope, gateway)) {
      const flow = gateway.incoming.find(({ id }) => join.byFlow[id] !== undefined);
      if (flow !== undefined) {
        const { processInstanceKey, processDefinitionKey } = scope.value;
        const value = {
          flowId: flow.id,
          targetId: gateway.id,
          flowScopeKey: scopeKey,
          processInstanceKey,
          processDefinitionKey,
        };
        const token = { flowKey: step.nextKey(), value };
        step.enqueue(activateElement, { elementId: gateway.id, flowScopeKey: scopeKey, token, join: true });
      }
    }
  }
}

/** Whether an inclusive join has everything that can still come: all its flows were taken, or nothing leads to those that were not. */
export function isFilled(step: Step, scope: ElementInstance, gateway: ExecutableElement): boolean {
  const { elements } = step.state;
  const tokens = elements.tokensAt(scope.key, gateway.id);
  if (tokens === undefined) {
    return false;
  }
  const open = gateway.incoming.filter(({ id }) => tokens.byFlow[id] === undefined);
  if (open.length === 0) {
    return true;
  }
  const joins = elements.joinsOf(scope.key);
  // A token between two elements will be somewhere as soon as its command has run; then this is asked again.
  if (scope.pendingFlows > joins.reduce((sum, join) => sum + countOf(join), 0)) {
    return false;
  }
  const ahead = leadingTo(gateway, open);
  const isAlive = [...elements.children.of(scope.key)].some((key) =>
    ahead.has(elements.instances.get(key)?.value.elementId ?? ''),
  );
  const others = joins.filter(({ gatewayId }) => gatewayId !== gateway.id && ahead.has(gatewayId));
  if (isAlive || others.length === 0) {
    return !isAlive;
  }
  // In a loop two joins can wait for each other. What could as well come where a token is already is behind this one, not ahead of it.
  const behind = leadingTo(
    gateway,
    gateway.incoming.filter((flow) => !open.includes(flow)),
  );
  return others.every(({ gatewayId }) => behind.has(gatewayId));
}

/** The ids of all elements from which a path leads to one of these flows into the gateway, without passing it before. */
function leadingTo(gateway: ExecutableElement, flows: readonly SequenceFlow[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = flows.map(({ source }) => source);
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (element !== gateway && !found.has(element.id)) {
      found.add(element.id);
      open.push(...predecessorsOf(element));
    }
  }
  return found;
}

function predecessorsOf(element: ExecutableElement): ExecutableElement[] {
  const sources = element.incoming.map(({ source }) => source);
  const { event, attachedTo, parent } = element;
  if (attachedTo !== null) {
    sources.push(attachedTo);
  }
  if (event?.kind === 'link' && element.type === 'INTERMEDIATE_CATCH_EVENT') {
    const isThrow = (other: ExecutableElement) =>
      other.type === 'INTERMEDIATE_THROW_EVENT' &&
      other.event?.kind === 'link' &&
      other.event.name === event.name;
    sources.push(...(parent?.children.filter(isThrow) ?? []));
  }
  return sources;
}

function countOf(join: JoinTokens): number {
  return Object.values(join.byFlow).reduce((sum, count) => sum + count, 0);
}
