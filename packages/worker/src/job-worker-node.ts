import type { StandardSchemaV1 } from '@standard-schema/spec';
import { JobWorker as PortableJobWorker } from './job-worker.ts';
import type { JobWorkerOptions, WorkerClient } from './job-worker-options.ts';
import type { JsonObject } from './json-value.ts';
import { nodePlatform } from './platform-node.ts';

/**
 * Works the jobs of one type: asks the cluster for them, runs a handler for each, and tells the cluster what came of it.
 * This one can also use threads, processes, process signals and asynchronous context.
 *
 * @see the runtime reference's `JobWorker`
 */
export class JobWorker<
  Variables extends object = JsonObject,
  Headers extends object = JsonObject,
  Result = unknown,
  Output extends StandardSchemaV1 | undefined = undefined,
  Client extends WorkerClient = WorkerClient,
> extends PortableJobWorker<Variables, Headers, Result, Output, Client> {
  constructor(options: JobWorkerOptions<Variables, Headers, Result, Output, Client>) {
    super(options, nodePlatform);
  }
}
