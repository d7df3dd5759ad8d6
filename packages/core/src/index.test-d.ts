import { expectTypeOf } from 'vitest';
import {
  CamundaError,
  type Clock,
  delay,
  type FetchLike,
  isAbortError,
  Secret,
  systemClock,
} from './index.ts';

expectTypeOf(new Secret('x').reveal()).toEqualTypeOf<string>();
expectTypeOf(systemClock).toExtend<Clock>();
expectTypeOf(delay(1, { signal: undefined })).toEqualTypeOf<Promise<void>>();
expectTypeOf(globalThis.fetch).toExtend<FetchLike>();
expectTypeOf(isAbortError).returns.toEqualTypeOf<boolean>();

declare const value: unknown;
if (CamundaError.isInstance(value)) expectTypeOf(value).toEqualTypeOf<CamundaError>();
if (Secret.isSecret(value)) expectTypeOf(value).toEqualTypeOf<Secret>();
// @ts-expect-error: a text is no Secret, and a Secret is no text
const mixed: Secret = 'text';
// @ts-expect-error: an error needs a code
new CamundaError('x', {});
expectTypeOf(mixed).not.toBeAny();
