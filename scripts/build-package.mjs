// Builds the package in the current folder with tsc, from an empty dist, and writes ".js" instead of ".ts" in the
// relative imports of the declarations: tsc rewrites them in the code only, and TypeScript before 5.7 stumbles on them.
// With --one-file, the modules behind the default entry are then put into that one file: each module that a program loads
// costs it about a third of a millisecond at its start. With --few-files, so are those behind every entry, and what entries
// share goes into files of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

rmSync('dist', { recursive: true, force: true });
const compiled = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

for (const path of distFiles('.d.ts')) {
  const before = readFileSync(path, 'utf8');
  const after = before.replace(/(from\s+['"]|import\(['"])(\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1$2.js$3');
  if (after !== before) writeFileSync(path, after);
}
if (process.argv.includes('--one-file')) await joinModules(['dist/index.js']);
if (process.argv.includes('--few-files')) await joinModules(publicFiles());

/** Other packages, and what differs with the runtime ("#…"), stay imports. */
async function joinModules(entryPoints) {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    entryPoints,
    outdir: 'dist',
    outbase: 'dist',
    splitting: entryPoints.length > 1,
    chunkNames: 'shared/[name]-[hash]',
    metafile: true,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    packages: 'external',
    external: ['#*'],
    sourcemap: true,
    sourcesContent: false,
  });
  const kept = [...publicFiles(), ...Object.keys(metafile.outputs).map(normalize)];
  for (const path of distFiles('.js')) {
    if (kept.includes(path)) continue;
    rmSync(path);
    if (existsSync(`${path}.map`)) rmSync(`${path}.map`);
  }
  // A shared file of which nothing is used would still be imported, and other bundlers warn of it.
  for (const path of Object.keys(metafile.outputs).filter((name) => name.endsWith('.js'))) {
    const before = readFileSync(path, 'utf8');
    const after = before.replace(/^import "\.{1,2}\/[^"]+";\n/gm, '\n');
    if (after !== before) writeFileSync(path, after);
  }
}

/** The files that "exports" and "imports" name. */
function publicFiles() {
  const manifest = readFileSync('package.json', 'utf8');
  return [...new Set([...manifest.matchAll(/"\.\/(dist\/[^"]+\.js)"/g)].map(([, path]) => normalize(path)))];
}

function distFiles(ending) {
  const names = readdirSync('dist', { recursive: true });
  return names.filter((name) => name.endsWith(ending)).map((name) => join('dist', name));
}
