import type { FetchLike } from '@camunda/core';
import { assemblePipeline } from '../assemble-pipeline.ts';
import type { CallRequest } from '../call-request.ts';
import { isAtHand } from '../encode-body.ts';
import { ValidationError } from '../errors/validation-error.ts';
import { createKySender } from '../ky-sender.ts';
import type { PipelineTransport } from '../pipeline-transport.ts';
import type { Sender } from '../sender.ts';
import { createTlsContext } from './create-tls-context.ts';
import { toResponseError } from './encoding-error.ts';
import { createNodeFetch } from './node-fetch.ts';
import { createNodeSender, laneOf } from './node-sender.ts';
import type { NodeTransportOptions } from './node-transport-options.ts';
import { openLanes } from './open-lanes.ts';
import type { UndiciLanes } from './undici-lanes.ts';

/**
 * Makes a transport with Node's abilities: client certificates, proxies, and connections of their own for long polls and acknowledgements.
 *
 * @throws {ValidationError} an option cannot be used: certificates and proxies are checked here, not with the first call
 */
export function createTransport(options: NodeTransportOptions = {}): PipelineTransport {
  return assemblePipeline(options, senderOf(options));
}

function senderOf(options: NodeTransportOptions): Sender {
  if (options.sender !== undefined) {
    refuseCertificates(options, 'sender');
    return options.sender;
  }
  if (options.fetch !== undefined) {
    refuseCertificates(options, 'fetch');
    return createKySender({ fetch: options.fetch, ky: options.ky ?? (() => import('ky')) });
  }
  const lanes = openLanes(options, options.configuration);
  if (options.ky === undefined) return createNodeSender({ lanes, direct: options.direct ?? 'hot' });
  const sender = createKySender({ ky: options.ky, fetchFor: (request) => fetchOfCall(lanes, request) });
  return { ...sender, close: () => lanes.close() };
}

/** A `fetch` or a sender of the user's brings its own connections: certificates that would not be used are an error, not a detail. */
function refuseCertificates(options: NodeTransportOptions, own: 'fetch' | 'sender'): void {
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
    `${parameter} cannot be used together with the option ${own}: give that ${own} the certificates or the proxy, or leave one of the two out`,
    { operationId: 'createTransport', parameter },
  );
}

/** The `fetch` for one call: over its lane, and telling whether bytes may have left. */
function fetchOfCall(lanes: UndiciLanes, request: CallRequest): FetchLike {
  request.mayHaveBeenSent = false;
  const fetchCall = createNodeFetch(lanes, {
    lane: laneOf(request),
    streamsBody: !isAtHand(request.body),
    streamsAnswer: request.operation.response === 'stream',
    onStart: () => {
      request.mayHaveBeenSent = true;
    },
  });
  return async (input, init) => {
    try {
      return await fetchCall(input, init);
    } catch (error) {
      throw toResponseError(request, error);
    }
  };
}
