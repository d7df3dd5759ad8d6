import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';

/** The deployment that brought the process of an element: what the binding `deployment` refers to. */
export function deploymentKeyOf(step: Step, { instance }: ElementNode): number {
  return step.state.definitions.processes.get(instance.value.processDefinitionKey)?.value.deploymentKey ?? 0;
}
