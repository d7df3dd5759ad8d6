import { describe, expect, it } from 'vitest';
import { CallCancellation } from './call-cancellation.ts';

describe('CallCancellation', () => {
  it('tells each listener once, of the first reason', () => {
    const cancellation = new CallCancellation();
    const heard: unknown[] = [];
    cancellation.subscribe((reason) => heard.push('first', reason));
    const unsubscribe = cancellation.subscribe(() => heard.push('taken back'));
    unsubscribe();
    unsubscribe();
    cancellation.cancel(1);
    cancellation.cancel(2);
    cancellation.subscribe((reason) => heard.push('late', reason));
    expect(heard).toEqual(['first', 1, 'late', 1]);
    expect(cancellation).toMatchObject({ cancelled: true, reason: 1 });
    expect(() => cancellation.throwIfCancelled()).toThrow();
  });

  it('is a signal for those who ask, before and after', () => {
    const early = new CallCancellation();
    const { signal } = early;
    early.cancel('why');
    expect(signal.reason).toBe('why');
    const late = new CallCancellation();
    late.cancel('why');
    expect(late.signal).toMatchObject({ aborted: true, reason: 'why' });
  });
});
