// Writes docs/engine-coverage.md: which operations of the API the embedded engine answers. A test of the engine checks it.
// It runs the TypeScript source: start it with Node 22.18 or newer, and with --conditions=camunda-source.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { renderCoverage } from '../packages/engine/test/render-coverage.ts';

const page = resolve(import.meta.dirname, '../docs/engine-coverage.md');
writeFileSync(page, renderCoverage());
console.log(`wrote ${page}`);
