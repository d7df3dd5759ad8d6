import type { Clock, Secret } from '@camunda/core';
import { adaptLogger } from './adapt-logger.ts';
import type { CamundaLogger } from './camunda-logger.ts';
import { type LineLevel, type LogLevel, levelRank, parseLogLevel } from './log-level.ts';
import type { LogSink } from './log-sink.ts';
import { Redactor } from './redactor.ts';
import { RepeatLimiter } from './repeat-limiter.ts';
import { reportFailedLogger } from './report-failed-logger.ts';
import { safeText } from './safe-text.ts';

/** A message, or a function that makes it when it is needed. */
export type LogMessage = string | (() => string);

/** How an {@link SdkLogger} works; all loggers that are bound from one share these. */
export interface SdkLoggerOptions {
  /** The finest level that is written; the logger behind it may write less. @default 'silly' */
  readonly level?: LogLevel | undefined;
  /** Texts that are hidden wherever they appear. @default none */
  readonly secrets?: Iterable<Secret | string> | undefined;
  /** For how long repetitions of an identical warning or error are only counted, in milliseconds; 0 for never. @default 60000 */
  readonly repeatWindowMs?: number | undefined;
  /** @default the machine's clock */
  readonly clock?: Clock | undefined;
}

const REPEAT_WINDOW_MS = 60_000;

/** What all loggers of one tree share. */
interface Shared {
  threshold: number;
  level: LogLevel;
  readonly redactor: Redactor;
  readonly limiter: RepeatLimiter;
  failed: boolean;
}

/** What a bound logger has from the one that it was bound from. */
interface Inheritance {
  readonly shared: Shared;
  readonly sink: LogSink;
  readonly context: Readonly<Record<string, unknown>>;
  /** The part of the context that the sink does not write by itself. */
  readonly contextText: string;
}

const INHERITANCE = Symbol('inheritance');

interface BoundOptions extends SdkLoggerOptions {
  readonly [INHERITANCE]?: Inheritance;
}

function createShared(options: SdkLoggerOptions): Shared {
  const level = parseLogLevel(options.level ?? 'silly');
  const redactor = new Redactor();
  if (options.secrets !== undefined) redactor.add(options.secrets);
  const { clock, repeatWindowMs: windowMs = REPEAT_WINDOW_MS } = options;
  return {
    level,
    threshold: levelRank[level],
    redactor,
    limiter: new RepeatLimiter({ windowMs, clock }),
    failed: false,
  };
}

/** What a lazy argument stands for; one that fails must not take the program down with it. */
function evaluate(value: unknown): unknown {
  if (typeof value !== 'function' || value.length > 0) return value;
  try {
    return Reflect.apply(value, undefined, []);
  } catch (error) {
    return `[lazy argument failed: ${safeText(error)}]`;
  }
}

function renderContext(context: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(context).map(([name, value]) => {
    const text = identity(value);
    return `${name}=${/[\s="\]]/.test(text) ? JSON.stringify(text) : text}`;
  });
  return parts.length === 0 ? '' : `[${parts.join(' ')}]`;
}

function identity(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // A cycle or a BigInt: such values do not tell two lines apart.
    return '';
  }
}

/**
 * Gives any {@link CamundaLogger} levels, bound context, lazy arguments, redaction and repeat limiting.
 *
 * A message may be a function, and so may every value behind it: they are called only when the line is written.
 *
 * @see the runtime reference's `SdkLogger`
 */
export class SdkLogger implements CamundaLogger {
  readonly #sink: LogSink;
  readonly #prefix: string;
  readonly #context: Readonly<Record<string, unknown>>;
  readonly #contextText: string;
  readonly #contextKey: string;
  readonly #shared: Shared;

  /**
   * @param logger where the lines go; it is never changed
   * @param prefix stands before every message. @default ''
   * @throws TypeError when the logger lacks a method, or the level is none
   */
  constructor(logger: CamundaLogger, prefix = '', options: SdkLoggerOptions = {}) {
    const inheritance = (options as BoundOptions)[INHERITANCE];
    this.#prefix = prefix;
    this.#shared = inheritance?.shared ?? createShared(options);
    this.#sink = inheritance?.sink ?? (logger instanceof SdkLogger ? logger.#asSink() : adaptLogger(logger));
    this.#context = inheritance?.context ?? {};
    this.#contextText = inheritance?.contextText ?? '';
    this.#contextKey = identity(this.#context);
  }

  /** The finest level that is written, for this logger and all that are bound from the same one. */
  get level(): LogLevel {
    return this.#shared.level;
  }

  set level(level: LogLevel) {
    this.#shared.level = parseLogLevel(level);
    this.#shared.threshold = levelRank[this.#shared.level];
  }

  /** Whether a line of this level would be written. */
  isEnabled(level: LineLevel): boolean {
    return this.#shared.threshold >= levelRank[level] && this.#isOpen(level);
  }

  error(message: LogMessage, ...values: unknown[]): void {
    if (this.#shared.threshold >= 1) this.#write('error', message, values);
  }

  warn(message: LogMessage, ...values: unknown[]): void {
    if (this.#shared.threshold >= 2) this.#write('warn', message, values);
  }

  info(message: LogMessage, ...values: unknown[]): void {
    if (this.#shared.threshold >= 3) this.#write('info', message, values);
  }

  debug(message: LogMessage, ...values: unknown[]): void {
    if (this.#shared.threshold >= 4) this.#write('debug', message, values);
  }

  /** Finer than debug; goes to `debug` of a logger that has no `trace`. */
  trace(message: LogMessage, ...values: unknown[]): void {
    if (this.#shared.threshold >= 5) this.#write('trace', message, values);
  }

  /** The finest level; goes to `trace` or `debug` of a logger that has no such level. */
  silly(message: LogMessage, ...values: unknown[]): void {
    if (this.#shared.threshold >= 6) this.#write('silly', message, values);
  }

  /**
   * A logger that adds `context` to every line: by the logger's own `bind` or `child` where it has one, else as
   * `[key=value …]` before the message.
   */
  bind(context: Record<string, unknown>): SdkLogger {
    const copy = this.#shared.redactor.value(context);
    const safe = typeof copy === 'object' ? (copy as Record<string, unknown>) : { context: copy };
    const merged = { ...this.#context, ...safe };
    const child = this.#childOfSink(safe);
    const inheritance: Inheritance = {
      shared: this.#shared,
      sink: child ?? this.#sink,
      context: merged,
      contextText: child === undefined ? renderContext(merged) : this.#contextText,
    };
    const options: BoundOptions = { [INHERITANCE]: inheritance };
    return new SdkLogger(this, this.#prefix, options);
  }

  /** The same as {@link SdkLogger.bind}. */
  child(context: Record<string, unknown>): SdkLogger {
    return this.bind(context);
  }

  /** Hides these texts wherever they appear from now on, for all loggers that are bound from the same one. */
  hideSecrets(secrets: Iterable<Secret | string>): void {
    this.#shared.redactor.add(secrets);
  }

  /** Reports the repetitions that have only been counted so far. */
  flush(): void {
    this.#shared.limiter.flush();
  }

  #write(level: LineLevel, message: LogMessage, values: readonly unknown[]): void {
    const { redactor, limiter } = this.#shared;
    if (!this.#isOpen(level)) return;
    const text = redactor.line(this.#decorate(evaluate(message)));
    const safe = values.map((value) => redactor.value(evaluate(value)));
    if (level === 'error' || level === 'warn') {
      const key = [level, text, this.#contextKey, ...safe.map(identity)].join('\n');
      const report = (count: number, seconds: number): void => {
        this.#hand(level, `${text} (${count} more of the same in ${seconds} s)`, safe);
      };
      if (!limiter.admits(key, report)) return;
    }
    this.#hand(level, text, safe);
  }

  #isOpen(level: LineLevel): boolean {
    try {
      return this.#sink.isEnabled(level);
    } catch (error) {
      this.#tellFailure(error);
      return true;
    }
  }

  #childOfSink(context: Record<string, unknown>): LogSink | undefined {
    try {
      return this.#sink.child?.(context);
    } catch (error) {
      this.#tellFailure(error);
      return undefined;
    }
  }

  #hand(level: LineLevel, text: string, values: readonly unknown[]): void {
    try {
      const written: unknown = this.#sink.write(level, text, values);
      if (written instanceof Promise) written.catch((error: unknown) => this.#tellFailure(error));
    } catch (error) {
      this.#tellFailure(error);
    }
  }

  /** A logger that fails, at once or later, must not take the program down with it; that it fails is told once. */
  #tellFailure(error: unknown): void {
    if (this.#shared.failed) return;
    this.#shared.failed = true;
    reportFailedLogger(this.#shared.redactor.value(error));
  }

  #decorate(message: unknown): string {
    return [this.#prefix, this.#contextText, safeText(message)].filter((part) => part !== '').join(' ');
  }

  #asSink(): LogSink {
    return {
      isEnabled: (level) => this.isEnabled(level),
      write: (level, message, values) => this[level](message, ...values),
      child: (context) => this.bind(context).#asSink(),
    };
  }
}
