import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const PACKAGES = ['core', 'logger', 'config', 'auth', 'transport', 'api'];

/** A program's exit code and output. */
export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** Starts a program and waits for it. */
export function run(command: string, args: readonly string[], cwd: string): Run {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

/**
 * A folder as somebody has it who installed the packages: their declarations below `node_modules`, no sources, and `consumer.ts`.
 */
export function installDeclarations(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'camunda-types-')));
  const out = join(folder, 'node_modules/@camunda');
  const configuration = join(folder, 'emit.json');
  const compilerOptions = {
    noEmit: false,
    emitDeclarationOnly: true,
    declarationMap: false,
    rootDir: join(root, 'packages'),
    outDir: out,
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const include = PACKAGES.map((name) => join(root, 'packages', name, 'src'));
  const exclude = ['test', 'test-d'].map((kind) => join(root, `packages/*/src/**/*.${kind}.ts`));
  writeFileSync(
    configuration,
    JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, include, exclude }),
  );
  const { status, output } = run(join(root, 'node_modules/.bin/tsc'), ['-p', configuration], root);
  if (status !== 0) throw new Error(output);
  for (const name of PACKAGES) install(name, out);
  linkDependencies(join(folder, 'node_modules'));
  cpSync(join(import.meta.dirname, 'fixtures/consumer.ts'), join(folder, 'consumer.ts'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  return folder;
}

/** What the build does with the declarations: `.ts` in relative imports becomes `.js`. */
function install(name: string, out: string): void {
  for (const file of readdirSync(join(out, name), { recursive: true }) as string[]) {
    if (!file.endsWith('.d.ts')) continue;
    const path = join(out, name, file);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(
        /(from\s+['"]|import\(['"])(\.{1,2}\/[^'"]+)\.ts(['"])/g,
        '$1$2.js$3',
      ),
    );
  }
  const manifest = readFileSync(join(root, 'packages', name, 'package.json'), 'utf8');
  writeFileSync(
    join(out, name, 'package.json'),
    manifest.replaceAll('./dist/', './src/').replaceAll('"camunda-source"', '"unused"'),
  );
}

function linkDependencies(target: string): void {
  for (const owner of [...PACKAGES.map((name) => join(root, 'packages', name)), root]) {
    const manifest = JSON.parse(readFileSync(join(owner, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const wanted = [...Object.keys(manifest.dependencies ?? {}), '@types/node', '@opentelemetry/api'];
    for (const name of wanted.filter((found) => !found.startsWith('@camunda/'))) {
      const [source, link] = [join(owner, 'node_modules', name), join(target, name)];
      if (!existsSync(source) || existsSync(link)) continue;
      mkdirSync(resolve(link, '..'), { recursive: true });
      symlinkSync(realpathSync(source), link);
    }
  }
}
