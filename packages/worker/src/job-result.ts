import type { JsonObject } from './json-value.ts';

/** The members of a command's body, without the lease token, which the worker adds. */
export type CommandBody = Readonly<Record<string, unknown>>;

/**
 * What a task listener says about its user task.
 *
 * @see the specification's `JobResultUserTask`
 */
export interface UserTaskJobResult {
  readonly type: 'userTask';
  /** Refuses the change that the listener is about. @default false */
  readonly denied?: boolean | null | undefined;
  /** Why; shown to the user. */
  readonly deniedReason?: string | null | undefined;
  /** Changes to the user task. A member left out stays; an empty text or list clears it. */
  readonly corrections?:
    | {
        readonly assignee?: string | null | undefined;
        /** RFC 3339 */
        readonly dueDate?: string | null | undefined;
        /** RFC 3339 */
        readonly followUpDate?: string | null | undefined;
        readonly candidateUsers?: readonly string[] | null | undefined;
        readonly candidateGroups?: readonly string[] | null | undefined;
        /** 0 to 100 */
        readonly priority?: number | null | undefined;
      }
    | null
    | undefined;
}

/**
 * What a job of an ad-hoc sub-process decides.
 *
 * @see the specification's `JobResultAdHocSubProcess`
 */
export interface AdHocSubProcessJobResult {
  readonly type: 'adHocSubProcess';
  /** The elements to activate next, each with variables of its own. */
  readonly activateElements?:
    | readonly { readonly elementId: string; readonly variables?: JsonObject | null | undefined }[]
    | undefined;
  /** Whether the sub-process is done. @default false */
  readonly isCompletionConditionFulfilled?: boolean | undefined;
  /** Whether instances that still run are cancelled when it is done. @default false */
  readonly isCancelRemainingInstances?: boolean | undefined;
}

/** The result that a listener job or an ad-hoc sub-process job is completed with. */
export type JobResult = UserTaskJobResult | AdHocSubProcessJobResult;
