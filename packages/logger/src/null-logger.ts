import type { CamundaLogger } from './camunda-logger.ts';

/**
 * Discards every line.
 *
 * @see the runtime reference's `NullLogger`
 */
export class NullLogger implements CamundaLogger {
  debug(_message: string, ..._values: unknown[]): void {}
  info(_message: string, ..._values: unknown[]): void {}
  warn(_message: string, ..._values: unknown[]): void {}
  error(_message: string, ..._values: unknown[]): void {}
  trace(_message: string, ..._values: unknown[]): void {}
  child(_context: Record<string, unknown>): CamundaLogger {
    return this;
  }
}
