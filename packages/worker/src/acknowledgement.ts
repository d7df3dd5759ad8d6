import type { Operation } from '@camunda/transport';
import { completeJob, failJob, throwJobError } from './job-operations.ts';
import type { CommandBody } from './job-result.ts';
import type { JobEnd } from './worker-status.ts';

/**
 * What became of an acknowledgement.
 *
 * - `completed`: the cluster took it
 * - `superseded`: it was not needed or not wanted any more: the job had ended, was taken over, or its lock was lost
 * - `unknown`: it was sent, and no answer came within its time
 */
export type AcknowledgementOutcome = 'completed' | 'superseded' | 'unknown';

/** One command that ends a job. */
export interface Acknowledgement {
  readonly operation: Operation;
  readonly body: CommandBody;
  /** Which end the job comes to when the cluster takes the command. */
  readonly end: JobEnd;
}

/** Completes the job. */
export function completion(body: CommandBody): Acknowledgement {
  return { operation: completeJob, body, end: 'completed' };
}

/** Fails the job, or gives it back. */
export function failure(body: CommandBody, end: 'failed' | 'givenBack' = 'failed'): Acknowledgement {
  return { operation: failJob, body, end };
}

/** Throws a BPMN error for the job. */
export function bpmnError(body: CommandBody): Acknowledgement {
  return { operation: throwJobError, body, end: 'errored' };
}
