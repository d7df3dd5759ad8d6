import type { ElementNode } from '../execution/behaviour.ts';
import { activateFilledJoins } from '../execution/inclusive-joins.ts';
import type { ExecutableElement } from '../model/executable.ts';
import { flowScopesOf } from '../model/flow-scopes.ts';
import { invalidState } from '../runtime/engine-rejection.ts';
import type { SequenceFlowValue } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';
import type { JoinTokens } from '../state/records.ts';
import { refuseOther } from './check-element.ts';
import type { MigrationPlan } from './migration-plan.ts';

/** A token that waits at a join, and where it waits after the migration. */
export interface WaitingToken {
  readonly from: SequenceFlowValue;
  readonly to: SequenceFlowValue;
}

/** The tokens that wait at the joins of a scope, which becomes `target`. @throws EngineRejection if one cannot be carried over */
export function mapTokens(
  plan: MigrationPlan,
  scope: ElementNode,
  target: ExecutableElement,
  joins: readonly JoinTokens[],
): readonly WaitingToken[] {
  const tokens = joins.flatMap((join) => mapJoin(plan, scope, target, join));
  if (tokens.length !== scope.instance.pendingFlows) {
    throw invalidState(
      `Expected no token to be on its way in '${scope.element.id}', but a sequence flow is taken just now`,
    );
  }
  return tokens;
}

/** Lets the tokens wait where they wait in the target. */
export function moveTokens(step: Step, tokens: readonly WaitingToken[]): void {
  for (const { from } of tokens) {
    step.emit('SEQUENCE_FLOW', 'WITHDRAWN', step.nextKey(), from);
  }
  for (const { to } of tokens) {
    step.emit('SEQUENCE_FLOW', 'WAITING', step.nextKey(), to);
  }
  for (const scopeKey of new Set(tokens.map(({ to }) => to.flowScopeKey))) {
    activateFilledJoins(step, scopeKey);
  }
}

function mapJoin(
  plan: MigrationPlan,
  scope: ElementNode,
  target: ExecutableElement,
  { gatewayId, byFlow }: JoinTokens,
): WaitingToken[] {
  const source = plan.source.elements.get(gatewayId);
  const gateway = plan.targetOf(gatewayId);
  if (source === undefined || gateway === undefined) {
    throw invalidState(
      `Expected a mapping instruction for every join at which tokens wait, but there is none for '${gatewayId}'`,
    );
  }
  refuseOther(source, gateway);
  if (flowScopesOf(plan.target.model, gateway).at(-1) !== target) {
    throw invalidState(
      `Expected the join '${gatewayId}' to stay in its scope, but '${gateway.id}' is in another`,
    );
  }
  if (gateway.incoming.length < source.incoming.length) {
    throw invalidState(
      `Expected the join '${gateway.id}' to have at least ${source.incoming.length} incoming flows, as '${gatewayId}' has, but it has ${gateway.incoming.length}`,
    );
  }
  const { key: flowScopeKey, value } = scope.instance;
  const common = { flowScopeKey, processInstanceKey: value.processInstanceKey };
  const taken = new Set<string>();
  return Object.entries(byFlow).flatMap(([flowId, count]) => {
    const targetFlowId = flowInto(plan, gateway, flowId);
    if (taken.has(targetFlowId)) {
      throw invalidState(`Expected one taken flow to become '${targetFlowId}', but there are several`);
    }
    taken.add(targetFlowId);
    const from = { ...common, flowId, targetId: gatewayId, processDefinitionKey: value.processDefinitionKey };
    const to = {
      ...common,
      flowId: targetFlowId,
      targetId: gateway.id,
      processDefinitionKey: plan.target.key,
    };
    return Array.from({ length: count }, () => ({ from, to }));
  });
}

function flowInto(plan: MigrationPlan, gateway: ExecutableElement, flowId: string): string {
  const targetFlowId = plan.targetIdOf(flowId);
  if (targetFlowId === undefined) {
    throw invalidState(
      `Expected a mapping instruction for every flow that a waiting token came along, but there is none for '${flowId}'`,
    );
  }
  if (!gateway.incoming.some(({ id }) => id === targetFlowId)) {
    throw invalidState(
      `Expected the flow '${flowId}' to become one into '${gateway.id}', but '${targetFlowId}' is none`,
    );
  }
  return targetFlowId;
}
