import { CallError } from './errors/call-error.ts';

/** Remembers where a call was made. It costs about a microsecond: the text is made only when it is asked for. */
export function captureCaller(below: (...parameters: never[]) => unknown): { readonly stack?: string } {
  const here: { stack?: string } = {};
  Error.captureStackTrace?.(here, below);
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
