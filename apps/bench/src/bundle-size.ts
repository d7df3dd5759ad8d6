import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** How {@link bundleSize} bundles. */
export interface BundleOptions {
  /** Packages that stay outside. @default none */
  readonly external?: readonly string[];
  /** @default 'browser' */
  readonly platform?: 'browser' | 'node';
}

/** The size of a bundle, minified and gzipped: in kB of 1000 bytes. */
export interface BundleSize {
  /** What importing the program loads: its entry, and the chunks that it imports statically. */
  readonly onImport: number;
  /** All of it, with what is loaded later. */
  readonly total: number;
}

/** The size of a program with all that it imports, bundled by esbuild with a chunk for whatever is loaded later. */
export async function bundleSize(program: string, options: BundleOptions = {}): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    minify: true,
    splitting: true,
    metafile: true,
    outdir: 'bundle',
    format: 'esm',
    target: 'es2023',
    platform: options.platform ?? 'browser',
    external: [...(options.external ?? [])],
    write: false,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [relative(process.cwd(), path), text]));
  const entry = Object.keys(metafile.outputs).find((path) => metafile.outputs[path]?.entryPoint);
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path) || !texts.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') load(next);
    }
  };
  load(entry ?? '');
  const size = (paths: Iterable<string>): number =>
    gzipSync([...paths].map((path) => texts.get(path)).join('\n')).byteLength / 1_000;
  return { onImport: size(loaded), total: size(texts.keys()) };
}
