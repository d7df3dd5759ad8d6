import type { IncidentErrorType } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';

/** An element cannot go on; the lifecycle turns this into an incident. Never leaves the engine. */
export class ElementFailure extends Error {
  readonly errorType: IncidentErrorType;
  /** States facts that stay although the failed phase is taken back, such as the record of a failed decision. */
  readonly afterwards: ((step: Step) => void) | undefined;

  constructor(errorType: IncidentErrorType, message: string, afterwards?: (step: Step) => void) {
    super(message);
    this.errorType = errorType;
    this.afterwards = afterwards;
  }
}
