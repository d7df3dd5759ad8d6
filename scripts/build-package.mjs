// Builds the package in the current folder with tsc, from an empty dist, and writes ".js" instead of ".ts" in the
// relative imports of the declarations: tsc rewrites them in the code only, and TypeScript before 5.7 stumbles on them.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

rmSync('dist', { recursive: true, force: true });
const build = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);

for (const name of readdirSync('dist', { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue;
  const path = join('dist', name);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(/(from\s+['"]|import\(['"])(\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1$2.js$3');
  if (after !== before) writeFileSync(path, after);
}
