import { CamundaError } from '@camunda/core';
import type { ActivatedJob } from './activated-job.ts';
import { describeValue } from './find-json-fault.ts';
import type { JsonObject } from './json-value.ts';

/**
 * Reads the answer of an activation. By the time it arrives the cluster has locked these jobs, so none of them makes it
 * throw: whatever has a key is a job, and every other member has a neutral value.
 *
 * @param onKeyless called with the number of entries that nobody could acknowledge, if there are any
 * @throws CamundaError where the answer has no list of jobs at all
 */
export function readActivatedJobs(answer: unknown, onKeyless: (count: number) => void): ActivatedJob[] {
  const jobs: unknown = isObject(answer) ? answer.jobs : undefined;
  if (!Array.isArray(jobs)) {
    const given = isObject(answer) ? `jobs is ${describeValue(jobs)}` : `it is ${describeValue(answer)}`;
    throw new CamundaError(`the answer to a request for jobs must have a list under jobs, but ${given}`, {
      code: 'POLL_INVALID',
    });
  }
  const read = jobs.filter((job) => isObject(job) && text(job.jobKey) !== '').map(readJob);
  if (read.length < jobs.length) onKeyless(jobs.length - read.length);
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

/** Numbers may come as text, too. */
function number(value: unknown): number {
  const read = typeof value === 'string' || typeof value === 'bigint' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : 0;
}
