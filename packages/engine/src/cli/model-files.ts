import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Resource } from '../commands/prepare-resources.ts';
import { UsageError } from './usage-error.ts';

const MODEL = /\.(bpmn|dmn|form|rpa)$/i;

/** The models at the paths, by file: a file as it is, a folder with all models below it, in order of their names. */
export async function readModels(paths: readonly string[]): Promise<Map<string, Resource>> {
  const models = new Map<string, Resource>();
  for (const path of paths) {
    for (const file of await filesAt(path)) {
      models.set(file, { name: basename(file), content: await attempt(file, () => readFile(file)) });
    }
  }
  return models;
}

async function filesAt(path: string): Promise<string[]> {
  const found = await attempt(path, () => stat(path));
  return found.isDirectory() ? await modelsBelow(path) : [path];
}

/** Leaves out hidden folders and installed packages. */
async function modelsBelow(folder: string): Promise<string[]> {
  const entries = await attempt(folder, () => readdir(folder, { withFileTypes: true }));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
      files.push(...(await modelsBelow(path)));
    } else if (entry.isFile() && MODEL.test(entry.name)) {
      files.push(path);
    }
  }
  return files;
}

async function attempt<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The model '${path}' cannot be read: ${reason}`, error);
  }
}
