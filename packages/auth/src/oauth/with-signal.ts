/**
 * Settles like `promise`, but rejects at once when one of the signals is or gets aborted, with that signal's reason.
 * The work behind the promise goes on: others may be waiting for it.
 */
export function withSignal<T>(promise: Promise<T>, ...signals: (AbortSignal | undefined)[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const listening = new AbortController();
    for (const signal of signals) {
      const onAbort = (): void => {
        listening.abort();
        reject(signal?.reason);
      };
      if (signal?.aborted) onAbort();
      signal?.addEventListener('abort', onAbort, { signal: listening.signal });
    }
    promise.then(resolve, reject).finally(() => listening.abort());
  });
}
