import type { FileAccess } from './file-access.ts';

// Asked for when a file is: most programs read none, and these modules are a good part of what importing this package costs.
const fs = () => process.getBuiltinModule('node:fs');
const os = () => process.getBuiltinModule('node:os');
const path = () => process.getBuiltinModule('node:path');
const util = () => process.getBuiltinModule('node:util');

function applicationFolder(environ: Readonly<Record<string, string | undefined>>): string {
  const { join } = path();
  const { homedir, platform } = os();
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
  // Fatal: a file in UTF-16, as some editors and shells write it, would seem to have no settings in it.
  readText: (file) => new TextDecoder('utf-8', { fatal: true }).decode(fs().readFileSync(file)),
  absolutePath: (file) => path().resolve(file.replace(/^~(?=$|[/\\])/, () => os().homedir())),
  parseEnvironmentFile: (text) => util().parseEnv(text),
  applicationFile: (application, fileName, environ) =>
    path().join(applicationFolder(environ), application, fileName),
};
