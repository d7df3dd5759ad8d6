import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

it('the generated files are those of the OpenAPI document', { timeout: 60_000 }, () => {
  const script = resolve(import.meta.dirname, '../scripts/generate.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  if (stdout.startsWith('skipped: ')) console.log(stdout.trim());
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
