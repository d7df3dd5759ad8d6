import { evaluateExpression } from '../commands/evaluate-expression.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { tenantOf } from './tenant.ts';

/** Where an expression names a secret; the engine knows none, so only the reference is told. */
const SECRET = /\bcamunda\.secrets\.([\w-]+)/g;

const NO_TENANT = '';

/** Expressions. */
export const expressionOperations: Readonly<Record<string, OperationHandler>> = {
  async evaluateExpression(call) {
    const fields = await call.fields();
    const expression = fields.requiredText('expression');
    const scopeKey = fields.optionalKey('scopeKey');
    call.refuseForeign(scopeKey ?? 0);
    const tenantId = fields.optionalText('tenantId');
    const isShared = call.engine.options.multiTenancy === true;
    const { value, warnings } = call.engine.execute(evaluateExpression, {
      expression,
      // With multi-tenancy and without a tenant the variables of the cluster are seen alone.
      tenantId: tenantId === null && isShared ? NO_TENANT : tenantOf(call, tenantId),
      scopeKey,
      variables: fields.optionalObject('variables') ?? {},
    });
    const secrets = new Set(Array.from(expression.matchAll(SECRET), ([, name = '']) => name));
    return {
      expression,
      result: value,
      warnings: warnings.map(({ message }) => ({ message })),
      referencedSecrets: Array.from(secrets, (secretName) => ({ storeId: 'default', secretName })),
    };
  },
};
