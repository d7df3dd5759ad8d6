import type { CallHooks } from '../call-operation.ts';
import type { WarningLogger } from '../warning-logger.ts';
import {
  CamundaValidationError,
  describeFindings,
  type ValidationFinding,
} from './camunda-validation-error.ts';
import type { ValidationMode, ValidationModes } from './validation-mode.ts';

/** Hooks that compare inputs and answers with the specification. The schemas are loaded with the first call that needs them. */
export function validationHooks(
  { request, response }: ValidationModes,
  logger: WarningLogger | undefined,
): CallHooks {
  const settle = (
    mode: ValidationMode,
    operationId: string,
    side: 'request' | 'response',
    findings: ValidationFinding[],
  ): void => {
    if (findings.length === 0) return;
    if (mode !== 'warn') throw new CamundaValidationError(operationId, side, findings);
    const what = side === 'request' ? 'input' : 'answer';
    logger?.warn(
      `The ${what} of ${operationId} differs from the specification: ${describeFindings(findings)}`,
    );
  };
  return {
    ...(request !== 'none' && {
      async before({ operationId }, input) {
        const { checkRequest } = await import('./check-operation.ts');
        settle(request, operationId, 'request', checkRequest(operationId, input, request === 'fanatical'));
        return input;
      },
    }),
    ...(response !== 'none' && {
      async after({ operationId }, result) {
        const { checkResponse } = await import('./check-operation.ts');
        settle(
          response,
          operationId,
          'response',
          checkResponse(operationId, result, response === 'fanatical'),
        );
      },
    }),
  };
}
