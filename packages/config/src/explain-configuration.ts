import { Secret } from '@camunda/core';
import { sourceLabel } from './configuration-layer.ts';
import type { ResolvedCamundaSdkConfiguration } from './configuration-resolver.ts';
import { describeSetting, settingNames } from './configuration-schema.ts';
import { printable } from './printable.ts';
import type { SettingOrigin } from './provenance.ts';

const LONGEST_SHOWN = 60;

function showValue(value: unknown): string {
  if (value === undefined) return '-';
  if (Secret.isSecret(value)) return '[secret]';
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object' || value === null) return String(value);
  const { request, response } = value as { request?: unknown; response?: unknown };
  return `req:${String(request)},res:${String(response)}`;
}

function shorten(text: string): string {
  const line = printable(text);
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
}

function showOrigin({ source, name, origin }: SettingOrigin, setting: string): string {
  const label = source === 'derived' ? (origin ?? source) : sourceLabel(source, origin);
  return name === setting ? label : `${label} as ${name}`;
}

/**
 * A table of all settings for people: name, value, where it came from, and what it won over. Secrets show as `[secret]`.
 *
 * @example
 * console.log(explainConfiguration(new ConfigurationResolver(readEnvironment()).resolve()));
 */
export function explainConfiguration(resolved: ResolvedCamundaSdkConfiguration): string {
  const rows = [['setting', 'value', 'source', 'overrode']];
  for (const name of settingNames) {
    if (describeSetting(name).twinOf !== undefined) continue;
    const provenance = resolved.provenance[name];
    rows.push([
      name,
      shorten(showValue(resolved.effective[name])),
      showOrigin(provenance, name),
      provenance.overrode.map((origin) => showOrigin(origin, name)).join('; '),
    ]);
  }
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = resolved.notes.map(({ message }) => `note: ${message}`);
  return [...lines, ...notes].join('\n');
}
