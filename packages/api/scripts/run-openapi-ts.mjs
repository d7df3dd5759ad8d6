// Runs @hey-api/openapi-ts on a document in memory and gives the text of one file. The generator needs the compiler's JavaScript
// interface, which TypeScript 7 does not have: its import of "typescript" is led to an older one.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'typescript'
      ? next('typescript-5.9', { ...context, parentURL: import.meta.url })
      : next(specifier, context),
});

export async function runOpenapiTs(document, plugin, file) {
  const { createClient } = await import('@hey-api/openapi-ts');
  const folder = mkdtempSync(join(tmpdir(), 'camunda-api-'));
  try {
    await createClient({
      input: document,
      output: { path: folder },
      plugins: [plugin],
      logs: { level: 'silent', file: false },
    });
    return readFileSync(join(folder, file), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
