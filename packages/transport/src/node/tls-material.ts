import { readFileSync } from 'node:fs';
import { ValidationError } from '../errors/validation-error.ts';
import type { TlsOptions } from './tls-options.ts';

/** A text with the option or setting that it came from. */
export interface Material {
  readonly text: string;
  readonly from: string;
}

/** A file with certificate and key, and the option that it came from. */
export interface Pfx {
  readonly bytes: Uint8Array;
  readonly from: string;
}

/** The bytes win over the file. */
export function readPfx({ pfx, pfxPath }: TlsOptions): Pfx | undefined {
  if (pfx !== undefined) return { bytes: pfx, from: 'tls.pfx' };
  return pfxPath === undefined ? undefined : { bytes: readFile(pfxPath, 'tls.pfxPath'), from: 'tls.pfxPath' };
}

function readFile(path: string, from: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw refuse(from, `names the file ${path}, which cannot be read`, cause);
  }
}

/** A text in PEM form: the text itself wins over the file. */
export function material(
  text: string | undefined,
  path: string | undefined,
  textName: string,
  pathName: string,
): Material | undefined {
  // Environment variables often carry a PEM text on one line.
  if (text !== undefined)
    return { text: text.includes('\n') ? text : text.replaceAll('\\n', '\n'), from: textName };
  if (path === undefined) return undefined;
  return { text: readFile(path, pathName).toString('utf8'), from: pathName };
}

/** The error for certificates that cannot be used. */
export function refuse(parameter: string, what: string, cause?: unknown): ValidationError {
  return new ValidationError(`${parameter} ${what}`, { operationId: 'createTransport', parameter, cause });
}
