/**
 * Settles like `promise`, but rejects at once when one of the signals is or gets aborted, with that signal's reason.
 * The work behind the promise goes on: others may be waiting for it.
 */
export function withSignal<T>(promise: Promise<T>, ...signals: (AbortSignal | undefined)[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const undo: (() => void)[] = [];
    const settled = (): void => {
      for (const remove of undo) remove();
    };
    for (const signal of signals) {
      if (signal === undefined) continue;
      const onAbort = (): void => {
        settled();
        reject(signal.reason);
      };
      if (signal.aborted) {
        onAbort();
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      undo.push(() => signal.removeEventListener('abort', onAbort));
    }
    promise.then(resolve, reject).finally(settled);
  });
}
