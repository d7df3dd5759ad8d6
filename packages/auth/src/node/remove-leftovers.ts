import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFile } from './private-file.ts';

const TEMPORARY = /^(\.write-test-|camunda-[0-9a-f]{64}\..+\.tmp$)/;
const ABANDONED_AFTER_MS = 3_600_000;

/** Removes what processes left half done that were killed while they wrote: files of a temporary name, an hour old or more. */
export async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!TEMPORARY.test(name)) continue;
    const path = join(directory, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await removeFile(path);
  }
}
