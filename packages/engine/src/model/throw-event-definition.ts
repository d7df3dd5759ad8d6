import type { ModelProperty } from '../feel/index.ts';

/** An event that nobody waits for in the state: who throws it looks for who catches it, or it acts on its scope. */
export type ThrowEventDefinition =
  | {
      readonly kind: 'escalation';
      /** The code that is thrown or caught; null catches every code. */
      readonly code: ModelProperty | null;
    }
  | { readonly kind: 'link'; readonly name: string }
  | { readonly kind: 'terminate' }
  | {
      readonly kind: 'compensation';
      /** The only activity that is compensated; null for all of the scope. */
      readonly activityId: string | null;
    };
