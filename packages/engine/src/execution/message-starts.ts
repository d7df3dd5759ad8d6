import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';
import { startFromBuffer } from './catch-event-messages.ts';

/** When an instance that a message started has ended, a waiting message with its key may start the next one. */
export function releaseMessageStart(step: Step, { key, value }: ElementInstance): void {
  const start = value.elementType === 'PROCESS' ? step.state.messages.startOf(key) : undefined;
  if (start !== undefined) {
    const { tenantId, processDefinitionId } = start;
    step.enqueue(startFromBuffer, { tenantId, processDefinitionId });
  }
}
