export type { Operation, OperationClass, OperationInput } from './operation.ts';
export type { CallOptions, RetryOverride, Transport } from './transport.ts';
