import { randomUUID } from 'node:crypto';
import { open, readFile, rename, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { delay } from '@camunda/core';
import { isCode, removeFile } from './private-file.ts';

/** How {@link withFileLock} waits. All times are in milliseconds. */
export interface FileLockOptions {
  readonly signal: AbortSignal;
  /** After how long a lock whose holder gives no sign of life is taken over. @default 30 000 */
  readonly staleAfterMs?: number | undefined;
  /** How long to wait at most; then the work is done without the lock. @default 60 000 */
  readonly patienceMs?: number | undefined;
}

const HEARTBEATS_PER_STALENESS = 6;
const SHORTEST_POLL_MS = 10;
const LONGEST_POLL_MS = 100;

/**
 * Runs `work` while no other process that uses the same file runs its own. The lock is a file that only one can create; its
 * holder keeps it young. A lock of a process that is gone is taken over. The lock saves requests, and nothing depends on it:
 * the work is done in any case.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  options: FileLockOptions,
): Promise<T> {
  const { signal, staleAfterMs = 30_000, patienceMs = 60_000 } = options;
  const owner = JSON.stringify({ host: hostname(), pid: process.pid, id: randomUUID() });
  const giveUpAt = performance.now() + patienceMs;
  let pollMs = SHORTEST_POLL_MS;
  while (!(await tryCreate(path, owner))) {
    if (performance.now() >= giveUpAt) return await work();
    await removeIfAbandoned(path, staleAfterMs);
    await delay(pollMs * (0.5 + Math.random() / 2), { signal });
    pollMs = Math.min(pollMs * 1.5, LONGEST_POLL_MS);
  }
  const heartbeat = setInterval(() => {
    // A missed beat only makes the lock look older than it is.
    utimes(path, new Date(), new Date()).catch(() => undefined);
  }, staleAfterMs / HEARTBEATS_PER_STALENESS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await release(path, owner);
  }
}

async function tryCreate(path: string, owner: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(owner, 'utf8');
    } catch (error) {
      // On a full disk the file is there, and empty: everybody would wait for an owner that it does not name.
      await removeFile(path);
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function release(path: string, owner: string): Promise<void> {
  if ((await readOwner(path)) === owner) await removeFile(path);
}

async function removeIfAbandoned(path: string, staleAfterMs: number): Promise<void> {
  const owner = await readOwner(path);
  if (owner === undefined || !(await isAbandoned(path, owner, staleAfterMs))) return;
  // Moved away first: of several that find it abandoned, one succeeds, and none removes the lock of the next holder unseen.
  const grave = `${path}.${process.pid}.${randomUUID()}.tmp`;
  try {
    await rename(path, grave);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  await removeFile(grave);
}

async function isAbandoned(path: string, owner: string, staleAfterMs: number): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > staleAfterMs) return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
  return isOfDeadProcess(owner);
}

function isOfDeadProcess(owner: string): boolean {
  let holder: { host?: unknown; pid?: unknown };
  try {
    holder = JSON.parse(owner);
  } catch {
    // Created a moment ago and not written yet, or not by us: its age decides.
    return false;
  }
  if (holder.host !== hostname() || typeof holder.pid !== 'number') return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return isCode(error, 'ESRCH');
  }
}

async function readOwner(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
