import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** Where `.ci/run` puts the runtimes that npm has. */
const RUNTIMES = resolve(import.meta.dirname, '../../../.runtimes/node_modules/.bin');

/** The path of a runtime, or `undefined` with one printed line. */
export function findRuntime(name: string, how: string): string | undefined {
  const folders = [RUNTIMES, ...(process.env.PATH ?? '').split(delimiter)];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) {
    console.log(`skipped: the engine in ${name}: it is not on this machine (${how})`);
  }
  return found;
}
