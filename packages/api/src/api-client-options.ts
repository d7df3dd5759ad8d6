import type { ValidationMode, ValidationModes } from './validation/validation-mode.ts';
import type { VersionCheck } from './version/version-hook.ts';
import type { WarningLogger } from './warning-logger.ts';

/** The settings that a client minds, as `@camunda/config` gives them. */
export interface ApiConfiguration {
  readonly CAMUNDA_TENANT_ID?: string | undefined;
  readonly CAMUNDA_SDK_VALIDATION?: ValidationModes | undefined;
  readonly CAMUNDA_SDK_EVENTUAL_POLL_DEFAULT_MS?: number | undefined;
}

/** How {@link createApiClient} is set up. Every option wins over the configuration. The environment is never read. */
export interface ApiClientOptions {
  /** Settings as `@camunda/config` gives them. @default none */
  readonly configuration?: ApiConfiguration | undefined;
  /** The tenant of calls that may name one and do not. @default the configuration's `CAMUNDA_TENANT_ID`, else none is sent */
  readonly tenantId?: string | undefined;
  /**
   * How strictly inputs and answers are compared with the specification: one mode for both, one for each, or a text such as
   * `req:strict,res:warn`.
   *
   * @default the configuration's `CAMUNDA_SDK_VALIDATION`, else `none`
   */
  readonly validation?: ValidationMode | ValidationModes | (string & {}) | undefined;
  /** What happens to calls that the connected cluster is too old for. @default `off`: they are sent */
  readonly versionCheck?: 'off' | VersionCheck['mode'] | VersionCheck | undefined;
  /** The pause between two attempts of a call with `consistency`, in milliseconds. @default the configuration's, else 500 */
  readonly pollIntervalMs?: number | undefined;
  /** Where warnings go. @default nowhere */
  readonly logger?: WarningLogger | undefined;
}

/** The options with everything decided. */
export interface ResolvedApiClientOptions {
  readonly tenantId: string | undefined;
  readonly validation: ValidationModes;
  readonly versionCheck: VersionCheck | undefined;
  readonly pollIntervalMs: number | undefined;
  readonly logger: WarningLogger | undefined;
}
