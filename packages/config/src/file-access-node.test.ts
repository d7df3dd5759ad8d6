import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from './read-environment.ts';

const RECORD_BUILTINS = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (url.startsWith('node:') && loaded.push(url), next(url, context)) });
  const { ConfigurationResolver, readEnvironment } = await import('@camunda/config');
  new ConfigurationResolver(readEnvironment({ CAMUNDA_REST_ADDRESS: 'http://h' })).resolve();
  console.log(JSON.stringify(loaded));
`;

describe('fileAccess', () => {
  it('loads none of Node’s own modules before a file is asked for', () => {
    const output = execFileSync(
      process.execPath,
      ['--conditions=camunda-source', '--input-type=module', '--eval', RECORD_BUILTINS],
      { cwd: import.meta.dirname, encoding: 'utf8' },
    );
    expect(JSON.parse(output)).toEqual([]);
  });

  it.each([
    ['UTF-16', Buffer.from('\uFEFFCAMUNDA_TENANT_ID=t\r\n', 'utf16le')],
    ['Latin-1', Buffer.from('CAMUNDA_TENANT_ID=m\u00fcller', 'latin1')],
  ])('does not take a file in %s for one without settings', (_, bytes) => {
    const folder = mkdtempSync(join(tmpdir(), 'camunda-config-'));
    const path = join(folder, '.env');
    writeFileSync(path, bytes);
    try {
      expect(() => readEnvironment({ CAMUNDA_LOAD_ENVFILE: path })).toThrow(
        `CAMUNDA_LOAD_ENVFILE: cannot read ${path} (ERR_ENCODING_INVALID_ENCODED_DATA)`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
