import type { ActivatedJob } from './activated-job.ts';
import type { JsonObject } from './json-value.ts';

/**
 * Reads the answer of an activation. By the time it arrives the cluster has locked these jobs, so nothing here throws:
 * whatever has a key is a job, and every other member has a neutral value.
 */
export function readActivatedJobs(answer: unknown): ActivatedJob[] {
  const jobs = isObject(answer) ? answer.jobs : undefined;
  if (!Array.isArray(jobs)) return [];
  const read: ActivatedJob[] = [];
  for (const job of jobs) {
    if (isObject(job) && text(job.jobKey) !== '') read.push(readJob(job));
  }
  return read;
}

function readJob(job: JsonObject): ActivatedJob {
  return {
    type: text(job.type),
    processDefinitionId: text(job.processDefinitionId),
    processDefinitionVersion: number(job.processDefinitionVersion),
    elementId: text(job.elementId),
    customHeaders: object(job.customHeaders),
    worker: text(job.worker),
    retries: number(job.retries),
    deadline: number(job.deadline),
    variables: object(job.variables),
    tenantId: text(job.tenantId),
    jobKey: text(job.jobKey),
    processInstanceKey: text(job.processInstanceKey),
    processDefinitionKey: text(job.processDefinitionKey),
    elementInstanceKey: text(job.elementInstanceKey),
    kind: text(job.kind) || 'BPMN_ELEMENT',
    listenerEventType: text(job.listenerEventType) || 'UNSPECIFIED',
    userTask: isObject(job.userTask) ? (job.userTask as never) : null,
    tags: Array.isArray(job.tags) ? (job.tags as never) : [],
    rootProcessInstanceKey: text(job.rootProcessInstanceKey) || null,
    businessId: text(job.businessId) || null,
    priority: number(job.priority),
    leaseToken: text(job.leaseToken) || null,
    physicalTenantId: text(job.physicalTenantId) || null,
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** Keys came as numbers from some gateways; they are text here. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

function number(value: unknown): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
}
