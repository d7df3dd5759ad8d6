import type { ExecutableElement } from '../model/executable.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { Waiting } from '../state/catch-event-records.ts';
import type { ProcessDefinition } from '../state/records.ts';
import { openMessage } from './catch-event-messages.ts';
import { openSignal } from './catch-event-signals.ts';
import { openTimer } from './catch-event-timers.ts';
import { waitingToStart } from './catch-event-waiting.ts';
import { ElementFailure } from './element-failure.ts';

/** Of every process that this step has deployed, the start events begin to wait, in place of those of the version before. */
export function openStartsOfNewVersions(step: Step): void {
  for (const { valueType, intent, key } of [...step.events]) {
    const definition = valueType === 'PROCESS' ? step.state.definitions.processes.get(key) : undefined;
    if (intent === 'CREATED' && definition !== undefined) {
      closeStarts(step, definition);
      openStarts(step, definition);
    }
  }
}

/**
 * A version of a process is gone: if it was the newest, the start events of what is the newest now wait in place of its own. A date
 * that has passed is not made up for.
 */
export function handOverStarts(
  step: Step,
  deleted: ProcessDefinition,
  latest: ProcessDefinition | undefined,
): void {
  const wasNewest = latest === undefined || deleted.value.version > latest.value.version;
  if (wasNewest) {
    closeStarts(step, deleted);
  }
  if (wasNewest && latest !== undefined) {
    openStarts(step, latest, step.now);
  }
}

/**
 * The start events of a process begin to wait; timers that are due at `after` or before do not.
 * @throws EngineRejection if a name or a timer has no proper value without variables
 */
function openStarts(step: Step, definition: ProcessDefinition, after = Number.NEGATIVE_INFINITY): void {
  for (const start of definition.model.root.children) {
    if (start.type === 'START_EVENT') {
      try {
        openStart(step, definition, start, after);
      } catch (error) {
        throw error instanceof ElementFailure ? invalidArgument(error.message) : error;
      }
    }
  }
}

/** No start event of the process waits any more, whatever its version. */
function closeStarts(step: Step, { value }: ProcessDefinition): void {
  for (const waiting of step.state.catchEvents.startsOf(value.tenantId, value.processDefinitionId)) {
    close(step, waiting);
  }
}

function openStart(step: Step, definition: ProcessDefinition, start: ExecutableElement, after: number): void {
  const waiting = waitingToStart(definition, start);
  const context = {};
  openMessage(step, waiting, start, context);
  openSignal(step, waiting, start, context);
  openTimer(step, waiting, start, context, after);
  if (start.event?.kind === 'conditional') {
    const condition = start.event.condition.text;
    step.emit('CONDITION_SUBSCRIPTION', 'CREATED', step.nextKey(), { ...waiting, condition });
  }
}

function close(step: Step, waiting: Waiting): void {
  switch (waiting.type) {
    case 'TIMER':
      step.emit('TIMER', 'CANCELED', waiting.key, waiting.value);
      return;
    case 'MESSAGE_SUBSCRIPTION':
      step.emit('MESSAGE_SUBSCRIPTION', 'DELETED', waiting.key, waiting.value);
      return;
    case 'SIGNAL_SUBSCRIPTION':
      step.emit('SIGNAL_SUBSCRIPTION', 'DELETED', waiting.key, waiting.value);
      return;
    case 'CONDITION_SUBSCRIPTION':
      step.emit('CONDITION_SUBSCRIPTION', 'DELETED', waiting.key, waiting.value);
  }
}
