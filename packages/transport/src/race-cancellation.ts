import type { CallCancellation } from './call-cancellation.ts';

/**
 * The outcome of `work`, or the cancellation's reason at once when that comes first. What `work` does afterwards is ignored, its errors
 * included.
 *
 * @param cleanUp called once, when either has happened
 */
export function raceCancellation<Result>(
  cancellation: CallCancellation,
  work: () => Promise<Result>,
  cleanUp: () => void,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    if (cancellation.cancelled) {
      cleanUp();
      reject(cancellation.reason);
      return;
    }
    const unsubscribe = cancellation.subscribe((reason) => {
      cleanUp();
      reject(reason);
    });
    const settle = (): void => {
      unsubscribe();
      cleanUp();
    };
    started(work).then(
      (result) => {
        if (cancellation.cancelled) return;
        settle();
        resolve(result);
      },
      (error: unknown) => {
        if (cancellation.cancelled) return;
        settle();
        reject(error);
      },
    );
  });
}

/** What a policy throws at once, or gives instead of a promise, ends the race like anything else. */
function started<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    const result: unknown = work();
    return result instanceof Promise ? result : Promise.resolve(result as Result);
  } catch (error) {
    return Promise.reject(error);
  }
}
