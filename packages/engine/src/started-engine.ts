import type { Engine } from './engine.ts';

/** Where an engine listens. */
export interface ListenOptions {
  /** The port to listen at; 0 takes a free one. @default 8080 */
  readonly port?: number | undefined;
  /** The address of the machine to listen at. @default '127.0.0.1': this machine only */
  readonly host?: string | undefined;
  /** A second port, as clusters have one for the routes below `/actuator`; 0 takes a free one. @default none: they are at the first port */
  readonly managementPort?: number | undefined;
}

/** An engine that can listen for HTTP. */
export interface StartedEngine extends Engine {
  /** Where clients reach it, such as `http://127.0.0.1:8080/v2`: the value of `CAMUNDA_REST_ADDRESS`; undefined while it does not listen. */
  readonly address: string | undefined;
  /** Where the routes below `/actuator` are reached, such as `http://127.0.0.1:9600`; undefined while it does not listen. */
  readonly managementAddress: string | undefined;
  /**
   * Listens, also at a further port.
   * @returns the address
   * @throws EngineStartError when the port is taken or must not be used, or when the engine is closed
   */
  listen(options?: ListenOptions): Promise<string>;
  /** A second engine that goes on from here, independently; it does not listen, and keeps nothing in a file. */
  fork(): StartedEngine;
}

/** An engine that listens. */
export interface RunningEngine extends StartedEngine {
  readonly address: string;
  readonly managementAddress: string;
}
