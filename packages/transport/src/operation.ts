/**
 * Whether a call may be sent again when its outcome is in doubt.
 *
 * - `safe`: changes nothing (GET, and searches although they are POST); repeated freely
 * - `idempotent`: repeating gives the same state; repeated
 * - `acknowledgement`: completes, fails or throws an error for a job; repeated until the outcome is known
 * - `unsafe`: creates or publishes; never repeated once bytes may have been sent
 */
export type OperationClass = 'safe' | 'idempotent' | 'acknowledgement' | 'unsafe';

/** The facts of one REST operation that the transport needs to call it. */
export interface Operation {
  /** Its name in the specification, such as `completeJob`. */
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path below the base address, with its parameters in braces, such as `/jobs/{jobKey}/completion`. */
  readonly path: string;
  /** What the path is below: the base address, or the address without its `/v2`. @default 'address' */
  readonly base?: 'address' | 'origin' | undefined;
  readonly operationClass: OperationClass;
  /** How the request's body is encoded. */
  readonly body: 'none' | 'json' | 'multipart' | 'octet';
  /** What a successful answer holds: `binary` is read to its end, `stream` gives an `AnswerStream` that is read while it comes in. */
  readonly response: 'none' | 'json' | 'text' | 'binary' | 'stream';
  /** The statuses of a success; where 204 is among them, an answer without JSON is one too. @default any from 200 to 299 */
  readonly successStatuses?: readonly number[] | undefined;
  /** The server may hold the answer back for as long as the body's `requestTimeout` says. @default false */
  readonly longPoll?: boolean | undefined;
  /** The permissions that the cluster asks for, such as `PROCESS_DEFINITION:CREATE_PROCESS_INSTANCE`; shown when a call gets a 403. */
  readonly requiredPermissions?: readonly string[] | undefined;
  /**
   * The members of the body that make an `unsafe` call repeatable when one of them holds a text: the cluster refuses the second of two
   * calls with the same value.
   *
   * @default `businessId` for `createProcessInstance`, `messageId` for `publishMessage`
   */
  readonly idempotencyMembers?: readonly string[] | undefined;
}

/** What one call of an {@link Operation} carries. */
export interface OperationInput {
  /** The values of the path's parameters, not yet encoded. */
  readonly path?: Readonly<Record<string, string>> | undefined;
  /** Query parameters; `undefined` members are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /**
   * What the operation's `body` says: a JSON value (`{}` where it is left out); a `FormData`, or its entries where a `StreamedFile` is among
   * them; bytes, a `Blob`, or a stream of bytes. A call with a stream is sent once.
   */
  readonly body?: unknown;
}
