/** Ends a run that no longer gets anywhere. */
export interface Patience {
  /** Aborted when there was no {@link Patience.renew} for too long. */
  readonly signal: AbortSignal;
  /** Something has finished: start waiting anew. */
  renew(): void;
  /** The run is over. */
  stop(): void;
}

/** Starts waiting for `seconds`. */
export function startPatience(seconds: number): Patience {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`No order has finished for ${seconds} s.`)),
    seconds * 1_000,
  );
  return { signal: controller.signal, renew: () => timer.refresh(), stop: () => clearTimeout(timer) };
}
