/** One level's method of a logger: a message, then any values. */
export type LogMethod = (message: string, ...values: unknown[]) => void;

/**
 * What the packages need of a logger. `console`, consola, pino, winston and loglevel instances fit as they are.
 *
 * @see the runtime reference's `CamundaLogger`
 */
export interface CamundaLogger {
  debug: LogMethod;
  info: LogMethod;
  warn: LogMethod;
  error: LogMethod;
  /** Finer than debug. Where it is missing, `debug` is used. */
  trace?: LogMethod;
  /** A logger that adds `context` to every line, where the logger can do so by itself. */
  child?: (context: Record<string, unknown>) => CamundaLogger;
  /** The same under its other common name. */
  bind?: (context: Record<string, unknown>) => unknown;
}
