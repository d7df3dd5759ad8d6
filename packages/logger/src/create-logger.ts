import type { CamundaLogger } from './camunda-logger.ts';
import { createConsolaLogger } from './consola-logger.ts';
import type { LogLevel } from './log-level.ts';
import { SdkLogger, type SdkLoggerOptions } from './sdk-logger.ts';

/** How {@link createLogger} makes a logger. */
export interface CreateLoggerOptions extends SdkLoggerOptions {
  /**
   * The finest level that is written.
   *
   * @default 'error' for the default logger; for a logger of your own, whatever that logger itself writes
   */
  readonly level?: LogLevel | undefined;
  /** Stands before every message. @default '' */
  readonly prefix?: string | undefined;
}

/**
 * Makes the logger that the packages use.
 *
 * @param logger your own: `console`, consola, pino, winston, loglevel, or any object with the four methods. An
 * {@link SdkLogger} is given back as it is, unless options are given. @default consola, writing to the standard error stream
 * @throws TypeError when the logger lacks a method, or the level is none
 * @see the runtime reference's `create_logger`
 */
export function createLogger(logger?: CamundaLogger, options: CreateLoggerOptions = {}): SdkLogger {
  if (logger instanceof SdkLogger && Object.values(options).every((value) => value === undefined))
    return logger;
  const { prefix = '', ...rest } = options;
  if (logger !== undefined) return new SdkLogger(logger, prefix, rest);
  return new SdkLogger(createConsolaLogger(), prefix, { ...rest, level: rest.level ?? 'error' });
}
