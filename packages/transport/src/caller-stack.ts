import { CallError } from './errors/call-error.ts';

/** How many lines of the way to a call are kept: every one costs time, with every call. */
const LINES = 5;

/** Remembers where a call was made, in a microsecond or two: the text is made only when it is asked for. */
export function captureCaller(below: (...parameters: never[]) => unknown): { readonly stack?: string } {
  const here: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  if (limit > LINES) Error.stackTraceLimit = LINES;
  Error.captureStackTrace?.(here, below);
  if (limit > LINES) Error.stackTraceLimit = limit;
  return here;
}

/** Puts the lines that led to the call below an error's own stack, where those do not get that far. */
export function appendCaller(error: unknown, caller: { readonly stack?: string }): void {
  if (!CallError.isInstance(error) || caller.stack === undefined) return;
  const lines = caller.stack.split('\n').slice(1).join('\n');
  if (lines === '' || error.stack === undefined || error.stack.includes(lines)) return;
  Object.defineProperty(error, 'stack', {
    value: `${error.stack}\n    --- the call was made here ---\n${lines}`,
    configurable: true,
    writable: true,
  });
}
