// Packs every built package as it would be published, checks the tarballs with publint and attw, installs them into an
// empty folder and imports every entry of each one in a process of its own. Prints "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = resolve(import.meta.dirname, '..');
const PNPM = ['--yes', JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager];
const folder = mkdtempSync(join(tmpdir(), 'camunda-packages-'));
const counts = { passed: 0, failed: 0 };

try {
  const packages = readdirSync(join(root, 'packages')).map((name) => pack(name));
  for (const packed of packages) {
    await checkWithPublint(packed);
    checkWithAttw(packed);
  }
  installAll(packages);
  for (const packed of packages) for (const entry of entriesOf(packed.manifest)) importAlone(entry);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);

function check(title, problems) {
  if (problems.length === 0) counts.passed += 1;
  else {
    counts.failed += 1;
    console.log(`failed: ${title}\n  ${problems.join('\n  ')}`);
  }
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { ok: status === 0, output: `${stdout}${stderr}`.trim() };
}

function pack(name) {
  const source = join(root, 'packages', name);
  const { ok, output } = run('npx', [...PNPM, 'pack', '--json', '--pack-destination', folder], source);
  if (!ok) throw new Error(`pnpm pack ${name}: ${output}`);
  const { filename } = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
  return {
    name,
    tarball: filename,
    manifest: JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')),
  };
}

async function checkWithPublint({ name, tarball, manifest }) {
  const bytes = readFileSync(tarball);
  const { messages } = await publint({
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) },
    strict: true,
  });
  check(
    `publint @camunda/${name}`,
    messages.map((message) => formatMessage(message, manifest, { color: false }) ?? message.code),
  );
}

function checkWithAttw({ name, tarball }) {
  const { ok, output } = run(join(root, 'node_modules/.bin/attw'), [
    tarball,
    '--profile',
    'esm-only',
    '--format',
    'ascii',
    '--no-color',
    '--no-emoji',
  ]);
  check(`attw @camunda/${name}`, ok ? [] : [output]);
}

function installAll(packages) {
  const tarballs = Object.fromEntries(
    packages.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]),
  );
  const peers = Object.assign({}, ...packages.map(({ manifest }) => manifest.peerDependencies ?? {}));
  const manifest = {
    name: 'empty-folder',
    private: true,
    type: 'module',
    dependencies: { ...peers, ...tarballs },
    pnpm: { overrides: tarballs },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(folder, '.npmrc'),
    'node-linker=isolated\nhoist=false\nstrict-peer-dependencies=false\n',
  );
  const { ok, output } = run(
    'npx',
    [...PNPM, 'install', '--prefer-offline', '--ignore-scripts', '--ignore-workspace'],
    folder,
  );
  check('install the tarballs into an empty folder', ok ? [] : [output]);
}

function entriesOf({ name, exports }) {
  return Object.keys(exports)
    .filter((entry) => entry !== './package.json' && !entry.includes('*'))
    .map((entry) => name + entry.slice(1));
}

function importAlone(entry) {
  const program = `const names = Object.keys(await import(${JSON.stringify(entry)})); if (names.length === 0 && !${JSON.stringify(entry)}.endsWith('types')) throw new Error('exports nothing');`;
  const { ok, output } = run(process.execPath, ['--input-type=module', '--eval', program], folder);
  check(`import ${entry}`, ok ? [] : [output]);
}
