import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installDeclarations, run } from './declarations.ts';

const require = createRequire(import.meta.url);
const tsc = (name: string): string => resolve(require.resolve(`${name}/package.json`), '../bin/tsc');

// The oldest that is supported, the last two in JavaScript, the newest; both resolutions where it costs least.
const COMPILERS = [
  { version: '5.4', resolution: 'NodeNext', command: [process.execPath, tsc('typescript-5.4')] },
  { version: '5.9', resolution: 'Bundler', command: [process.execPath, tsc('typescript-5.9')] },
  { version: '6.0', resolution: 'NodeNext', command: [process.execPath, tsc('typescript-6.0')] },
  {
    version: '7.0',
    resolution: 'NodeNext',
    command: [resolve(import.meta.dirname, '../../../node_modules/.bin/tsc')],
  },
  {
    version: '7.0',
    resolution: 'Bundler',
    command: [resolve(import.meta.dirname, '../../../node_modules/.bin/tsc')],
  },
] as const;

let folder: string;

beforeAll(() => {
  folder = installDeclarations();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the declarations', () => {
  for (const { version, resolution, command } of COMPILERS) {
    it(`compile with TypeScript ${version}, resolution ${resolution}, libraries checked`, {
      timeout: 60_000,
    }, () => {
      const configuration = join(folder, `tsconfig-${version}-${resolution}.json`);
      const compilerOptions = {
        target: 'ES2022',
        module: resolution === 'NodeNext' ? 'NodeNext' : 'ESNext',
        moduleResolution: resolution,
        lib: ['ES2022', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
        types: ['node'],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
      };
      writeFileSync(configuration, JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
      const [program, ...args] = command;
      const { status, output } = run(program, [...args, '-p', configuration, '--pretty', 'false'], folder);
      expect({ status, output }).toEqual({ status: 0, output: '' });
    });
  }
});
