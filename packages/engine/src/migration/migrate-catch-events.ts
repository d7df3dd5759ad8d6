import type { ElementNode } from '../execution/behaviour.ts';
import { listWaiting, waitingOf } from '../execution/catch-event-waiting.ts';
import { openCatchEvent } from '../execution/catch-events.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import type { ExecutableElement } from '../model/executable.ts';
import { invalidState } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { Waiting } from '../state/catch-event-records.ts';
import type { MigrationPlan } from './migration-plan.ts';

/** What each catching element of an active element becomes; what is not in it is closed. @throws EngineRejection */
export function mapCatchEvents(
  plan: MigrationPlan,
  source: ExecutableElement,
  target: ExecutableElement,
): ReadonlyMap<string, ExecutableElement> {
  const candidates = catchersOf(target);
  // What waits by itself becomes what its element becomes.
  const mapped = new Map<string, ExecutableElement>([[source.id, target]]);
  for (const catching of catchersOf(source)) {
    const to = plan.targetOf(catching.id);
    if (to === undefined) {
      continue;
    }
    if (!candidates.includes(to)) {
      throw invalidState(
        `Expected '${catching.id}' of '${source.id}' to become an event of '${target.id}', but '${to.id}' is none`,
      );
    }
    if (to.event?.kind !== catching.event?.kind) {
      throw invalidState(
        `Expected '${catching.id}' to become an event of the same kind, but it is a ${catching.event?.kind} event and '${to.id}' a ${to.event?.kind} event`,
      );
    }
    if ([...mapped.values()].includes(to)) {
      throw invalidState(`Expected one event to become '${to.id}', but there are several`);
    }
    mapped.set(catching.id, to);
  }
  return mapped;
}

/** Ends the waits that become nothing. To be called before the element is migrated. */
export function closeUnmapped(
  step: Step,
  host: ElementNode,
  mapped: ReadonlyMap<string, ExecutableElement>,
): void {
  const waits = step.state.catchEvents.ofHost(host.instance.key).map(({ value }) => value.elementId);
  const closed = new Set(waits.filter((id) => !mapped.has(id)));
  for (const kind of Object.values(step.catchEvents)) {
    kind.close(step, host, closed);
  }
}

/** Carries the other waits over as they are, and begins those that are new. @throws EngineRejection if one cannot begin */
export function carryOver(
  step: Step,
  before: ElementNode,
  host: ElementNode,
  mapped: ReadonlyMap<string, ExecutableElement>,
  namesBefore: ReadonlySet<string>,
): void {
  for (const waiting of step.state.catchEvents.ofHost(host.instance.key)) {
    const target = mapped.get(waiting.value.elementId);
    if (target !== undefined) {
      migrate(step, waiting, host, target);
    }
  }
  if (before.instance.state === 'ACTIVATED') {
    openNew(step, host, new Set(mapped.values()), namesBefore);
  }
}

/** The names of the messages that an element instance waits for. */
export function messageNamesOf(step: Step, host: ElementNode): ReadonlySet<string> {
  return new Set(listWaiting(step, host, 'MESSAGE_SUBSCRIPTION').map(({ value }) => value.messageName));
}

/** Everything that waits on behalf of an element, but the element itself. */
function catchersOf(element: ExecutableElement): readonly ExecutableElement[] {
  const behind = element.type === 'EVENT_BASED_GATEWAY' ? element.outgoing.map(({ target }) => target) : [];
  return [...element.boundaryEvents, ...element.eventStarts, ...behind];
}

function migrate(step: Step, waiting: Waiting, host: ElementNode, target: ExecutableElement): void {
  const { key } = waiting;
  const where = waitingOf(host, target);
  switch (waiting.type) {
    case 'MESSAGE_SUBSCRIPTION':
      step.emit('MESSAGE_SUBSCRIPTION', 'MIGRATED', key, { ...waiting.value, ...where });
      return;
    case 'SIGNAL_SUBSCRIPTION':
      step.emit('SIGNAL_SUBSCRIPTION', 'MIGRATED', key, { ...waiting.value, ...where });
      return;
    case 'TIMER':
      step.emit('TIMER', 'MIGRATED', key, { ...waiting.value, ...where });
      return;
    case 'CONDITION_SUBSCRIPTION': {
      const condition = target.event?.kind === 'conditional' ? target.event.condition.text : '';
      step.emit('CONDITION_SUBSCRIPTION', 'MIGRATED', key, { ...waiting.value, ...where, condition });
    }
  }
}

function openNew(
  step: Step,
  host: ElementNode,
  kept: ReadonlySet<ExecutableElement>,
  namesBefore: ReadonlySet<string>,
): void {
  const isInterrupted = host.instance.interruption !== null;
  const added = catchersOf(host.element).filter(
    (catching) => !kept.has(catching) && !(isInterrupted && catching.type === 'START_EVENT'),
  );
  for (const catching of added) {
    try {
      openCatchEvent(step, host, catching);
    } catch (error) {
      throw error instanceof ElementFailure ? invalidState(error.message) : error;
    }
    for (const { value } of listWaiting(step, host, 'MESSAGE_SUBSCRIPTION', new Set([catching.id]))) {
      if (namesBefore.has(value.messageName)) {
        throw invalidState(
          `Expected a mapping instruction to '${catching.id}', because '${host.element.id}' waits for the message '${value.messageName}' already`,
        );
      }
    }
  }
}
