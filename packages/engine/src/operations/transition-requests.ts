import type { StartedTransition } from '../commands/user-tasks.ts';
import type { OperationCall } from '../http/operation-call.ts';
import { invalidState } from '../runtime/engine-rejection.ts';
import type { EngineEvent } from '../runtime/event.ts';
import { requestLimit } from './request-limit.ts';

/**
 * Waits until the transition of a user task that a request has begun has taken place.
 *
 * @throws EngineRejection INVALID_STATE if a listener denies it or the task is canceled, DEADLINE_EXCEEDED if it takes too long
 */
export async function waitForTransition(
  call: OperationCall,
  commandName: string,
  { userTaskKey, requestKey }: StartedTransition,
): Promise<undefined> {
  const task = call.engine.state.userTasks.tasks.get(userTaskKey);
  const isPending = task?.value.transition.requestKey === requestKey && task.state !== 'CREATED';
  if (!isPending) {
    return undefined;
  }
  const late = `The listeners of the user task '${userTaskKey}' have not done their jobs in time; the transition goes on`;
  const refuse = (sentence: string) => invalidState(sentence).of(commandName);
  await call.engine.eventWaiters.wait(
    (event: EngineEvent) => {
      if (event.valueType !== 'USER_TASK' || event.key !== userTaskKey) {
        return false;
      }
      switch (event.intent) {
        case 'DENIED': {
          const { deniedReason } = event.value.transition;
          const reason = deniedReason === null ? 'it gave no reason' : deniedReason;
          throw refuse(`A listener of the user task '${userTaskKey}' has denied it: ${reason}`);
        }
        case 'CANCELING':
        case 'CANCELED':
          throw refuse(`The user task '${userTaskKey}' was canceled meanwhile`);
        case 'ASSIGNED':
        case 'UPDATED':
        case 'COMPLETED':
          return true;
        default:
          return false;
      }
    },
    requestLimit(call, late),
  );
  return undefined;
}
