import type { RejectionType } from '../runtime/engine-rejection.ts';
import type { EngineResponse } from './engine-request.ts';

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

/** The status of a refused command. */
export function statusOf(type: RejectionType): number {
  return STATUS[type];
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
