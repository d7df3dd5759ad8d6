// Checks what Biome and tsc cannot see: the arrows between our packages, their common skeleton, and that no default
// entry needs Node. Prints one line a finding, and exits 1 if there is any.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { packageOf, readImports } from './read-imports.mjs';
import { ARROWS, ENTRIES, LONGEST_FILE, LONGEST_UMBRELLA_FILE, README_LINES } from './workspace-rules.mjs';

const root = resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..');
const findings = [];
const report = (place, message) => findings.push(`${relative(root, place)}: ${message}`);
const isTest = (path) => /\.(test|test-d|bench)\.ts$/.test(path);

const names = readdirSync(join(root, 'packages')).filter((name) =>
  existsSync(join(root, 'packages', name, 'package.json')),
);
for (const name of names) checkPackage(name);
for (const name of Object.keys(ARROWS))
  if (!names.includes(name)) report(join(root, 'packages'), `${name} is missing`);
checkHosts();

console.log(
  findings.length === 0 ? `workspace: ${names.length} packages follow the rules` : findings.join('\n'),
);
process.exit(findings.length === 0 ? 0 : 1);

function checkPackage(name) {
  const folder = join(root, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const sources = readdirSync(join(folder, 'src'), { recursive: true })
    .map((file) => join(folder, 'src', file))
    .filter((file) => file.endsWith('.ts'));
  if (!(name in ARROWS)) return report(folder, 'is not in scripts/workspace-rules.mjs');
  checkManifest(name, folder, manifest);
  checkReadme(folder);
  const used = new Set();
  for (const file of sources) checkFile(name, folder, manifest, file, used);
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    if (!used.has(dependency)) report(folder, `depends on ${dependency} and does not import it`);
  }
  const seen = new Set();
  for (const entry of portableTargets(manifest.exports?.['.'] ?? {}))
    checkPortable(folder, manifest, join(folder, entry), seen);
}

function checkManifest(name, folder, manifest) {
  const expected = { name: `@camunda/${name}`, license: 'Apache-2.0', type: 'module', sideEffects: false };
  for (const [key, value] of Object.entries(expected)) {
    if (manifest[key] !== value) report(folder, `package.json: "${key}" must be ${JSON.stringify(value)}`);
  }
  for (const key of ['description', 'version', 'engines', 'exports', 'files']) {
    if (!manifest[key]) report(folder, `package.json: "${key}" is missing`);
  }
  for (const key of ['main', 'module', 'postinstall']) {
    if (manifest[key] || manifest.scripts?.[key]) report(folder, `package.json: "${key}" has no place here`);
  }
  if (!manifest.exports?.['./package.json']) report(folder, 'package.json: "exports" lacks "./package.json"');
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    if (dependency.startsWith('@camunda/') && !ARROWS[name].includes(dependency.slice('@camunda/'.length))) {
      report(folder, `must not depend on ${dependency}`);
    }
  }
  for (const file of ['tsconfig.json', 'tsconfig.build.json']) {
    if (!existsSync(join(folder, file))) report(folder, `${file} is missing`);
  }
}

function checkReadme(folder) {
  const path = join(folder, 'README.md');
  if (!existsSync(path)) return report(folder, 'README.md is missing');
  const lines = readFileSync(path, 'utf8').split('\n').length;
  if (lines < README_LINES.least || lines > README_LINES.most) {
    report(path, `has ${lines} lines; ${README_LINES.least} to ${README_LINES.most} are expected`);
  }
}

function checkFile(name, folder, manifest, file, used) {
  const inside = relative(join(folder, 'src'), file);
  const generated = inside.includes('generated/');
  const text = readFileSync(file, 'utf8');
  const longest = name === 'sdk' && !isTest(file) ? LONGEST_UMBRELLA_FILE : LONGEST_FILE;
  const lines = text.split('\n').length - 1;
  if (!generated && !isTest(file) && lines > longest)
    report(file, `has ${lines} lines; at most ${longest} are allowed`);
  if (inside.split('/').length > 2 && !generated) report(file, 'is more than two levels deep');
  if (!isTest(file) && !generated && /^export \*|^export default/m.test(text))
    report(file, 'uses "export *" or a default export');
  const own = { ...manifest.dependencies, ...manifest.peerDependencies, [manifest.name]: '' };
  for (const { specifier, line } of readImports(file)) {
    const where = `${file}:${line}`;
    if (specifier.startsWith('.')) {
      if (!isTest(file) && !resolve(dirname(file), specifier).startsWith(folder))
        report(where, `leaves the package: ${specifier}`);
      continue;
    }
    if (isBuiltin(specifier)) continue;
    if (specifier.startsWith('#')) {
      if (!manifest.imports?.[specifier]) report(where, `${specifier} is not in "imports" of package.json`);
      continue;
    }
    const dependency = packageOf(specifier);
    used.add(dependency);
    if (dependency === '@camunda/testing' || (dependency === '@camunda/sdk' && name !== 'sdk'))
      report(where, `must not import ${dependency}`);
    if (isTest(file)) continue;
    if (!(dependency in own)) report(where, `imports ${dependency}, which is not in "dependencies"`);
    const allowed = ENTRIES[name]?.[dependency.slice('@camunda/'.length)];
    if (dependency.startsWith('@camunda/') && allowed && !allowed.includes(specifier)) {
      report(where, `may import ${allowed.join(', ')} only, not ${specifier}`);
    }
  }
}

/** The source files that a conditional target of "exports" or "imports" names where no Node condition is set. */
function portableTargets(target) {
  if (typeof target === 'string') return target.endsWith('.ts') ? [target] : [];
  for (const condition of ['camunda-source', 'browser', 'default']) {
    const found = target[condition] === undefined ? [] : portableTargets(target[condition]);
    if (found.length > 0) return found;
  }
  return [];
}

function checkPortable(folder, manifest, file, seen) {
  if (seen.has(file)) return;
  seen.add(file);
  if (!existsSync(file))
    return report(folder, `package.json: "exports" names ${relative(folder, file)}, which does not exist`);
  for (const { specifier, line } of readImports(file)) {
    if (isBuiltin(specifier)) report(`${file}:${line}`, `the default entry reaches Node's ${specifier}`);
    const targets = specifier.startsWith('#') ? portableTargets(manifest.imports?.[specifier] ?? {}) : [];
    for (const target of targets) checkPortable(folder, manifest, join(folder, target), seen);
    if (specifier.startsWith('.')) checkPortable(folder, manifest, resolve(dirname(file), specifier), seen);
  }
}

function checkHosts() {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  const host = /https?:\/\/[^\s'"]+/.exec(lock);
  if (host) report(join(root, 'pnpm-lock.yaml'), 'names the host of a registry');
  const { fixed, linked } = JSON.parse(readFileSync(join(root, '.changeset/config.json'), 'utf8'));
  if (fixed.length + linked.length > 0)
    report(join(root, '.changeset/config.json'), 'ties packages to each other');
}
