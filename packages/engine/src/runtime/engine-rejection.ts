import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** Why a command was not carried out. */
export type RejectionType =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'INVALID_STATE'
  | 'PROCESSING_ERROR'
  | 'EXCEEDED_BATCH_RECORD_SIZE'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'RESOURCE_EXHAUSTED'
  | 'DEADLINE_EXCEEDED';

/**
 * A command was refused: nothing was changed. Over HTTP it becomes a problem answer, its `code` the title.
 */
export class EngineRejection extends CamundaError {
  /** The reason's kind; the same word as `code`. */
  readonly type: RejectionType;

  /**
   * @param type the reason's kind
   * @param message a sentence that names the field, element or key
   */
  constructor(type: RejectionType, message: string) {
    super(message, { code: type });
    this.type = type;
  }

  /** The same refusal, naming the command: clients look for the code in the text. */
  of(commandName: string): EngineRejection {
    return new EngineRejection(
      this.type,
      `Command '${commandName}' rejected with code '${this.type}': ${this.message}`,
    );
  }

  get [errorBrand('EngineRejection')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is EngineRejection {
    return hasErrorBrand(value, 'EngineRejection');
  }
}

/** A command that names something that is not there. */
export function notFound(what: string): EngineRejection {
  return new EngineRejection('NOT_FOUND', `Expected to find ${what}, but there is none`);
}

/** A request that the engine cannot take as it is written. */
export function invalidArgument(sentence: string): EngineRejection {
  return new EngineRejection('INVALID_ARGUMENT', sentence);
}

/** A command that does not fit the state of what it names. */
export function invalidState(sentence: string): EngineRejection {
  return new EngineRejection('INVALID_STATE', sentence);
}

/** The refusal of a request that waits for something while the engine ends, or after that. */
export function engineClosed(): EngineRejection {
  return new EngineRejection('RESOURCE_EXHAUSTED', 'The engine was closed while the request waited');
}
