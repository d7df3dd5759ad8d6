import type { Transport } from '@camunda/transport';
import type { CamundaOperationGroups, CamundaOperations } from './generated/client.ts';

/** The typed client: every operation under its name, and once more in the group of its tag. */
export interface ApiClient extends CamundaOperations, CamundaOperationGroups {
  /** What all calls go through. Job workers take the client because of it. */
  readonly transport: Transport;
}
