// All checks, in the order of the least patience; every one runs, so that one failure does not hide another.
// Ends with the line "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const pnpm = ['--yes', JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager];
const scratch = mkdtempSync(join(tmpdir(), 'camunda-test-'));
const total = { passed: 0, failed: 0 };

const run = (command, args) => spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
const node = (...args) => run(process.execPath, args);
const turbo = (task) => run('npx', [...pnpm, 'exec', 'turbo', 'run', task, '--output-logs=errors-only']);

/** A step that passes or fails as a whole. */
function step(title, start) {
  const began = performance.now();
  const { status, stdout, stderr } = start();
  settle(
    title,
    began,
    status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
    `${stdout}${stderr}`,
  );
}

/** A step that counts what it checked, in a last line "N passed, N failed". */
function countedStep(title, start) {
  const began = performance.now();
  const { status, stdout, stderr } = start();
  const counted = /(\d+) passed, (\d+) failed\s*$/.exec(stdout);
  const counts = counted
    ? { passed: Number(counted[1]), failed: Number(counted[2]) }
    : { passed: 0, failed: 1 };
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  settle(title, began, counts, `${stdout}${stderr}`);
}

function settle(title, began, counts, output) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${counts.failed === 0 ? 'ok  ' : 'FAIL'} ${title}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`,
  );
  const skips = output.split('\n').filter((line) => line.startsWith('skipped: '));
  if (skips.length > 0) console.log([...new Set(skips)].join('\n'));
  if (counts.failed > 0) console.log(output.trim());
}

/** The unit tests; their counts are vitest's own. */
function unitTests() {
  const began = performance.now();
  const report = join(scratch, 'vitest.json');
  const { stdout, stderr } = node(
    ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.workspace.ts'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  );
  if (!existsSync(report)) return settle('unit tests', began, { passed: 0, failed: 1 }, `${stdout}${stderr}`);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const broken = result.success || result.numFailedTests > 0 ? 0 : 1;
  const counts = { passed: result.numPassedTests, failed: result.numFailedTests + broken };
  settle('unit tests', began, counts, `${stdout}${stderr}`);
}

step('format and lint (Biome)', () => run(join(root, 'node_modules/.bin/biome'), ['check', '.']));
step('arrows and skeleton', () => node('scripts/check-workspace.mjs'));
step('types and type tests (tsc)', () => turbo('typecheck'));
countedStep('code blocks of the documents', () => node('scripts/check-documents.mjs'));
step('generated files', () => node('packages/api/scripts/generate.mjs', '--check'));
unitTests();
step('build (tsc)', () => turbo('build'));
countedStep('packed packages', () => node('scripts/check-packages.mjs'));
rmSync(scratch, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
