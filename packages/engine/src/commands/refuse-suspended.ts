import { invalidState } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';

/** Refuses what would make a suspended instance go on. @throws EngineRejection */
export function refuseSuspended(step: Step, processInstanceKey: number, what: string): void {
  if (step.state.suspensions.isSuspended(processInstanceKey)) {
    throw invalidState(
      `Expected the process instance '${processInstanceKey}' of ${what} to be active, but it is suspended`,
    );
  }
}
