import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isCode } from './private-file.ts';

/**
 * Makes a folder that only its owner can enter, with its parents. Node's own `recursive` mode never comes to an end where a folder
 * cannot be made in one that is there, such as `/proc`, or in a working directory that was removed.
 */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (!isCode(error, 'ENOENT') || parent === path) throw error;
    await makePrivateFolder(parent);
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
}
