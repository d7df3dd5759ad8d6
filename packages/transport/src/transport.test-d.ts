import type { CamundaSdkConfiguration } from '@camunda/config';
import { expectTypeOf } from 'vitest';
import { createTransport as createPortable } from './index.ts';
import {
  createTransport,
  HttpError,
  type NodeTransportOptions,
  type PipelineTransport,
  type Transport,
  type TransportConfiguration,
  type TransportOptions,
} from './index-node.ts';

const transport = createTransport();
const operation = {
  operationId: 'getTopology',
  method: 'GET',
  path: '/topology',
  operationClass: 'safe',
  body: 'none',
  response: 'json',
} as const;

expectTypeOf(transport).toExtend<Transport>();
expectTypeOf(createPortable()).toEqualTypeOf<PipelineTransport>();
expectTypeOf<NodeTransportOptions>().toExtend<TransportOptions>();

// Without a type, a result is unknown, never any.
expectTypeOf(transport.call(operation)).toEqualTypeOf<Promise<unknown>>();
expectTypeOf(transport.call<{ readonly a: number }>(operation)).toEqualTypeOf<
  Promise<{ readonly a: number }>
>();

// The effective configuration of @camunda/config fits as it is.
expectTypeOf<CamundaSdkConfiguration>().toExtend<TransportConfiguration>();

// @ts-expect-error a method that no operation has
void transport.call({ ...operation, method: 'TRACE' });

const caught: unknown = undefined;
if (HttpError.isInstance(caught)) {
  expectTypeOf(caught.status).toEqualTypeOf<number>();
  expectTypeOf(caught.detail).toEqualTypeOf<string | undefined>();
}
