import { assemblePipeline } from '../assemble-pipeline.ts';
import { ValidationError } from '../errors/validation-error.ts';
import { createKySender } from '../ky-sender.ts';
import type { PipelineTransport } from '../pipeline-transport.ts';
import type { Sender } from '../sender.ts';
import { createTlsContext } from './create-tls-context.ts';
import { createNodeFetch } from './node-fetch.ts';
import { createNodeSender } from './node-sender.ts';
import type { NodeTransportOptions } from './node-transport-options.ts';
import { openLanes } from './open-lanes.ts';

/**
 * Makes a transport with Node's abilities: client certificates, proxies, and connections of their own for long polls and acknowledgements.
 *
 * @throws {ValidationError} an option cannot be used: certificates and proxies are checked here, not with the first call
 */
export function createTransport(options: NodeTransportOptions = {}): PipelineTransport {
  return assemblePipeline(options, senderOf(options));
}

function senderOf(options: NodeTransportOptions): Sender {
  if (options.sender !== undefined) return options.sender;
  if (options.fetch !== undefined) {
    refuseWithFetch(options);
    return createKySender({ fetch: options.fetch, ky: options.ky ?? (() => import('ky')) });
  }
  const lanes = openLanes(options, options.configuration);
  if (options.ky === undefined) return createNodeSender({ lanes, direct: options.direct ?? 'hot' });
  const sender = createKySender({ fetch: createNodeFetch(lanes), ky: options.ky });
  return { ...sender, close: () => lanes.close() };
}

/** A `fetch` of the user's brings its own connections: certificates that would not be used are an error, not a detail. */
function refuseWithFetch(options: NodeTransportOptions): void {
  const context = createTlsContext(options.tls, options.configuration);
  const parameter =
    context === undefined
      ? options.proxy
        ? 'proxy'
        : undefined
      : options.tls === undefined
        ? 'CAMUNDA_MTLS_*'
        : 'tls';
  if (parameter === undefined) return;
  throw new ValidationError(
    `${parameter} cannot be used together with the option fetch: give that fetch the certificates or the proxy, or leave one of the two out`,
    { operationId: 'createTransport', parameter },
  );
}
