import type { CallRequest } from './call-request.ts';
import type { Operation } from './operation.ts';

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  createProcessInstance: ['businessId'],
  publishMessage: ['messageId'],
};

/** Whether the call may be sent again although an earlier attempt may have been carried out. */
export function mayRepeatAfterDoubt(request: CallRequest): boolean {
  const { operation, input } = request;
  return operation.operationClass !== 'unsafe' || isMadeIdempotent(operation, input.body);
}

function isMadeIdempotent(operation: Operation, body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const members = operation.idempotencyMembers ?? MEMBERS[operation.operationId] ?? [];
  return members.some((member) => {
    const value: unknown = Object.hasOwn(body, member) ? Reflect.get(body, member) : undefined;
    return typeof value === 'string' && value !== '';
  });
}
