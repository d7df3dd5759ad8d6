import type { DeferrableCommands } from '../runtime/command.ts';
import { activateElement } from './activate-element.ts';
import { checkOpenedCondition } from './catch-event-conditions.ts';
import { completeElement } from './complete-element.ts';
import { continueAfterListener } from './listeners.ts';
import { retryElement } from './retry-element.ts';
import { continueTransition } from './user-task-transitions.ts';

/** What follows inside of an instance, and waits while that is suspended. */
export const deferrableCommands: DeferrableCommands = new Map(
  [
    activateElement,
    checkOpenedCondition,
    completeElement,
    continueAfterListener,
    continueTransition,
    retryElement,
  ].map((command) => [command.name, command]),
);
