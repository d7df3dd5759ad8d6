import { Secret } from '@camunda/core';
import type { ConfigurationIssue, ConfigurationSource } from './configuration-error.ts';
import { type ConfigurationLayer, isUnset } from './configuration-layer.ts';
import type { FileAccess } from './file-access.ts';
import { printable } from './printable.ts';
import { parseBoolean } from './values/boolean-value.ts';

/** The layer of a `.env` file, or why there is none although one was asked for. */
export interface EnvironmentFileReading {
  readonly layer?: ConfigurationLayer;
  readonly issue?: ConfigurationIssue;
}

/** The reason of a failed file access, as its code (such as ENOENT); the message could hold parts of the file. */
export function fileFailure(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'unknown error';
}

/**
 * Reads the file that `CAMUNDA_LOAD_ENVFILE` names.
 *
 * @param given the value of the setting; unset or a negative word reads nothing
 * @param source where that value came from
 */
export function readEnvironmentFile(
  given: unknown,
  source: ConfigurationSource,
  files: FileAccess | undefined,
): EnvironmentFileReading {
  const text = Secret.isSecret(given) ? given.reveal() : given;
  if (isUnset(text)) return {};
  const word = String(text).trim();
  const decision = parseBoolean(word);
  if (decision === false) return {};
  const failed = (reason: string): EnvironmentFileReading => ({
    issue: { key: 'CAMUNDA_LOAD_ENVFILE', code: 'FILE_UNREADABLE', source, message: reason },
  });
  if (files === undefined) {
    return failed('CAMUNDA_LOAD_ENVFILE asks for a .env file, but this runtime has no file system');
  }
  const path = files.absolutePath(decision === true ? '.env' : word);
  try {
    return {
      layer: { source: 'envfile', origin: path, values: files.parseEnvironmentFile(files.readText(path)) },
    };
  } catch (error) {
    return failed(`CAMUNDA_LOAD_ENVFILE: cannot read ${printable(path)} (${fileFailure(error)})`);
  }
}
