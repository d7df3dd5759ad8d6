import { readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { withFileLock } from './file-lock.ts';

const { signal } = new AbortController();

describe('withFileLock', () => {
  it('runs one at a time, and leaves no file', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'lock');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, () => withFileLock(path, work, { signal })));
    expect(most).toBe(1);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('gives the lock back when the work fails', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'lock');
    const failing = withFileLock(path, () => Promise.reject(new Error('no')), { signal });
    await expect(failing).rejects.toThrow('no');
    expect(await withFileLock(path, () => Promise.resolve('yes'), { signal })).toBe('yes');
  });

  it('takes over a lock that shows no sign of life, and one of a process that is gone', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'lock');
    await writeFile(path, JSON.stringify({ host: 'another machine', pid: 1 }));
    await utimes(path, 0, 0);
    expect(await withFileLock(path, () => Promise.resolve(1), { signal })).toBe(1);
    await writeFile(path, JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1 }));
    expect(await withFileLock(path, () => Promise.resolve(2), { signal })).toBe(2);
    await writeFile(path, 'half written');
    await utimes(path, 0, 0);
    expect(await withFileLock(path, () => Promise.resolve(3), { signal })).toBe(3);
  });

  it('respects a lock that lives, and goes ahead without it when patience ends', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'lock');
    await writeFile(path, JSON.stringify({ host: hostname(), pid: process.pid }));
    expect(await withFileLock(path, () => Promise.resolve('done'), { signal, patienceMs: 50 })).toBe('done');
    expect(await readdir(folder.path)).toEqual(['lock']);
  });

  it('stops waiting when told so', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'lock');
    await writeFile(path, JSON.stringify({ host: hostname(), pid: process.pid }));
    const leaving = new AbortController();
    const waiting = withFileLock(path, () => Promise.resolve(), { signal: leaving.signal });
    leaving.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
