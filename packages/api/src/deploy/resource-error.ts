import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** What is wrong with a resource. */
export type ResourceErrorCode =
  | 'RESOURCE_MISSING'
  | 'RESOURCE_UNREADABLE'
  | 'RESOURCE_EXTENSION'
  | 'RESOURCE_EMPTY'
  | 'RESOURCE_TOO_LARGE'
  | 'RESOURCE_DUPLICATE';

/** A resource cannot be deployed. Nothing was sent. */
export class ResourceError extends CamundaError {
  declare readonly code: ResourceErrorCode;
  /** The file or the name of the resource; empty where there is none at all. */
  readonly file: string;

  constructor(code: ResourceErrorCode, file: string, message: string, cause?: unknown) {
    super(message, { code, cause });
    this.file = file;
  }

  get [errorBrand('ResourceError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is ResourceError {
    return hasErrorBrand(value, 'ResourceError');
  }
}
