import type { ChildProcess } from 'node:child_process';
import type { Tinypool, TinypoolChannel } from 'tinypool';

/**
 * The process that the pool has given a job with this channel to. The pool itself says of its end only that it was not
 * expected; `undefined` where a version of the pool keeps it elsewhere.
 */
export function processBehind(pool: Tinypool, channel: TinypoolChannel): ChildProcess | undefined {
  const worker = pool.threads.find((candidate) => Reflect.get(candidate, 'channel') === channel);
  return worker && (Reflect.get(worker, 'process') as ChildProcess | undefined);
}

/** How a process ended, or nothing while it is not known. */
export function describeEnd(child: ChildProcess | undefined): string | undefined {
  if (typeof child?.signalCode === 'string') return `it was ended by ${child.signalCode}`;
  return typeof child?.exitCode === 'number' ? `it exited with code ${child.exitCode}` : undefined;
}
