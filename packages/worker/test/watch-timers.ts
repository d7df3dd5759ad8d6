import { onTestFinished, vi } from 'vitest';

const OURS = /\/(?:worker|transport|core)\/src\/(?!.*\.test\.ts)/;

/** Follows the timers that the worker sets from now on; gives where those that still run were set. */
export function watchTimers(): () => string[] {
  const { setTimeout, clearTimeout } = globalThis;
  const running = new Map<unknown, string>();
  const set = (
    callback: (...parameters: unknown[]) => void,
    delayMs?: number,
    ...rest: unknown[]
  ): unknown => {
    const timer = setTimeout(() => {
      running.delete(timer);
      callback(...rest);
    }, delayMs);
    const line = new Error().stack?.split('\n').find((each) => OURS.test(each));
    if (line !== undefined) running.set(timer, line.trim());
    return timer;
  };
  const clear = (timer: NodeJS.Timeout | undefined): void => {
    running.delete(timer);
    clearTimeout(timer);
  };
  const spies = [
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(set as never),
    vi.spyOn(globalThis, 'clearTimeout').mockImplementation(clear as never),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return () => [...running.values()];
}
