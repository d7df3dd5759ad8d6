// Writes docs/environment.md from the schema of @camunda/config, or, with --check, says whether it is up to date.
// It runs the TypeScript source: start it with Node 22.18 or newer, and with --conditions=camunda-source.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { renderEnvironmentReference } from '../packages/config/test/render-environment-reference.ts';

const page = resolve(import.meta.dirname, '../docs/environment.md');
const text = renderEnvironmentReference();
if (!process.argv.includes('--check')) {
  writeFileSync(page, text);
  console.log(`wrote ${page}`);
} else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/environment.md is not what the schema says; run: pnpm docs:environment');
  process.exit(1);
}
