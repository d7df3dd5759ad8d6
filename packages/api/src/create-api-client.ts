import type { Transport } from '@camunda/transport';
import type { ApiClient } from './api-client.ts';
import { buildMethods } from './build-methods.ts';

/**
 * Makes the typed client on top of a transport. It opens nothing by itself: whoever made the transport closes it.
 *
 * @param transport what `createTransport` of `@camunda/transport` gave, or anything with the same `call`
 */
export function createApiClient(transport: Transport): ApiClient {
  return { ...buildMethods(transport, {}), transport } as ApiClient;
}
