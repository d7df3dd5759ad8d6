import type { IncidentErrorType } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance, Incident } from '../state/records.ts';
import { ElementFailure } from './element-failure.ts';

/**
 * Stops an element instance until somebody resolves the incident. What else is wrong with the element (its job has failed, one of its
 * conditions cannot be read) keeps its own incident; the same thing again makes no second one.
 */
export function raiseIncident(
  step: Step,
  { value, key }: ElementInstance,
  errorType: IncidentErrorType,
  errorMessage: string,
  jobKey = 0,
): void {
  const isKnown = openIncidents(step, key).some(
    ({ value: open }) =>
      open.errorType === errorType && open.errorMessage === errorMessage && open.jobKey === jobKey,
  );
  if (isKnown) {
    return;
  }
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

/** The element instance ends, and its incidents with it. */
export function resolveOpenIncidents(step: Step, elementInstanceKey: number): void {
  for (const { key, value } of openIncidents(step, elementInstanceKey)) {
    step.emit('INCIDENT', 'RESOLVED', key, value);
  }
}

function openIncidents({ state }: Step, elementInstanceKey: number): readonly Incident[] {
  return [...state.incidentsOfElement.of(elementInstanceKey)].flatMap(
    (key) => state.incidents.get(key) ?? [],
  );
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
