import { readFileSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { FileAccess } from './file-access.ts';

function applicationFolder(environ: Readonly<Record<string, string | undefined>>): string {
  switch (platform()) {
    case 'win32':
      return environ.APPDATA || join(homedir(), 'AppData', 'Roaming');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support');
    default:
      return environ.XDG_CONFIG_HOME || join(homedir(), '.config');
  }
}

/** Node's file system, and its own reader of `.env` files. */
export const fileAccess: FileAccess | undefined = {
  readText: (path) => readFileSync(path, 'utf8'),
  absolutePath: (path) => resolve(path.replace(/^~(?=$|[/\\])/, () => homedir())),
  parseEnvironmentFile: (text) => parseEnv(text.replace(/^\uFEFF/, '')),
  applicationFile: (application, fileName, environ) =>
    join(applicationFolder(environ), application, fileName),
};
