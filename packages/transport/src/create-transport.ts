import ky from 'ky';
import { assemblePipeline } from './assemble-pipeline.ts';
import { createKySender } from './ky-sender.ts';
import type { PipelineTransport } from './pipeline-transport.ts';
import { refuseNodeSettings } from './refuse-node-settings.ts';
import type { TransportOptions } from './transport-options.ts';

/**
 * Makes a transport: the way of every call to the cluster.
 *
 * @throws {ValidationError} an option cannot be used, or the configuration has certificates or a proxy, which only Node's connections honour
 */
export function createTransport(options: TransportOptions = {}): PipelineTransport {
  refuseNodeSettings(options.configuration ?? {}, options.fetch !== undefined);
  return assemblePipeline(
    options,
    options.sender ?? createKySender({ fetch: options.fetch, ky: options.ky ?? ky }),
  );
}
