import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataFileError } from './data-file-error.ts';

/** Who holds a lock: a process id alone may be another process by now. */
interface Holder {
  readonly pid: number;
  /** When the process started, in the system's own count; null where the system does not tell. */
  readonly startedAt: string | null;
}

/**
 * Keeps a data file for this process alone, by a file beside it that names the process. The lock of a process that has been
 * killed does not count.
 *
 * @returns what gives the lock back
 * @throws DataFileError that names the process which has it
 */
export function lockDataFile(path: string): () => void {
  const lock = `${path}.lock`;
  const mine = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) } satisfies Holder);
  while (!create(path, lock, mine)) {
    const text = readIfThere(lock);
    if (text !== undefined) {
      removeStale(path, lock, text);
    }
  }
  return () => {
    if (readIfThere(lock) === mine) {
      unlinkSync(lock);
    }
  };
}

/** Makes the lock with its content in one step, unless there is one. */
function create(path: string, lock: string, text: string): boolean {
  const draft = `${lock}.${process.pid}`;
  try {
    writeFileSync(draft, text);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      throw new DataFileError(path, `cannot be made: there is no folder '${dirname(path)}'`);
    }
    throw new DataFileError(path, 'cannot be locked', error);
  }
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return false;
    }
    throw new DataFileError(path, 'cannot be locked', error);
  } finally {
    unlinkSync(draft);
  }
}

/** Takes a dead process's lock away. Two may try at once: only one moves it, and puts back what it did not mean to move. */
function removeStale(path: string, lock: string, text: string): void {
  refuseIfAlive(path, text);
  const moved = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, moved);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return;
    }
    throw new DataFileError(path, 'cannot be locked', error);
  }
  const found = readIfThere(moved) ?? '';
  if (found !== text) {
    create(path, lock, found);
  }
  unlinkSync(moved);
}

function refuseIfAlive(path: string, text: string): void {
  const { pid, startedAt } = readHolder(text);
  if (isAlive(pid) && (startedAt === null || startedAt === startOf(pid))) {
    throw new DataFileError(path, `is in use by process ${pid}; close that engine, or choose another file`);
  }
}

function readHolder(text: string): Holder {
  const { pid, startedAt } = JSON.parse(text) as Partial<Holder>;
  return { pid: Number(pid), startedAt: startedAt ?? null };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but not ours.
    return codeOf(error) === 'EPERM';
  }
}

/** Linux tells when a process started, as the 22nd word of its state; the second one is in brackets and may hold spaces. */
function startOf(pid: number): string | null {
  const text = readIfThere(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(codeOf(error))) {
      return undefined;
    }
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
