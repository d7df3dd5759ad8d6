import type { CamundaLogger, LogMethod } from './camunda-logger.ts';
import { contextFields, logFields } from './log-fields.ts';
import type { LineLevel } from './log-level.ts';
import type { LogSink } from './log-sink.ts';

type Method = 'error' | 'warn' | 'info' | 'debug' | 'trace';
type Callable = (...values: unknown[]) => unknown;

function methodOf(logger: object, name: string): Callable | undefined {
  const method: unknown = Reflect.get(logger, name);
  return typeof method === 'function' ? (...values) => Reflect.apply(method, logger, values) : undefined;
}

/** The method that a level goes to; `trace` and `silly` use `debug` where nothing finer is there. */
function methodName(level: LineLevel, hasTrace: boolean): Method {
  if (level === 'trace' || level === 'silly') return hasTrace ? 'trace' : 'debug';
  return level;
}

/** pino: members first, so that it neither drops values nor reads `%` in the message. */
function pinoSink(logger: CamundaLogger): LogSink {
  const isLevelEnabled = methodOf(logger, 'isLevelEnabled');
  const child = methodOf(logger, 'child');
  return {
    isEnabled: (level) => isLevelEnabled?.(methodName(level, true)) !== false,
    write: (level, message, values) => {
      const fields = logFields(values, 'err', true);
      return methodOf(logger, methodName(level, true))?.(fields, message);
    },
    child: child && ((context) => adaptChild(child(contextFields(context)))),
  };
}

/** winston: one entry, because its `%` handling drops values. */
function winstonSink(logger: CamundaLogger & { readonly levels: Readonly<Record<string, number>> }): LogSink {
  const isLevelEnabled = methodOf(logger, 'isLevelEnabled');
  const child = methodOf(logger, 'child');
  const nameOf = (level: LineLevel): string => {
    if (level in logger.levels) return level;
    if (level === 'warn' && 'warning' in logger.levels) return 'warning';
    return level === 'silly' && 'trace' in logger.levels ? 'trace' : 'debug';
  };
  return {
    isEnabled: (level) => isLevelEnabled?.(nameOf(level)) !== false,
    write: (level, message, values) =>
      methodOf(logger, 'log')?.({ ...logFields(values, 'error', false), level: nameOf(level), message }),
    child: child && ((context) => adaptChild(child(contextFields(context)))),
  };
}

/** What consola and loglevel say of their own level; `undefined` for loggers that say nothing. */
function ownThreshold(logger: object): ((level: LineLevel) => boolean) | undefined {
  const isConsola = typeof Reflect.get(logger, 'withTag') === 'function';
  if (isConsola) {
    const ranks = { error: 0, warn: 1, info: 3, debug: 4, trace: 5, silly: 5 };
    return (level) => Number(Reflect.get(logger, 'level')) >= ranks[level];
  }
  const getLevel = methodOf(logger, 'getLevel');
  if (getLevel !== undefined && typeof Reflect.get(logger, 'methodFactory') === 'function') {
    const ranks = { error: 4, warn: 3, info: 2, debug: 1, trace: 1, silly: 1 };
    return (level) => Number(getLevel()) <= ranks[level];
  }
  return undefined;
}

/** In `console` and loglevel, `trace` prints a stack trace, which is not what a trace line is. */
function traceMeansStack(logger: object): boolean {
  const isConsole =
    typeof Reflect.get(logger, 'dir') === 'function' && typeof Reflect.get(logger, 'table') === 'function';
  return isConsole || typeof Reflect.get(logger, 'methodFactory') === 'function';
}

/** Any logger with methods by level, `console` and consola among them. */
function plainSink(logger: CamundaLogger): LogSink {
  const hasTrace = typeof logger.trace === 'function' && !traceMeansStack(logger);
  // A logger that can be called has the `bind` of every function, which is something else.
  const bindContext =
    logger.bind === Function.prototype.bind
      ? methodOf(logger, 'child')
      : (methodOf(logger, 'bind') ?? methodOf(logger, 'child'));
  return {
    isEnabled: ownThreshold(logger) ?? (() => true),
    write: (level, message, values) => {
      const method: LogMethod | undefined = logger[methodName(level, hasTrace)];
      // With values behind it, loggers of this kind read `%` in the message as the place of one.
      const text = values.length === 0 ? message : message.replaceAll('%', '%%');
      return method?.call(logger, text, ...values);
    },
    child: bindContext && ((context) => adaptChild(bindContext(context))),
  };
}

function isWinston(
  logger: CamundaLogger,
): logger is CamundaLogger & { readonly levels: Record<string, number> } {
  const levels: unknown = Reflect.get(logger, 'levels');
  return typeof levels === 'object' && levels !== null && Array.isArray(Reflect.get(logger, 'transports'));
}

function missingMethods(logger: unknown): string[] {
  return ['debug', 'info', 'warn', 'error'].filter(
    (name) =>
      (typeof logger !== 'object' && typeof logger !== 'function') ||
      logger === null ||
      typeof Reflect.get(logger, name) !== 'function',
  );
}

/** What a logger's own `bind` or `child` gave, where that is a logger. */
function adaptChild(child: unknown): LogSink | undefined {
  return missingMethods(child).length === 0 ? adaptLogger(child as CamundaLogger) : undefined;
}

/**
 * Finds out what kind of logger it is, and how to speak to it. The logger is never changed.
 *
 * @throws TypeError when one of the four methods is missing
 */
export function adaptLogger(logger: CamundaLogger): LogSink {
  const missing = missingMethods(logger);
  if (missing.length > 0) {
    throw new TypeError(
      `The logger has no method ${missing.join(', ')}; expected debug, info, warn and error`,
    );
  }
  if (typeof Reflect.get(logger, 'bindings') === 'function') return pinoSink(logger);
  return isWinston(logger) ? winstonSink(logger) : plainSink(logger);
}
