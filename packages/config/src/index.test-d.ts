import type { Secret } from '@camunda/core';
import { expectTypeOf } from 'vitest';
import {
  type CamundaAuthStrategy,
  type CamundaBackpressureProfile,
  type CamundaSdkConfigPartial,
  type CamundaSdkConfiguration,
  type CamundaSdkLogLevel,
  type CamundaValidationSetting,
  ConfigurationResolver,
  readEnvironment,
} from './index.ts';

expectTypeOf<CamundaAuthStrategy>().toEqualTypeOf<'NONE' | 'OAUTH' | 'BASIC' | 'BEARER' | 'COOKIE'>();
expectTypeOf<CamundaSdkLogLevel>().toEqualTypeOf<
  'silent' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silly'
>();
expectTypeOf<CamundaBackpressureProfile>().toEqualTypeOf<
  'BALANCED' | 'LEGACY' | 'CONSERVATIVE' | 'AGGRESSIVE'
>();

expectTypeOf<CamundaSdkConfiguration['CAMUNDA_REST_ADDRESS']>().toEqualTypeOf<string>();
expectTypeOf<CamundaSdkConfiguration['CAMUNDA_CLIENT_ID']>().toEqualTypeOf<string | undefined>();
expectTypeOf<CamundaSdkConfiguration['CAMUNDA_CLIENT_SECRET']>().toEqualTypeOf<Secret | undefined>();
expectTypeOf<CamundaSdkConfiguration['CAMUNDA_TOKEN_AUDIENCE']>().toEqualTypeOf<string | undefined>();
expectTypeOf<CamundaSdkConfiguration['CAMUNDA_SDK_HTTP_TIMEOUT_MS']>().toEqualTypeOf<number>();
expectTypeOf<CamundaSdkConfiguration['CAMUNDA_WORKER_LOCK_EXTENSION']>().toEqualTypeOf<boolean>();
expectTypeOf<CamundaSdkConfiguration['CAMUNDA_TENANT_IDS']>().toEqualTypeOf<readonly string[] | undefined>();
expectTypeOf<CamundaSdkConfiguration['CAMUNDA_NO_PROXY']>().toEqualTypeOf<readonly string[]>();
expectTypeOf<CamundaSdkConfiguration['CAMUNDA_SDK_VALIDATION']>().toEqualTypeOf<CamundaValidationSetting>();
for (const value of Object.values({} as CamundaSdkConfiguration)) expectTypeOf(value).not.toBeAny();

// Texts as in the environment, typed values, the names of other clients, and the effective settings themselves.
expectTypeOf({
  CAMUNDA_SDK_HTTP_TIMEOUT_MS: '5',
  CAMUNDA_WORKER_TIMEOUT: 5,
  CAMUNDA_AUTH_STRATEGY: 'oauth',
  CAMUNDA_CLIENT_SECRET: 'text',
  ZEEBE_CLIENT_ID: 'id',
} as const).toExtend<CamundaSdkConfigPartial>();
expectTypeOf<CamundaSdkConfiguration>().toExtend<CamundaSdkConfigPartial>();
expectTypeOf({ CAMUNDA_WORKER_TIMEOUT: true }).not.toExtend<CamundaSdkConfigPartial>();
// @ts-expect-error: there is no such setting
({ CAMUNDA_REST_ADRESS: 'x' }) satisfies CamundaSdkConfigPartial;

expectTypeOf(readEnvironment).returns.toEqualTypeOf<CamundaSdkConfigPartial>();
const { effective } = new ConfigurationResolver(readEnvironment(), {
  CAMUNDA_SDK_LOG_LEVEL: 'info',
}).resolve();
expectTypeOf(effective).toEqualTypeOf<CamundaSdkConfiguration>();
// @ts-expect-error: the effective settings do not change
effective.CAMUNDA_WORKER_NAME = 'other';
