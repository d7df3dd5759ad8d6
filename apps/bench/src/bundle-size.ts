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

/** The size of a program with all that it imports, bundled by esbuild, minified and gzipped: in kB of 1000 bytes. */
export async function bundleSize(program: string, options: BundleOptions = {}): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    platform: options.platform ?? 'browser',
    external: [...(options.external ?? [])],
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array()).byteLength / 1_000;
}
