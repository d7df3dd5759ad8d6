import type { LineLevel } from './log-level.ts';

/** Where finished lines go: one kind of logger, spoken to in its own way. */
export interface LogSink {
  /** Whether the logger behind it would write a line of this level. */
  isEnabled(level: LineLevel): boolean;
  write(level: LineLevel, message: string, values: readonly unknown[]): void;
  /** The same with `context` on every line, where the logger can do so by itself. */
  readonly child?: ((context: Record<string, unknown>) => LogSink) | undefined;
}
