import type { ElementBehaviour } from '../execution/behaviour.ts';
import { completeElement } from '../execution/complete-element.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { throwError } from '../execution/errors.ts';
import { evaluateText, scopeContext } from '../execution/evaluate.ts';
import { throwInScope } from './scope-events.ts';
import { throwMessageOrSignal } from './throwing-events.ts';

/** The end of a path; an error end event throws its error to whatever catches it outwards. */
export const endEvent: ElementBehaviour = {
  onActivated(step, node) {
    if (throwMessageOrSignal(step, node) || throwInScope(step, node)) {
      return;
    }
    const { instance, element } = node;
    if (element.event?.kind !== 'error' || element.event.code === null) {
      step.enqueue(completeElement, { key: instance.key });
      return;
    }
    const context = scopeContext(step, instance.key);
    const what = `The error code of the element '${element.id}'`;
    const code = evaluateText(step, context, element.event.code, what);
    if (!throwError(step, node, code, {})) {
      throw new ElementFailure(
        'UNHANDLED_ERROR_EVENT',
        `The element '${element.id}' threw the error '${code}', but nothing catches it`,
      );
    }
  },
};
