import type { IncidentErrorType } from '../runtime/event.ts';

/** An element cannot go on; the lifecycle turns this into an incident. Never leaves the engine. */
export class ElementFailure extends Error {
  readonly errorType: IncidentErrorType;

  constructor(errorType: IncidentErrorType, message: string) {
    super(message);
    this.errorType = errorType;
  }
}
