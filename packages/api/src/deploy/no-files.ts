import { ResourceError } from './resource-error.ts';

/** Where there is no file system to read from. */
export function readFiles(paths: readonly string[]): Promise<File[]> {
  const file = paths[0] ?? '';
  const message = 'This runtime has no files to read; use deployResources with their content';
  return Promise.reject(new ResourceError('RESOURCE_UNREADABLE', file, message));
}
