import { parseEnv } from 'node:util';
import type { FileAccess } from '../src/file-access.ts';

/** Files that exist in memory only. The home folder is `/home/me`, the working folder `/work`. */
export function memoryFiles(contents: Readonly<Record<string, string>>): FileAccess {
  return {
    readText(path) {
      const text = contents[path];
      if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
      if (text === 'EACCES') throw Object.assign(new Error('denied'), { code: 'EACCES' });
      return text;
    },
    absolutePath: (path) => {
      if (path.startsWith('~')) return `/home/me${path.slice(1)}`;
      return path.startsWith('/') ? path : `/project/${path}`;
    },
    parseEnvironmentFile: (text) => parseEnv(text),
    applicationFile: (application, fileName) => `/home/me/.config/${application}/${fileName}`,
  };
}
