import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingNames } from '../src/configuration-schema.ts';
import { renderEnvironmentReference } from './render-environment-reference.ts';

describe('docs/environment.md', () => {
  it('is what the schema says (else run: pnpm docs:environment)', () => {
    const page = readFileSync(new URL('../../../docs/environment.md', import.meta.url), 'utf8');
    expect(page).toBe(renderEnvironmentReference());
  });

  it('has every setting', () => {
    const page = renderEnvironmentReference();
    for (const name of settingNames) expect(page).toContain(`| \`${name}\` |`);
  });
});
