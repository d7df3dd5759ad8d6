import type { CamundaLogger } from '../src/camunda-logger.ts';

/** One call of a {@link RecordingLogger}. */
export interface RecordedLine {
  readonly level: string;
  readonly message: string;
  readonly values: readonly unknown[];
}

/** A logger of the simplest kind, which keeps what it is given. */
export class RecordingLogger implements CamundaLogger {
  readonly lines: RecordedLine[] = [];

  get messages(): string[] {
    return this.lines.map(({ message }) => message);
  }

  debug(message: string, ...values: unknown[]): void {
    this.lines.push({ level: 'debug', message, values });
  }

  info(message: string, ...values: unknown[]): void {
    this.lines.push({ level: 'info', message, values });
  }

  warn(message: string, ...values: unknown[]): void {
    this.lines.push({ level: 'warn', message, values });
  }

  error(message: string, ...values: unknown[]): void {
    this.lines.push({ level: 'error', message, values });
  }
}
