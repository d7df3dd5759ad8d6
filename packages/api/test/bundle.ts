import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** What a bundler made. */
export interface Bundle {
  /** Contents by file name; the entry is `stdin.js`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The paths of all modules that went in. */
  readonly inputs: readonly string[];
  /** The size of all files together, gzipped one by one, in bytes. */
  readonly gzipBytes: number;
}

/** Bundles a program for browsers, minified. Rejects where something needs Node. */
export async function bundle(program: string, splitting = false): Promise<Bundle> {
  const result = await build({
    stdin: { contents: program, resolveDir: resolve(import.meta.dirname, '../src'), loader: 'ts' },
    bundle: true,
    minify: true,
    splitting,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    conditions: ['camunda-source'],
    write: false,
    metafile: true,
    outdir: '/out',
    logLevel: 'silent',
  });
  const files = new Map(
    result.outputFiles.map(({ path, contents }) => [path.split('/').at(-1) ?? '', contents]),
  );
  const sizes = [...files.values()].map((contents) => gzipSync(contents, { level: 9 }).length);
  return {
    files,
    inputs: Object.keys(result.metafile.inputs),
    gzipBytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}
