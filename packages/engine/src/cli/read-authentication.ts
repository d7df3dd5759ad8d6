import { readFile } from 'node:fs/promises';
import type { AuthenticationOption, BasicUser, BearerAuthentication } from '../auth/authentication-option.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says about authentication. */
export interface AuthenticationArguments {
  /** A JSON file with the users; passwords do not belong on a command line. */
  readonly users: string | undefined;
  /** A file with, or the address of, the keys that tokens are signed with. */
  readonly keys: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
}

/** The engine's option; undefined if everybody may call. @throws UsageError that names the argument or file which is wrong */
export async function readAuthentication(
  given: AuthenticationArguments,
): Promise<AuthenticationOption | undefined> {
  const { users, keys, issuer, audience } = given;
  if (users !== undefined && keys !== undefined) {
    throw new UsageError('--users and --keys exclude each other');
  }
  if (keys === undefined && (issuer ?? audience) !== undefined) {
    throw new UsageError('--issuer and --audience need --keys');
  }
  if (users !== undefined) {
    return { type: 'basic', users: (await readJson(users, '--users')) as readonly BasicUser[] };
  }
  if (keys === undefined) {
    return undefined;
  }
  const set = /^https?:/.test(keys) ? keys : await readJson(keys, '--keys');
  return { type: 'bearer', keys: set as BearerAuthentication['keys'], issuer, audience };
}

/** What is wrong with the file is told without its text: it may hold passwords. */
async function readJson(file: string, argument: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The file '${file}' of ${argument} cannot be read: ${reason}`, error);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`The file '${file}' of ${argument} is not JSON`);
  }
}
