import type { CamundaSdkConfiguration } from '@camunda/config';
import type { Options as KyOptions } from 'ky';
import { expectTypeOf } from 'vitest';
import { injectAuthEventHooks } from './clients/ky.ts';
import type * as portable from './index.ts';
import type * as browser from './index-browser.ts';
import type * as node from './index-node.ts';

// An effective configuration fits as it is.
expectTypeOf<CamundaSdkConfiguration>().toExtend<portable.AuthConfiguration>();
expectTypeOf<portable.AuthConfiguration>().not.toBeAny();

// A provider that anybody writes is a provider.
expectTypeOf({ getHeaders: () => ({ a: 'b' }) }).toExtend<portable.AuthProvider>();
expectTypeOf({ getHeaders: async () => ({ a: 'b' }) }).toExtend<portable.AuthProvider>();
expectTypeOf({ getHeaders: () => 'Bearer x' }).not.toExtend<portable.AuthProvider>();
expectTypeOf<portable.OAuthClientCredentialsAuthProvider>().toExtend<portable.AuthProvider>();
expectTypeOf<portable.CookieAuthProvider>().toExtend<AsyncDisposable>();

// The entries of all runtimes have the same names.
expectTypeOf<keyof typeof node>().toEqualTypeOf<keyof typeof portable>();
expectTypeOf<keyof typeof browser>().toEqualTypeOf<keyof typeof portable>();

// Options keep their type.
declare const kyOptions: KyOptions;
declare const provider: portable.AuthProvider;
expectTypeOf(injectAuthEventHooks(kyOptions, provider)).toEqualTypeOf<KyOptions>();
