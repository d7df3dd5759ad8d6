import type { JobDefinition } from '../model/executable.ts';
import type { JobKind, JobListenerEventType, JobValue } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { evaluateInteger, evaluateText, scopeContext } from './evaluate.ts';

/** What a job is for. */
export interface JobPurpose {
  readonly kind: JobKind;
  readonly listenerEventType: JobListenerEventType;
}

const ELEMENT_JOB: JobPurpose = { kind: 'BPMN_ELEMENT', listenerEventType: 'UNSPECIFIED' };

/** Makes a job of an element for workers to take. @throws ElementFailure if type, retries or priority have no proper value */
export function createJob(
  step: Step,
  node: ElementNode,
  definition: JobDefinition,
  purpose: JobPurpose = ELEMENT_JOB,
): void {
  const { key, value } = node.instance;
  const context = scopeContext(step, key);
  const { id } = node.element;
  const type = evaluateText(step, context, definition.type, `The job type of the element '${id}'`);
  const retries = evaluateInteger(
    step,
    context,
    definition.retries,
    `The number of retries of the element '${id}'`,
  );
  const priority =
    definition.priority === null
      ? 0
      : evaluateInteger(step, context, definition.priority, `The job priority of the element '${id}'`);
  const { kind, listenerEventType } = purpose;
  step.emit('JOB', 'CREATED', step.nextKey(), {
    type,
    kind,
    listenerEventType,
    retries,
    priority,
    customHeaders: definition.headers,
    elementId: value.elementId,
    elementInstanceKey: key,
    processInstanceKey: value.processInstanceKey,
    processDefinitionKey: value.processDefinitionKey,
    instance: value.instance,
    ...NEW_JOB,
  });
}

const NEW_JOB = {
  worker: '',
  deadline: 0,
  backOffUntil: 0,
  errorMessage: null,
  errorCode: null,
  leaseToken: null,
} satisfies Partial<JobValue>;

/** The job's element ends without it. */
export function cancelJob(step: Step, jobKey: number): void {
  const job = step.state.jobs.jobs.get(jobKey);
  if (job !== undefined) {
    step.emit('JOB', 'CANCELED', jobKey, job.value);
  }
}
