import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** A variable of one name is in several scopes of the process instance; which one is meant has to be said with `scopeKey`. */
export class VariableScopeCollisionError extends CamundaError {
  /** The name of the variable. */
  readonly variable: string;
  /** The scopes that have it. */
  readonly scopeKeys: readonly string[];

  constructor(variable: string, scopeKeys: readonly string[]) {
    super(
      `The variable ${JSON.stringify(variable)} is in ${scopeKeys.length} scopes; name one with scopeKey`,
      {
        code: 'VARIABLE_SCOPE_COLLISION',
      },
    );
    this.variable = variable;
    this.scopeKeys = scopeKeys;
  }

  get [errorBrand('VariableScopeCollisionError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is VariableScopeCollisionError {
    return hasErrorBrand(value, 'VariableScopeCollisionError');
  }
}

/** The value of a variable is not JSON: it was cut short by the cluster, or is not what a variable can be. */
export class VariableDecodeError extends CamundaError {
  /** The name of the variable. */
  readonly variable: string;

  constructor(variable: string, isTruncated: boolean, cause: unknown) {
    const why = isTruncated ? 'was cut short by the cluster' : 'is not JSON';
    super(`The value of the variable ${JSON.stringify(variable)} ${why}`, { code: 'VARIABLE_DECODE', cause });
    this.variable = variable;
  }

  get [errorBrand('VariableDecodeError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is VariableDecodeError {
    return hasErrorBrand(value, 'VariableDecodeError');
  }
}

/** The variables are not what the schema says. */
export class VariableValidationError extends CamundaError {
  /** What the schema found: where, and what. */
  readonly findings: readonly { readonly path: string; readonly message: string }[];

  constructor(findings: readonly { readonly path: string; readonly message: string }[]) {
    const text = findings.map(({ path, message }) => `${path}: ${message}`).join('; ');
    super(`The variables differ from the schema: ${text}`, { code: 'VARIABLE_VALIDATION' });
    this.findings = findings;
  }

  get [errorBrand('VariableValidationError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is VariableValidationError {
    return hasErrorBrand(value, 'VariableValidationError');
  }
}
