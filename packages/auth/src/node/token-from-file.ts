import { readFile, stat } from 'node:fs/promises';

/**
 * A token that something else keeps in a file, such as a projected service account token of Kubernetes: for
 * `new BearerAuthProvider({ token: tokenFromFile(path) })`. The file is read again whenever it has changed.
 *
 * @returns a function whose promise rejects when the file cannot be read or is empty
 */
export function tokenFromFile(path: string): () => Promise<string> {
  let known: { readonly mark: string; readonly token: string } | undefined;
  return async () => {
    const { mtimeMs, size, ino } = await stat(path);
    const mark = `${mtimeMs} ${size} ${ino}`;
    if (known?.mark !== mark) {
      const token = (await readFile(path, 'utf8')).trim();
      if (token === '') throw new Error(`The token file ${path} is empty.`);
      known = { mark, token };
    }
    return known.token;
  };
}
