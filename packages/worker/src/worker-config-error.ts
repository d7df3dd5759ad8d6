import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** A worker was made, run or stopped with something that it cannot work with. */
export class WorkerConfigError extends CamundaError {
  /** The member that is wrong, such as `maxConcurrentJobs`. */
  readonly option: string;

  constructor(option: string, message: string) {
    super(message, { code: 'WORKER_CONFIGURATION_INVALID' });
    this.option = option;
  }

  get [errorBrand('WorkerConfigError')](): true {
    return true;
  }

  /** Whether `value` is a WorkerConfigError. */
  static override isInstance(value: unknown): value is WorkerConfigError {
    return hasErrorBrand(value, 'WorkerConfigError');
  }
}
