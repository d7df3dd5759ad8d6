import { type Clock, delay } from '@camunda/core';

/** What ends a wait. */
export interface WaitEnd {
  readonly leftMs: number;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
}

/**
 * What a callback gives, so that one which never settles does not keep a wait from its end.
 *
 * @throws the signal's reason, at once, when it gets aborted; what `late` makes, when the time is up
 */
export async function beforeTheEnd<Value>(
  value: Value | Promise<Value>,
  { leftMs, signal, clock }: WaitEnd,
  late: () => Error,
): Promise<Value> {
  if (!isThenable(value)) return value;
  const settled = new AbortController();
  const signals = signal === undefined ? [settled.signal] : [settled.signal, signal];
  const end = delay(leftMs, { signal: AbortSignal.any(signals), clock }).then(() => {
    throw late();
  });
  try {
    return await Promise.race([value, end]);
  } finally {
    settled.abort();
  }
}

function isThenable<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
