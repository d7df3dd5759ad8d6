import type { LogLevel } from '@camunda/logger';
import type { ActivatedJob } from '../activated-job.ts';
import type { PortableError } from './portable-error.ts';

/** What a pool is given to do: one job. */
export interface PoolTask {
  readonly job: ActivatedJob;
  readonly module: string;
  readonly exportName: string;
  readonly logLevel: LogLevel;
  /** The thread's end of the channel; processes use the one that they have. */
  readonly port?: unknown;
}

/** How the job ended in the pool. */
export type PoolResult =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: PortableError };

/** What the pool says while it works a job. */
export type FromPool =
  /** It hears what it is told from here on. */
  | { readonly kind: 'listening' }
  /** It is done; what follows is the end of the channel. A channel that ends without it tells that its thread is dead. */
  | { readonly kind: 'ended' }
  /** Call a method of the job, or of the client at this path. */
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly path: readonly string[];
      readonly parameters: readonly unknown[];
    }
  | {
      readonly kind: 'log';
      readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error';
      readonly message: string;
      readonly values: readonly unknown[];
    };

/** What the pool is told meanwhile. */
export type ToPool =
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: PortableError }
  | { readonly kind: 'abort'; readonly reason: PortableError };

/** The way between a job in a pool and its worker. */
export interface PoolChannel<Incoming, Outgoing> {
  send(message: Outgoing): void;
  listen(listener: (message: Incoming) => void): void;
  close(): void;
}
