import { EngineRejection, type RejectionType } from '../runtime/engine-rejection.ts';
import type { EngineResponse } from './engine-request.ts';
import { HttpProblem } from './http-problem.ts';

const STATUS: Readonly<Record<RejectionType, number>> = {
  INVALID_ARGUMENT: 400,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  INVALID_STATE: 409,
  PROCESSING_ERROR: 500,
  EXCEEDED_BATCH_RECORD_SIZE: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  RESOURCE_EXHAUSTED: 503,
  DEADLINE_EXCEEDED: 504,
};

function statusOf(type: RejectionType): number {
  return STATUS[type];
}

/** What becomes of a failure: a refusal says what is wrong, everything else is a fault of the engine. */
export function problemOf(error: unknown, target: string): EngineResponse {
  if (EngineRejection.isInstance(error)) {
    return problem(statusOf(error.type), error.type, error.message, target);
  }
  if (error instanceof HttpProblem) {
    return { ...problem(error.status, error.title, error.message, target), headers: error.headers };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return problem(500, 'INTERNAL', `The engine failed: ${reason}`, target);
}

/** A problem answer as RFC 9457 writes it. */
export function problem(status: number, title: string, detail: string, target: string): EngineResponse {
  const [instance = '/'] = target.split('?');
  return {
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'about:blank', title, status, detail, instance }),
  };
}
