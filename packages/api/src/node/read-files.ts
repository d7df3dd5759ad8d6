import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ResourceError } from '../deploy/resource-error.ts';

/**
 * The files at the given paths, each under the last part of its path. Their content is read while it is sent.
 *
 * @throws {ResourceError} a path leads nowhere, or not to a readable file
 */
export function readFiles(paths: readonly string[]): Promise<File[]> {
  return Promise.all(paths.map(readOne));
}

async function readOne(path: string): Promise<File> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw new ResourceError('RESOURCE_UNREADABLE', path, `${path} is not a file`);
    return new File([await openAsBlob(path)], basename(path), { type: 'application/octet-stream' });
  } catch (cause) {
    if (ResourceError.isInstance(cause)) throw cause;
    const isMissing = cause instanceof Error && Reflect.get(cause, 'code') === 'ENOENT';
    throw isMissing
      ? new ResourceError('RESOURCE_MISSING', path, `${path} does not exist`, cause)
      : new ResourceError('RESOURCE_UNREADABLE', path, `${path} cannot be read`, cause);
  }
}
