import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** What an {@link UnsupportedVersionError} is made from. */
export interface UnsupportedVersionErrorOptions {
  readonly operationId: string;
  /** The member of the input that is too new; the operation itself where there is none. */
  readonly member?: string | undefined;
  readonly requiredVersion: string;
  readonly clusterVersion: string;
}

/** The connected cluster is older than what was asked of it. Nothing was sent. */
export class UnsupportedVersionError extends CamundaError {
  readonly operationId: string;
  /** The member of the input that is too new, such as `filter.businessId`. @default undefined: the operation itself */
  readonly member: string | undefined;
  /** The first version that knows it, such as `8.9`. */
  readonly requiredVersion: string;
  /** The version of the cluster. */
  readonly clusterVersion: string;

  constructor(options: UnsupportedVersionErrorOptions) {
    super(describeTooNew(options), { code: 'UNSUPPORTED_VERSION' });
    this.operationId = options.operationId;
    this.member = options.member;
    this.requiredVersion = options.requiredVersion;
    this.clusterVersion = options.clusterVersion;
  }

  get [errorBrand('UnsupportedVersionError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is UnsupportedVersionError {
    return hasErrorBrand(value, 'UnsupportedVersionError');
  }
}

/** The sentence for people. */
export function describeTooNew(options: UnsupportedVersionErrorOptions): string {
  const { operationId, member, requiredVersion, clusterVersion } = options;
  const what = member === undefined ? operationId : `${member} of ${operationId}`;
  return `${what} came with version ${requiredVersion}; the cluster is ${clusterVersion}`;
}
