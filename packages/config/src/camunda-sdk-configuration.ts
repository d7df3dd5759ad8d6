import type { Secret } from '@camunda/core';
import type { SettingAlias, SettingName, SettingValues } from './configuration-schema.ts';

/**
 * The effective settings: every key is there, numbers are numbers, secrets are {@link Secret}s, and both names of a
 * pair such as `CAMUNDA_REST_ADDRESS` and `ZEEBE_REST_ADDRESS` hold the same value. Frozen.
 */
export type CamundaSdkConfiguration = SettingValues;

/** What may be given for a setting of type `Value`: itself, or the text of it as in the environment. */
type SettingInput<Value> = Secret extends Value
  ? Secret | string
  : Exclude<Value, undefined> extends string
    ? Exclude<Value, undefined> | (string & {})
    : Exclude<Value, undefined> | string;

/**
 * Some settings, by any of their names, as typed values or as texts. `undefined` and the empty text count as not set.
 */
export type CamundaSdkConfigPartial = {
  readonly [Name in SettingName]?: SettingInput<SettingValues[Name]> | undefined;
} & { readonly [Alias in SettingAlias]?: Secret | string | undefined };

/** How calls are authenticated. */
export type CamundaAuthStrategy = CamundaSdkConfiguration['CAMUNDA_AUTH_STRATEGY'];

/** The finest level that is logged. */
export type CamundaSdkLogLevel = CamundaSdkConfiguration['CAMUNDA_SDK_LOG_LEVEL'];

/** How calls are slowed down when the cluster is overloaded. */
export type CamundaBackpressureProfile = CamundaSdkConfiguration['CAMUNDA_SDK_BACKPRESSURE_PROFILE'];
