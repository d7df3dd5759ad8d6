/** What the router needs to know of an operation; the descriptors of `@camunda/api` have it. */
export interface RoutedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** The first version of the API that has it, such as `8.8`. */
  readonly addedInVersion: string;
  /** What the caller must be allowed to do, all of it; `A:B | C:D` is satisfied by either. @default none */
  readonly requiredPermissions?: readonly string[] | undefined;
  /** The operation needs no credentials. @default false */
  readonly anonymous?: boolean | undefined;
  /** What the path is below: the API's base (`/v2`), or the address itself. @default 'address' */
  readonly base?: 'address' | 'origin' | undefined;
}
