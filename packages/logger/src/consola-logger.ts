import { type ConsolaReporter, createConsola, type LogType } from 'consola/core';
import type { CamundaLogger } from './camunda-logger.ts';

type Method = 'error' | 'warn' | 'info' | 'debug';

interface ServerGlobals {
  readonly process?: {
    readonly stderr?: { readonly isTTY?: boolean };
    readonly env?: Readonly<Record<string, string | undefined>>;
  };
}

const COLOURS: Readonly<Partial<Record<LogType, number>>> = {
  error: 31,
  warn: 33,
  info: 36,
  debug: 90,
  trace: 90,
};

function browserMethod(type: LogType): Method {
  return type === 'error' || type === 'warn' || type === 'info' ? type : 'debug';
}

/** One line per entry: on a server to the standard error stream, so that the program's own output stays clean. */
const reporter: ConsolaReporter = {
  log({ args, date, type }) {
    const { process } = globalThis as ServerGlobals;
    const coloured = process?.stderr?.isTTY === true && !process.env?.NO_COLOR;
    const name = type.toUpperCase().padEnd(5);
    const label = coloured ? `\u001b[${COLOURS[type] ?? 0}m${name}\u001b[0m` : name;
    const [message, ...values] = args as unknown[];
    const method = process?.stderr === undefined ? browserMethod(type) : 'error';
    // biome-ignore lint/suspicious/noConsole: this is where the default logger's lines leave the program
    console[method](`${date.toISOString()} ${label} ${String(message)}`, ...values);
  },
};

/** The default logger: a consola instance that writes everything it is given; an SdkLogger in front of it has the level. */
export function createConsolaLogger(): CamundaLogger {
  // consola would hold back repeated lines, and take its level from its surroundings, unless told otherwise.
  return createConsola({ level: 5, throttle: 0, reporters: [reporter] });
}
