import type { TransportOptions } from '../transport-options.ts';
import type { DirectCalls } from './node-sender.ts';
import type { TlsOptions } from './tls-options.ts';
import type { ConnectionSettings } from './undici-lanes.ts';

/** What connections on Node are made with. */
export interface NodeConnectionOptions {
  /** Certificates, instead of those of the configuration. @default `CAMUNDA_MTLS_*` of the configuration */
  readonly tls?: TlsOptions | undefined;
  /**
   * The proxy of all calls, such as `http://user:password@proxy:3128`; `false` for none.
   *
   * @default `CAMUNDA_HTTPS_PROXY` and `CAMUNDA_HTTP_PROXY` of the configuration, else `HTTPS_PROXY` and `HTTP_PROXY` of the environment
   */
  readonly proxy?: string | URL | false | undefined;
  /** Hosts that are reached without a proxy. @default `CAMUNDA_NO_PROXY` of the configuration, else `NO_PROXY` of the environment */
  readonly noProxy?: string | readonly string[] | undefined;
  /** How connections are kept. */
  readonly connections?: Partial<ConnectionSettings> | undefined;
  /** Where the proxy variables are read when the configuration does not hold them. @default `process.env` */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** How `createTransport` is set up on Node. */
export interface NodeTransportOptions extends TransportOptions, NodeConnectionOptions {
  /**
   * Which calls go to undici without ky in between: `hot` for the activation and acknowledgement of jobs, `all`, or `none`. Policies,
   * connections and errors are the same.
   *
   * @default 'hot'
   */
  readonly direct?: DirectCalls | undefined;
}
