// Compiles every TypeScript code block of the READMEs and of docs/, each as a module of its own.
// Prints one line a failing block, then "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const SCRATCH = '.documents';
const blocks = [];

for (const name of readdirSync(join(root, 'packages')))
  collect(join(root, 'packages', name, 'README.md'), join(root, 'packages', name));
// The root's documents use any package: they are compiled where all of them can be imported.
const everywhere = join(root, 'apps/bench');
for (const name of ['README.md', 'CONTRIBUTING.md']) collect(join(root, name), everywhere);
for (const name of readdirSync(join(root, 'docs'), { recursive: true })) {
  if (name.endsWith('.md')) collect(join(root, 'docs', name), everywhere);
}

const failed = compile();
for (const block of blocks.filter(({ file }) => failed.has(file))) {
  console.log(`${block.place}: the code block does not compile:\n${failed.get(block.file).join('\n')}`);
}
console.log(`${blocks.length - failed.size} passed, ${failed.size} failed`);
process.exit(failed.size === 0 ? 0 : 1);

function collect(document, home) {
  if (!existsSync(document)) return;
  const text = readFileSync(document, 'utf8');
  for (const match of text.matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```/gm)) {
    const line = text.slice(0, match.index).split('\n').length;
    const label = relative(root, document).replaceAll('/', '-').replace(/\.md$/, '');
    const file = join(home, SCRATCH, `${label}-${line}.ts`);
    mkdirSync(join(home, SCRATCH), { recursive: true });
    writeFileSync(file, `${match[1]}\nexport {};\n`);
    blocks.push({ place: `${relative(root, document)}:${line}`, home, file });
  }
}

function compile() {
  const configuration = join(root, 'tsconfig.documents.json');
  const files = blocks.map(({ file }) => relative(root, file));
  writeFileSync(
    configuration,
    JSON.stringify({ extends: './tsconfig.base.json', compilerOptions: { noUnusedLocals: false }, files }),
  );
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/tsc'),
    ['-p', configuration, '--pretty', 'false'],
    { cwd: root, encoding: 'utf8' },
  );
  rmSync(configuration);
  for (const { home } of blocks) rmSync(join(home, SCRATCH), { recursive: true, force: true });
  const failures = new Map();
  for (const line of stdout.split('\n')) {
    const file = /^(\S+\.ts)\(\d+,\d+\): error/.exec(line)?.[1];
    if (!file) continue;
    const key = file.includes(SCRATCH) ? resolve(root, file) : blocks[0]?.file;
    failures.set(key, [...(failures.get(key) ?? []), `  ${line}`]);
  }
  return failures;
}
