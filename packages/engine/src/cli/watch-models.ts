import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Editors write a file in several steps: what happens within this time is one change. */
const QUIET_MS = 50;

/**
 * Calls back after something has changed at the paths, one call after the other; the function that is returned ends that.
 * A file is watched through its folder, so that one that an editor replaces is still seen.
 */
export function watchModels(paths: readonly string[], onChange: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(onChange);
    }, QUIET_MS);
  };
  const watchers = paths.map((path): FSWatcher => {
    const isFolder = statSync(path).isDirectory();
    return watch(isFolder ? path : dirname(path), { recursive: isFolder }, changed).on('error', changed);
  });
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) {
      watcher.close();
    }
  };
}
