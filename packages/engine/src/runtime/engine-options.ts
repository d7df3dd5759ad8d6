import type { Clock } from '@camunda/core';
import type { AuthenticationOption } from '../auth/authentication-option.ts';
import type { AuthorizationsOption } from '../auth/check-permissions.ts';
import type { ApiVersion } from '../http/api-profile.ts';
import type { CorsOption } from '../http/cors.ts';
import type { EngineConsistency } from '../search/lag.ts';
import type { EngineSnapshot } from '../snapshot/engine-snapshot.ts';

/** What an engine is made with. */
export interface EngineOptions {
  /** The machine's clock: where real time and real timers come from. @default the system's */
  readonly clock?: Clock | undefined;
  /** Starts the engine with a clock that is pinned at this moment, in milliseconds since the Unix epoch. @default the engine follows `clock` */
  readonly startTime?: number | undefined;
  /** Goes on from a snapshot, which must be of the same version of the engine. @default the engine is empty */
  readonly snapshot?: EngineSnapshot | undefined;
  /** Makes everything that is left to chance repeatable. @default 1 */
  readonly seed?: number | undefined;
  /** How long a long poll waits that does not say how long, in milliseconds. @default 10000 */
  readonly longPollTimeoutMs?: number | undefined;
  /** How long a request that waits for an instance's end, or for task listeners, waits when it does not say how long, in milliseconds. @default 10000 */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * Which of several equal subscriptions of one process a message goes to: the oldest, or any (by `seed`), as a cluster
   * promises no order. @default 'oldest'
   */
  readonly ambiguousMessages?: 'oldest' | 'random' | undefined;
  /** Which version of the API the engine is: operations and fields that came later are not there. @default '8.10' */
  readonly apiVersion?: ApiVersion | undefined;
  /** How callers say who they are: not at all, with a password, or with a token. @default { type: 'none' } */
  readonly authentication?: AuthenticationOption | undefined;
  /** Whether requests must name a tenant, and callers see only tenants that they are assigned to. @default false */
  readonly multiTenancy?: boolean | undefined;
  /** Makes authorizations count (needs `authentication`): whoever is no administrator needs one for what an operation asks. @default undefined: they are only kept */
  readonly authorizations?: AuthorizationsOption | undefined;
  /** How large the body of a request may be, in bytes, compressed or not; a larger one answers 413. @default 4194304 */
  readonly maxRequestBytes?: number | undefined;
  /** Which web pages may call the engine from a browser: all, none, or those of the origins listed. @default false */
  readonly cors?: CorsOption | undefined;
  /** Lets searches lag behind, as those of a cluster do. @default they see everything at once */
  readonly consistency?: EngineConsistency | undefined;
  /** How many events the log keeps before it drops the oldest; `Infinity` keeps all. @default Infinity */
  readonly eventLimit?: number | undefined;
}
