import { CallError } from './errors/call-error.ts';

/** How many lines of the way to a call are shown. */
const LINES = 5;

/** Some of the frames are the engine's own and are left out. */
const FRAMES = 3 * LINES;

const OF_ENGINE = /\b(?:node:|native:|ext:core)/;

/**
 * The way to here from outside of `below`: what called it, or, once it has waited for something, what awaits it. Where nobody does,
 * only the former is known. The text is made when it is asked for.
 */
export function captureCaller(below: (...parameters: never[]) => unknown): { readonly stack?: string } {
  const here: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  if (limit > 0) Error.stackTraceLimit = FRAMES;
  Error.captureStackTrace?.(here, below);
  if (limit > 0) Error.stackTraceLimit = limit;
  return here;
}

/** Puts the lines that led to the call below an error's own stack, where those do not get that far. */
export function appendCaller(error: unknown, caller: { readonly stack?: string }): void {
  if (!CallError.isInstance(error) || caller.stack === undefined || error.stack === undefined) return;
  const { stack } = error;
  const frames = caller.stack.split('\n').slice(1);
  const lines = frames.filter((line) => !OF_ENGINE.test(line)).slice(0, LINES);
  if (lines.every((line) => stack.includes(line))) return;
  Object.defineProperty(error, 'stack', {
    value: `${stack}\n    --- the call was made here ---\n${lines.join('\n')}`,
    configurable: true,
    writable: true,
  });
}
