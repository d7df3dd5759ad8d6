// What `npm start`, `npm test` and `npm run bench` do: bring the workspace up to date with the pinned pnpm, then run the
// task on the project's own Node. Runs on any Node from 20, before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const pnpm = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;
const bin = join(root, 'node_modules/.bin');
const TASKS = {
  start: ['--conditions=camunda-source', 'apps/quickstart/src/main.ts'],
  bench: ['--expose-gc', 'apps/bench/src/main.ts'],
  test: ['scripts/test.mjs'],
};

const [task, ...rest] = process.argv.slice(2);
if (!Object.hasOwn(TASKS, task ?? '')) {
  console.error(`Unknown task ${JSON.stringify(task)}; expected one of: ${Object.keys(TASKS).join(', ')}`);
  process.exit(2);
}
await setUp();
if (task === 'bench') await build();
process.exit(await run(ownNode(), [...TASKS[task], ...rest]));

/** Installs what the lockfile says, unless that was done already. */
async function setUp() {
  const stamp = join(root, 'node_modules/.camunda-setup');
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`Setting up with ${pnpm} (once; later starts skip this) …`);
  const status = await run('npx', [
    '--yes',
    pnpm,
    'install',
    '--frozen-lockfile',
    '--reporter=append-only',
    '--loglevel=error',
  ]);
  if (status !== 0) {
    console.error(
      `\nSetting up failed: "npx --yes ${pnpm} install --frozen-lockfile" ended with exit code ${status}.`,
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

/** The project's Node itself: the script that pnpm puts into `.bin` would not hand a signal on, and leave the program running. */
function ownNode() {
  const node = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(node) ? node : join(bin, 'node');
}

/** What is measured is what would be published: the built packages. */
async function build() {
  const status = await run('npx', [
    '--yes',
    pnpm,
    'exec',
    'turbo',
    'run',
    'build',
    '--output-logs=errors-only',
  ]);
  if (status !== 0) process.exit(status);
}

/** A digest of everything that decides what gets installed. */
function fingerprint() {
  const manifests = ['packages', 'apps'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(root, folder, name, 'package.json')),
  );
  const files = [
    join(root, 'package.json'),
    join(root, 'pnpm-lock.yaml'),
    join(root, 'pnpm-workspace.yaml'),
    ...manifests,
  ];
  const hash = createHash('sha256').update(process.platform).update(process.arch);
  for (const file of files) if (existsSync(file)) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/**
 * Runs a program in the workspace with its tools on the PATH; gives its exit code, 1 when it was killed or not found.
 * Signals of the terminal reach the program as well: this process waits for what it makes of them.
 */
function run(command, args) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env,
  });
  const wait = () => {};
  process.on('SIGINT', wait);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`Cannot run ${command}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => {
      process.off('SIGINT', wait);
      resolve(code ?? 1);
    });
  });
}
