import type { Clock, RandomSource } from '@camunda/core';
import type { CamundaLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import type { AnyJobHandler } from './job-handler.ts';
import type { JobSource } from './job-source.ts';
import type { WorkerSettings } from './resolve-worker-config.ts';
import type { WorkerConfig } from './worker-config.ts';

/** What a worker can call the cluster with: a transport, or a client that has one. */
export type WorkerClient = Transport | { readonly transport: Transport };

/** What a {@link JobWorker} is made from. */
export interface JobWorkerOptions {
  /** Calls the cluster; handed to handlers as `job.client`. */
  readonly client: WorkerClient;
  /** Works the jobs. */
  readonly jobHandler: AnyJobHandler;
  readonly config: WorkerConfig;
  /** @default none */
  readonly logger?: CamundaLogger | undefined;
  /** The longest random wait before the first poll, in seconds. @default CAMUNDA_WORKER_STARTUP_JITTER_MAX_SECONDS, else 0 */
  readonly startupJitterMaxSeconds?: number | undefined;
  /** The effective settings; `CAMUNDA_WORKER_*` members of the configuration are inherited from them. @default none */
  readonly settings?: WorkerSettings | undefined;
  /** Where jobs come from. @default REST long polling through the client */
  readonly source?: JobSource | undefined;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
  /** @default `Math.random` */
  readonly random?: RandomSource | undefined;
}
