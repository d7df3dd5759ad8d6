import type { WorkerState } from './worker-status.ts';

/** Whether a worker works. */
export interface WorkerHealth {
  /**
   * Whether the worker gets anywhere: its loop is not stuck. A cluster that cannot be reached does not make a worker dead, nor
   * do handlers that hang, whose slots are taken from them; restarting it would not help.
   */
  readonly live: boolean;
  /**
   * Whether the worker can take jobs: it runs, the cluster has answered it and takes its credentials, and its slots are not all
   * held by handlers that ignore their aborted signals. One whose slots are all taken otherwise is ready: it works.
   */
  readonly ready: boolean;
  /** Why it is not live, or not ready. Empty if it is both. */
  readonly reasons: readonly string[];
}

/** What {@link judgeHealth} looks at. */
export interface HealthFacts {
  readonly state: WorkerState;
  readonly hasPolled: boolean;
  readonly consecutivePollFailures: number;
  readonly isUnauthorized: boolean;
  /** All slots are held by handlers that do not end though their signals were aborted. */
  readonly isHeldUp: boolean;
  readonly lastPollError: string | undefined;
  /** By how much the loop is behind the time when it should have got on, in milliseconds; 0 or less if it is not. */
  readonly behindMs: number;
}

/** How far a loop may be behind before it counts as stuck: more than a slow machine, less than a liveness probe's patience. */
const PATIENCE_MS = 10_000;
const FAILURES_UNTIL_UNREADY = 3;
const AT_WORK: ReadonlySet<WorkerState> = new Set(['polling', 'backing-off']);

/** Judges a worker's health by what is known of it. */
export function judgeHealth(facts: HealthFacts): WorkerHealth {
  const deadly: string[] = [];
  const hindering: string[] = [];
  if (facts.behindMs > PATIENCE_MS)
    deadly.push(`the poll loop has not moved for ${facts.behindMs} ms too long`);
  if (!AT_WORK.has(facts.state)) hindering.push(`the worker is ${facts.state}`);
  else if (!facts.hasPolled) hindering.push('no poll has succeeded yet');
  else if (facts.isHeldUp)
    hindering.push('all slots are held by handlers that have not ended though their signals were aborted');
  if (facts.isUnauthorized) hindering.push('the cluster refuses the credentials');
  else if (facts.consecutivePollFailures >= FAILURES_UNTIL_UNREADY) {
    hindering.push(
      `${facts.consecutivePollFailures} polls in a row have failed: ${facts.lastPollError ?? ''}`,
    );
  }
  const reasons = [...deadly, ...hindering];
  return { live: deadly.length === 0, ready: reasons.length === 0, reasons };
}
