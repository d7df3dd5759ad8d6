import type { IncidentErrorType } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';
import { ElementFailure } from './element-failure.ts';

/** Stops an element instance until somebody resolves the incident. One incident an element instance at a time. */
export function raiseIncident(
  step: Step,
  instance: ElementInstance,
  errorType: IncidentErrorType,
  errorMessage: string,
  jobKey = 0,
): void {
  const { value, key } = instance;
  resolveOpenIncident(step, key);
  step.emit('INCIDENT', 'CREATED', step.nextKey(), {
    errorType,
    errorMessage,
    elementId: value.elementId,
    elementInstanceKey: key,
    processInstanceKey: value.processInstanceKey,
    processDefinitionKey: value.processDefinitionKey,
    instance: value.instance,
    jobKey,
  });
}

/** The incident is over, because it was resolved or because its element ends. */
export function resolveOpenIncident(step: Step, elementInstanceKey: number): void {
  const incidentKey = step.state.elements.instances.get(elementInstanceKey)?.incidentKey ?? 0;
  const incident = step.state.incidents.get(incidentKey);
  if (incident !== undefined) {
    step.emit('INCIDENT', 'RESOLVED', incidentKey, incident.value);
  }
}

/** Does one phase of an element's life; a failure takes the phase back and raises an incident. Gives whether it succeeded. */
export function attemptPhase(step: Step, elementInstanceKey: number, phase: () => void): boolean {
  try {
    step.attempt(phase);
    return true;
  } catch (error) {
    if (!(error instanceof ElementFailure)) {
      throw error;
    }
    const instance = step.state.elements.instances.get(elementInstanceKey);
    if (instance !== undefined) {
      error.afterwards?.(step);
      raiseIncident(step, instance, error.errorType, error.message);
    }
    return false;
  }
}
