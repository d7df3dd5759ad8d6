import type { AuthProvider } from '@camunda/auth';
import type { Clock, FetchLike, RandomSource } from '@camunda/core';
import type { CamundaLogger } from '@camunda/logger';
import type { KyInstance } from 'ky';
import type { BackpressureOptions, BackpressureProfile } from './backpressure/backpressure-profiles.ts';
import type { BigintMode } from './json/parse-json.ts';
import type { Policy } from './policy.ts';
import type { Sender } from './sender.ts';
import type { RetryOverride } from './transport.ts';
import type { TransportConfiguration } from './transport-configuration.ts';

/** How {@link createTransport} is set up. Every option wins over the configuration. */
export interface TransportOptions {
  /** Where the REST API is, with its `/v2`. @default the configuration's `CAMUNDA_REST_ADDRESS`, else `http://localhost:8080/v2` */
  readonly baseUrl?: string | URL | undefined;
  /** Settings as `@camunda/config` gives them. @default none */
  readonly configuration?: TransportConfiguration | undefined;
  /** The setting that the address came from, for the hints of errors. @default `CAMUNDA_REST_ADDRESS` where the configuration gave the address */
  readonly addressSetting?: string | undefined;
  /** Makes the headers that authenticate calls. @default none: calls carry no credentials */
  readonly authProvider?: AuthProvider | undefined;
  /**
   * Lets credentials travel over plain `http:` to other machines than this one, where anybody on the way can read them: for closed
   * networks only.
   * @default the configuration's `CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP`, else false
   */
  readonly dangerouslySendCredentialsOverHttp?: boolean | undefined;
  /** Told about retries, refreshed credentials and backpressure. @default none */
  readonly logger?: CamundaLogger | undefined;
  /** What sends instead of the runtime's `fetch`: a wrapped one, or the `fetch` of an embedded engine. @default the runtime's */
  readonly fetch?: FetchLike | undefined;
  /**
   * A ky instance to send with, hooks and all. Its retries, time limits, error throwing and prefix are switched off, and on Node its `fetch`
   * gives way to the transport's connections: give a `fetch` of your own with that option. @default a plain one
   */
  readonly ky?: KyInstance | undefined;
  /** The last step itself, instead of ky. Excludes `fetch` and `ky`. @default ky */
  readonly sender?: Sender | undefined;
  /** The time limit of a call, in milliseconds. Long polls get as much more as they ask for. @default 10000 */
  readonly timeoutMs?: number | undefined;
  /** The time limit of one attempt, in milliseconds. Long polls have none besides the call's. @default the `timeoutMs` of the call, else of the transport */
  readonly attemptTimeoutMs?: number | undefined;
  /** The time limit of an acknowledgement, which is repeated until then, in milliseconds. @default 30000 */
  readonly acknowledgementTimeoutMs?: number | undefined;
  /** What a long poll gets on top of the time that it asks the cluster to wait, in milliseconds. @default 10000 */
  readonly longPollMarginMs?: number | undefined;
  /** How calls are repeated; `false` sends each once. @default 3 attempts, pauses of up to 100 ms doubling up to 2000 ms */
  readonly retry?: false | RetryOverride | undefined;
  /** The longest pause that a `Retry-After` can bring about, in milliseconds. @default 30000 */
  readonly maxRetryAfterMs?: number | undefined;
  /** How calls are held back while the cluster is overloaded: a profile, or one with changes. @default 'BALANCED' */
  readonly backpressure?: BackpressureProfile | BackpressureOptions | undefined;
  /** What becomes of integers beyond 2^53 in answers. @default 'bigint' */
  readonly bigints?: BigintMode | undefined;
  /** Added to the `User-Agent`, such as `my-service/1.2`. @default none */
  readonly userAgent?: string | undefined;
  /** Changes the list of policies: takes the default ones and gives those to use, outermost first. @default as they are */
  readonly policies?: ((defaults: readonly Policy[]) => readonly Policy[]) | undefined;
  /** Whose time passes. @default the machine's */
  readonly clock?: Clock | undefined;
  /** Where the jitter comes from. @default `Math.random` */
  readonly random?: RandomSource | undefined;
}
