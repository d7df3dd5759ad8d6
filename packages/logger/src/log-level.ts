/** The levels from nothing to everything; each includes those before it. */
const LEVELS = ['silent', 'error', 'warn', 'info', 'debug', 'trace', 'silly'] as const;

/** A threshold: what is finer is not logged, not even formatted. */
export type LogLevel = (typeof LEVELS)[number];

/** A level that lines can have. */
export type LineLevel = Exclude<LogLevel, 'silent'>;

/** The levels as numbers: higher is finer. */
export const levelRank: Readonly<Record<LogLevel, number>> = {
  silent: 0,
  error: 1,
  warn: 2,
  info: 3,
  debug: 4,
  trace: 5,
  silly: 6,
};

/**
 * A level from its name, in any letter case.
 *
 * @throws TypeError for any other value
 */
export function parseLogLevel(value: unknown): LogLevel {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  const level = LEVELS.find((candidate) => candidate === word);
  if (level !== undefined) return level;
  const given = typeof value === 'string' ? JSON.stringify(value) : typeof value;
  throw new TypeError(`The log level is ${given}; expected one of ${LEVELS.join(', ')}`);
}
