export type { OperationId } from './generated/operations.ts';
export { operations } from './generated/operations.ts';
export type { OperationDescriptor } from './operation-descriptor.ts';
