import type { JobDefinition } from '../model/executable.ts';
import type { TextOrExpression } from '../model/expression.ts';
import type { JobKind, JobListenerEventType, JobValue } from '../runtime/event.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { valueOf } from '../model/expression.ts';
import { ElementFailure } from './element-failure.ts';
import { visibleVariables } from './variables.ts';

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
  const context = visibleVariables(step, key);
  const type = valueOf(definition.type, context);
  if (typeof type !== 'string' || type === '') {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `The job type of the element '${node.element.id}' must be a text, but it is ${JSON.stringify(type)}`,
    );
  }
  const { kind, listenerEventType } = purpose;
  step.emit('JOB', 'CREATED', step.nextKey(), {
    type,
    kind,
    listenerEventType,
    retries: integerOf(definition.retries, context, 'number of retries', node),
    priority:
      definition.priority === null ? 0 : integerOf(definition.priority, context, 'job priority', node),
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

function integerOf(source: TextOrExpression, context: JsonObject, what: string, node: ElementNode): number {
  const value = valueOf(source, context);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `The ${what} of the element '${node.element.id}' must be an integer, but it is ${JSON.stringify(value)}`,
    );
  }
  return number;
}
