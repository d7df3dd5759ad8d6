import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';

const OWNER_ONLY = 0o600;
const WRITABLE_BY_OTHERS = 0o022;
const MOST_BYTES = 65_536;

/**
 * Writes a file that only its owner can read, at every instant: made with its mode, under a name of its own, and moved into
 * place as a whole, so that a reader sees the old content or the new one.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomUUID()}.tmp`;
  const file = await open(temporary, 'wx', OWNER_ONLY);
  try {
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await removeFile(temporary);
    throw error;
  }
}

/**
 * Reads such a file; `undefined` when there is none, or it is not ours: not a plain file, another user's, writable by others,
 * or longer than any that is written here.
 */
export async function readPrivateFile(path: string): Promise<string | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ELOOP')) return undefined;
    throw error;
  }
  try {
    const { uid, mode, size } = await file.stat().then((stats) => {
      return {
        uid: stats.uid,
        mode: stats.mode,
        size: stats.isFile() ? stats.size : Number.POSITIVE_INFINITY,
      };
    });
    // Windows has neither users nor modes in this sense.
    const foreign =
      process.getuid !== undefined && (uid !== process.getuid() || (mode & WRITABLE_BY_OTHERS) !== 0);
    return foreign || size > MOST_BYTES ? undefined : await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Removes a file, or finds that there is none. */
export async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

/** Whether an error of the file system has one of these codes. */
export function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes(String(Reflect.get(error, 'code')));
}
