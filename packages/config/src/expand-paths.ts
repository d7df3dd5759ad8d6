import { describeSetting, type SettingName } from './configuration-schema.ts';
import type { FileAccess } from './file-access.ts';
import type { MergedValue } from './merge-layers.ts';

/** Replaces a leading `~` in the settings that are paths; without a file system they stay as they are. */
export function expandPaths(merged: Map<SettingName, MergedValue>, files: FileAccess | undefined): void {
  if (files === undefined) return;
  for (const [name, given] of merged) {
    const { value } = given;
    if (describeSetting(name).path !== true || typeof value !== 'string') continue;
    const path = value.trim();
    if (/^~(?=$|[/\\])/.test(path)) merged.set(name, { ...given, value: files.absolutePath(path) });
  }
}
