import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** What a bundler for browsers makes of the sources of a package. */
async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${entry}';`, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['camunda-source'],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('\n');
}

describe('a bundle for browsers', () => {
  it.each([
    ...['@camunda/core', '@camunda/logger', '@camunda/config', '@camunda/auth'],
    ...['fetch', 'ky', 'axios', 'got', 'undici'].map((client) => `@camunda/auth/${client}`),
  ])('can be made of %s, and needs nothing of Node [T3, T6]', async (entry) => {
    const text = await bundled(entry);
    expect(text).not.toMatch(/\b(require|__require)\s*\(|from\s*["']node:|import\(["']node:/);
    expect(text).not.toContain('getBuiltinModule');
  });
});
