import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** A data file cannot be used: it is damaged, somebody else's, in use, or cannot be read or written. */
export class DataFileError extends CamundaError {
  readonly path: string;

  constructor(path: string, problem: string, cause?: unknown) {
    const reason = cause instanceof Error ? `: ${cause.message}` : '';
    super(`The data file '${path}' ${problem}${reason}`, { code: 'ENGINE_DATA_FILE', cause });
    this.path = path;
  }

  get [errorBrand('DataFileError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is DataFileError {
    return hasErrorBrand(value, 'DataFileError');
  }
}
