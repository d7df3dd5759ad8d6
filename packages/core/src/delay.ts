import { type Clock, systemClock } from './clock.ts';

/** How {@link delay} waits. */
export interface DelayOptions {
  /** Ends the wait at once; the promise rejects with the signal's reason. @default none */
  readonly signal?: AbortSignal | undefined;
  /** Whose time passes. @default the machine's clock */
  readonly clock?: Clock | undefined;
}

/**
 * Resolves after `delayMs` milliseconds, and leaves neither timer nor listener behind.
 *
 * @param delayMs 0 or less resolves in the next timer turn, `Infinity` never
 * @throws the signal's reason, at once, when the signal is or gets aborted
 */
export function delay(delayMs: number, options: DelayOptions = {}): Promise<void> {
  const { signal, clock = systemClock } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clock.clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = clock.setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      },
      Math.max(delayMs, 0),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
