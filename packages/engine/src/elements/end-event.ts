import type { ElementBehaviour } from '../execution/behaviour.ts';
import { completeElement } from '../execution/complete-element.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { throwError } from '../execution/errors.ts';
import { visibleVariables } from '../execution/variables.ts';
import { valueOf } from '../model/expression.ts';

/** The end of a path; an error end event throws its error to whatever catches it outwards. */
export const endEvent: ElementBehaviour = {
  onActivated(step, node) {
    const { instance, element } = node;
    if (element.event?.kind !== 'error' || element.event.code === null) {
      step.enqueue(completeElement, { key: instance.key });
      return;
    }
    const code = valueOf(element.event.code, visibleVariables(step, instance.key));
    if (typeof code !== 'string' || code === '') {
      throw new ElementFailure(
        'EXTRACT_VALUE_ERROR',
        `The error code of the element '${element.id}' must be a text, but it is ${JSON.stringify(code)}`,
      );
    }
    if (!throwError(step, node, code, {})) {
      throw new ElementFailure(
        'UNHANDLED_ERROR_EVENT',
        `The element '${element.id}' threw the error '${code}', but nothing catches it`,
      );
    }
  },
};
