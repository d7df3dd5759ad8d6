import type { FeelContext } from '../feel/index.ts';
import type { JobDefinition } from '../model/executable.ts';
import type { JobKind, JobListenerEventType, JobValue } from '../runtime/event.ts';
import { formatKey } from '../runtime/keys.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { evaluateInteger, evaluateProperty, evaluateText, scopeContext } from './evaluate.ts';
import { describeLinkedResources, findLinkedForm } from './linked.ts';

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
  const priority = evaluatePriority(step, node, context, definition);
  const { kind, listenerEventType } = purpose;
  step.emit('JOB', 'CREATED', step.nextKey(), {
    type,
    kind,
    listenerEventType,
    retries,
    priority,
    customHeaders: evaluateHeaders(step, node, context, definition),
    elementId: value.elementId,
    elementInstanceKey: key,
    processInstanceKey: value.processInstanceKey,
    processDefinitionKey: value.processDefinitionKey,
    instance: value.instance,
    ...NEW_JOB,
  });
}

/** The job's own priority, else that of the process, else 0. */
function evaluatePriority(
  step: Step,
  { instance, element }: ElementNode,
  context: FeelContext,
  definition: JobDefinition,
): number {
  const process = step.state.definitions.processes.get(instance.value.processDefinitionKey);
  const priority = definition.priority ?? process?.model.jobPriority ?? null;
  return priority === null
    ? 0
    : evaluateInteger(step, context, priority, `The job priority of the element '${element.id}'`);
}

function evaluateHeaders(
  step: Step,
  node: ElementNode,
  context: FeelContext,
  { headers, computedHeaders, form, linkedResources }: JobDefinition,
): Readonly<Record<string, string>> {
  if (computedHeaders === undefined && linkedResources === undefined) {
    return headers;
  }
  const all: Record<string, string> = { ...headers };
  for (const [name, property] of Object.entries(computedHeaders ?? {})) {
    const value = evaluateProperty(step, context, property);
    if (value !== null) {
      all[name] = typeof value === 'string' ? value : JSON.stringify(value);
    }
  }
  if (form !== undefined && form !== null) {
    all['io.camunda.zeebe:formKey'] = formatKey(findLinkedForm(step, node, form));
  }
  if (linkedResources !== undefined) {
    all.linkedResources = describeLinkedResources(step, node, linkedResources);
  }
  return all;
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
