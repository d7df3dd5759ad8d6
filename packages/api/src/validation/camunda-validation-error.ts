import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** One difference from the specification. */
export interface ValidationFinding {
  /** Where: the members that lead there, such as `filter.state` or `items.0.tags`. */
  readonly path: string;
  /** What was expected there, and what was found. */
  readonly message: string;
}

/** An input or an answer is not what the specification says. An input that is refused was not sent. */
export class CamundaValidationError extends CamundaError {
  readonly operationId: string;
  readonly side: 'request' | 'response';
  readonly findings: readonly ValidationFinding[];

  constructor(operationId: string, side: 'request' | 'response', findings: readonly ValidationFinding[]) {
    const what = side === 'request' ? 'input' : 'answer';
    super(`The ${what} of ${operationId} differs from the specification: ${describeFindings(findings)}`, {
      code: side === 'request' ? 'REQUEST_INVALID' : 'RESPONSE_INVALID',
    });
    this.operationId = operationId;
    this.side = side;
    this.findings = findings;
  }

  get [errorBrand('CamundaValidationError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is CamundaValidationError {
    return hasErrorBrand(value, 'CamundaValidationError');
  }
}

const SHOWN = 5;

/** The first findings in one line. */
export function describeFindings(findings: readonly ValidationFinding[]): string {
  const shown = findings
    .slice(0, SHOWN)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  const more = findings.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
