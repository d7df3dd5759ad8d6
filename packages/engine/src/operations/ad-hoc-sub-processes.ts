import {
  type AdHocActivation,
  type AdHocJobResult,
  activateAdHocElements,
} from '../commands/activate-ad-hoc-elements.ts';
import { Fields } from '../http/fields.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import { isJsonObject } from '../runtime/json.ts';

/** Ad-hoc sub-processes. */
export const adHocSubProcessOperations: Readonly<Record<string, OperationHandler>> = {
  async activateAdHocSubProcessActivities(call) {
    const fields = await call.fields();
    if (!fields.has('elements')) {
      throw invalidArgument("The field 'elements' must be given");
    }
    call.engine.execute(activateAdHocElements, {
      key: call.key('adHocSubProcessInstanceKey'),
      elements: readActivations(fields, 'elements'),
      cancelRemainingInstances: fields.optionalBoolean('cancelRemainingInstances') === true,
    });
    return undefined;
  },
};

/** The result of a job of an ad-hoc sub-process; undefined if the request has none. */
export function readAdHocResult(request: Fields): AdHocJobResult | undefined {
  const result = request.inside('result');
  if (result.optionalText('type') !== 'adHocSubProcess') {
    return undefined;
  }
  return {
    activateElements: readActivations(result, 'activateElements'),
    isCompletionConditionFulfilled: result.optionalBoolean('isCompletionConditionFulfilled') === true,
    isCancelRemainingInstances: result.optionalBoolean('isCancelRemainingInstances') === true,
  };
}

function readActivations(fields: Fields, name: string): AdHocActivation[] {
  const list = fields.get(name) ?? [];
  if (!Array.isArray(list)) {
    throw invalidArgument(`The field '${name}' must be a list`);
  }
  return list.map((item, index) => {
    if (!isJsonObject(item)) {
      throw invalidArgument(`The field '${name}[${index}]' must be an object`);
    }
    const one = new Fields(item, `${name}[${index}].`);
    return {
      elementId: one.requiredText('elementId'),
      variables: one.optionalObject('variables') ?? {},
    };
  });
}
