import type { GenericSchema } from 'valibot';

/** The parts of an operation that can be checked. */
export interface OperationSchemas {
  readonly path?: () => GenericSchema;
  readonly query?: () => GenericSchema;
  readonly body?: () => GenericSchema;
  readonly response?: () => GenericSchema;
}
