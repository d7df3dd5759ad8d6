import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** An option that an engine cannot be made with: the message names it, what was given and what is expected. */
export class EngineOptionError extends CamundaError {
  /** The option, such as `consistency.lagMs`. */
  readonly option: string;

  constructor(option: string, problem: string, cause?: unknown) {
    super(`The option \`${option}\` ${problem}`, { code: 'ENGINE_OPTION', cause });
    this.option = option;
  }

  get [errorBrand('EngineOptionError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is EngineOptionError {
    return hasErrorBrand(value, 'EngineOptionError');
  }
}
