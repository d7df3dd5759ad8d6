import { Secret } from '@camunda/core';
import { sourceLabel } from './configuration-layer.ts';
import type { SettingName } from './configuration-schema.ts';
import { fileFailure } from './environment-file.ts';
import type { FileAccess } from './file-access.ts';
import type { Findings } from './findings.ts';
import type { MergedValue } from './merge-layers.ts';
import { printable } from './printable.ts';

/**
 * Replaces the path of the private key for the identity provider by the key itself: who uses the key then needs no file
 * system. The files of TLS are left to the transport, which may read them again when they change.
 */
export function readKeyFile(
  merged: Map<SettingName, MergedValue>,
  files: FileAccess | undefined,
  findings: Findings,
): void {
  const given = merged.get('CAMUNDA_OAUTH_PRIVATE_KEY_PATH');
  if (given === undefined || merged.has('CAMUNDA_OAUTH_PRIVATE_KEY') || typeof given.value !== 'string')
    return;
  const { name, source, origin } = given;
  const failed = (reason: string): void => {
    const message = `${name} (${sourceLabel(source, origin)}): ${reason}`;
    findings.issues.push({ key: name, code: 'FILE_UNREADABLE', source, message });
  };
  if (files === undefined) {
    failed('this runtime has no file system');
    return;
  }
  const path = files.absolutePath(given.value.trim());
  try {
    const value = new Secret(files.readText(path));
    merged.set('CAMUNDA_OAUTH_PRIVATE_KEY', {
      name: 'CAMUNDA_OAUTH_PRIVATE_KEY',
      value,
      source: 'derived',
      origin: `from ${name}`,
      overrode: [],
    });
    merged.delete('CAMUNDA_OAUTH_PRIVATE_KEY_PATH');
  } catch (error) {
    failed(`cannot read ${printable(path)} (${fileFailure(error)})`);
  }
}
