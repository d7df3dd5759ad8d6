import type { ApiClient, ApiClientOptions } from '@camunda/api';
import type { AuthProvider } from '@camunda/auth';
import type { CamundaSdkConfigPartial, CamundaSdkConfiguration } from '@camunda/config';
import type { FetchLike } from '@camunda/core';
import type { CamundaLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import type {
  JsonObject,
  StandardSchemaV1,
  CreateJobWorkerOptions as WorkerOptions,
  WorkerPool,
} from '@camunda/worker';

/** What {@link createCamundaClient} may be told. Everything has a default, so `createCamundaClient()` works too. */
export interface CamundaClientOptions {
  /** Settings by their `CAMUNDA_*` names; each of them wins over the environment. @default none */
  readonly config?: CamundaSdkConfigPartial | undefined;
  /** Where settings are read from; `{}` reads none. @default the environment of the process */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Where the SDK logs: `console`, consola, pino, winston or loglevel. @default consola, from `CAMUNDA_SDK_LOG_LEVEL` on */
  readonly logger?: CamundaLogger | undefined;
  /** Makes the headers that authenticate each call. @default the provider that the settings ask for */
  readonly authProvider?: AuthProvider | undefined;
  /** What sends requests, such as the `fetch` of an embedded engine. @default the runtime's; on Node one on undici */
  readonly fetch?: FetchLike | undefined;
  /** What happens to calls that the connected cluster is too old for: `warn` or `fail` before sending. @default `off` */
  readonly versionCheck?: ApiClientOptions['versionCheck'];
}

/** A client of one cluster: every operation of its REST API as a method, job workers, and one end to it all. */
export interface CamundaClient extends ApiClient, WorkerPool<CamundaClient>, AsyncDisposable {
  /** The settings in force; secrets in it stay hidden. */
  readonly configuration: CamundaSdkConfiguration;
  /** What carries the calls. */
  readonly transport: Transport;
  /**
   * Stops and drains the workers, then lets go of connections and credentials; afterwards nothing of the client keeps
   * the process alive. A second call waits for the first.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** How {@link CamundaClient.close} ends. */
export interface CloseOptions {
  /** How long running handlers may take, in milliseconds. @default the worker's: 25000 */
  readonly graceMs?: number | undefined;
}

/** What `createJobWorker` of a client makes a worker from: its configuration, its handler, and a little more. */
export type CreateJobWorkerOptions<
  Variables extends object = JsonObject,
  Headers extends object = JsonObject,
  Result = unknown,
  Output extends StandardSchemaV1 | undefined = undefined,
> = WorkerOptions<Variables, Headers, Result, Output, CamundaClient>;
