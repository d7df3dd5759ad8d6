import { evaluateConditionals } from '../commands/evaluate-conditionals.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import { formatKey } from '../runtime/keys.ts';
import { tenantOf } from './tenant.ts';

/** Conditional start events. */
export const conditionalOperations: Readonly<Record<string, OperationHandler>> = {
  async evaluateConditionals(call) {
    const fields = await call.fields();
    const tenantId = tenantOf(call, fields.optionalText('tenantId'));
    const variables = fields.optionalObject('variables');
    if (variables === null || Object.keys(variables).length === 0) {
      throw invalidArgument("The field 'variables' must be given and hold at least one variable");
    }
    const { evaluationKey, started } = call.engine.execute(evaluateConditionals, {
      tenantId,
      processDefinitionKey: fields.optionalKey('processDefinitionKey'),
      variables,
    });
    return {
      conditionalEvaluationKey: formatKey(evaluationKey),
      tenantId,
      processInstances: started.map(({ processDefinitionKey, processInstanceKey }) => ({
        processDefinitionKey: formatKey(processDefinitionKey),
        processInstanceKey: formatKey(processInstanceKey),
      })),
    };
  },
};
