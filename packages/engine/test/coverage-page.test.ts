import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderCoverage } from './render-coverage.ts';

it('docs/engine-coverage.md says what the engine answers (pnpm docs:engine writes it)', () => {
  const page = readFileSync(new URL('../../../docs/engine-coverage.md', import.meta.url), 'utf8');
  expect(page).toBe(renderCoverage());
});
