import type { LineLevel } from './log-level.ts';

/** Where finished lines go: one kind of logger, spoken to in its own way. */
export interface LogSink {
  /** Whether the logger behind it would write a line of this level. */
  isEnabled(level: LineLevel): boolean;
  /** Gives whatever the logger gives: a promise, where it writes in its own time. */
  write(level: LineLevel, message: string, values: readonly unknown[]): unknown;
  /** The same with `context` on every line; `undefined` where the logger cannot do so by itself. */
  readonly child?: ((context: Record<string, unknown>) => LogSink | undefined) | undefined;
}
