import { ElementFailure } from '../execution/element-failure.ts';
import { evaluateExpression } from '../execution/evaluate.ts';
import { elementOf } from '../execution/node.ts';
import { startProcessInstance } from '../execution/start-process-instance.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidArgument, notFound } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { WaitingOf } from '../state/catch-event-records.ts';

export interface EvaluateConditionalsInput {
  readonly tenantId: string;
  /** Only the start events of this process; null for all processes. */
  readonly processDefinitionKey: number | null;
  readonly variables: JsonObject;
}

export interface EvaluatedConditionals {
  readonly evaluationKey: number;
  readonly started: readonly { readonly processDefinitionKey: number; readonly processInstanceKey: number }[];
}

/** Starts an instance at every conditional start event whose condition holds with these variables. */
export const evaluateConditionals = defineCommand(
  'EVALUATE',
  (step, input: EvaluateConditionalsInput): EvaluatedConditionals => {
    const { tenantId, processDefinitionKey, variables } = input;
    if (
      processDefinitionKey !== null &&
      step.state.definitions.processes.get(processDefinitionKey) === undefined
    ) {
      throw notFound(`a process definition with key '${processDefinitionKey}'`);
    }
    const evaluationKey = step.nextKey();
    const started = step.state.catchEvents
      .conditionsOf(tenantId, 0)
      .filter(({ value }) => [null, value.processDefinitionKey].includes(processDefinitionKey))
      .filter((subscription) => holds(step, subscription, variables))
      .map(({ value }) => {
        const { processDefinitionKey: key, elementId } = value;
        const start = { processDefinitionKey: key, elementId, variables, businessId: null };
        return { processDefinitionKey: key, processInstanceKey: startProcessInstance(step, start) };
      });
    return { evaluationKey, started };
  },
);

function holds(step: Step, { value }: WaitingOf<'CONDITION_SUBSCRIPTION'>, variables: JsonObject): boolean {
  const { event } = elementOf(step, value.processDefinitionKey, value.elementId);
  if (event?.kind !== 'conditional') {
    return false;
  }
  try {
    return evaluateExpression(step, variables, event.condition, 'CONDITION_ERROR') === true;
  } catch (error) {
    throw error instanceof ElementFailure ? invalidArgument(error.message) : error;
  }
}
