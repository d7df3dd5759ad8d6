import type { CamundaLogger, LogMethod } from '@camunda/logger';

/** A logger that adds `context` to every line: by the logger's own means where it has them, else as the last value. */
export function bindLogger(logger: CamundaLogger, context: Record<string, unknown>): CamundaLogger {
  if (logger.child) return logger.child(context);
  const add =
    (level: 'debug' | 'info' | 'warn' | 'error'): LogMethod =>
    (message, ...values) =>
      logger[level](message, ...values, context);
  return { debug: add('debug'), info: add('info'), warn: add('warn'), error: add('error') };
}
