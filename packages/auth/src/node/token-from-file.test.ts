import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { BearerAuthProvider } from '../bearer-auth-provider.ts';
import { tokenFromFile } from './token-from-file.ts';

describe('tokenFromFile', () => {
  it('gives the token, and the new one after the file was replaced', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'token');
    await writeFile(path, 'one\n');
    const provider = new BearerAuthProvider({ token: tokenFromFile(path) });
    expect(await provider.getHeaders()).toEqual({ Authorization: 'Bearer one' });
    await writeFile(`${path}.new`, 'second\n');
    await rename(`${path}.new`, path);
    expect(await provider.getHeaders()).toEqual({ Authorization: 'Bearer second' });
  });

  it('fails for a file that is empty or missing', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'token');
    await expect(tokenFromFile(path)()).rejects.toThrow('ENOENT');
    await writeFile(path, '\n');
    await expect(tokenFromFile(path)()).rejects.toThrow('is empty');
  });
});
