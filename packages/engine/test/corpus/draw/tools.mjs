import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The folder that the drawing tools were installed in; they are too large for everybody's install. */
export const toolsFolder = process.env.CORPUS_TOOLS ?? '';
if (toolsFolder === '') {
  throw new Error(
    'CORPUS_TOOLS must name the folder that the drawing tools are installed in; see the README',
  );
}
const require = createRequire(pathToFileURL(`${toolsFolder}/package.json`));

/** Imports a package of the tools folder. */
export function tool(name) {
  return import(pathToFileURL(require.resolve(name)).href);
}

/** Writes one model of the corpus. */
export function write(path, content) {
  const file = new URL(`../${path}`, import.meta.url);
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, content);
  console.log(path);
}
