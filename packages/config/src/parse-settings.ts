import { Secret } from '@camunda/core';
import * as v from 'valibot';
import { sourceLabel } from './configuration-layer.ts';
import {
  configurationSchema,
  describeSetting,
  type SettingName,
  type SettingValues,
  settingNames,
} from './configuration-schema.ts';
import type { Findings } from './findings.ts';
import { hidesSecret, secretTexts } from './hides-secret.ts';
import type { MergedValue } from './merge-layers.ts';

const LONGEST_SHOWN = 60;

/** A value as a message may show it; anything that is, holds or might hold a secret is not shown. */
function showGiven(name: SettingName, value: unknown, secrets: readonly string[]): string {
  if (describeSetting(name).secret === true || Secret.isSecret(value)) return 'is not usable';
  if (typeof value === 'number' || typeof value === 'boolean') return `is ${value}`;
  if (typeof value !== 'string') return `is of the type ${Array.isArray(value) ? 'array' : typeof value}`;
  if (hidesSecret(value, secrets) || value.length > LONGEST_SHOWN) return 'is not usable';
  return `is ${JSON.stringify(value)}`;
}

function givenSecrets(merged: ReadonlyMap<SettingName, MergedValue>): string[] {
  const secrets = [...merged].filter(([name]) => describeSetting(name).secret === true);
  return secretTexts(
    secrets.flatMap(([, { value, overrode }]) => [value, ...overrode.map((other) => other.value)]),
  );
}

/** The typed values of all settings, or `undefined` when `findings` now says why there are none. */
export function parseSettings(
  merged: ReadonlyMap<SettingName, MergedValue>,
  findings: Findings,
): SettingValues | undefined {
  const given = Object.fromEntries([...merged].map(([name, { value }]) => [name, value]));
  const parsed = v.safeParse(configurationSchema, given);
  if (!parsed.success) {
    const secrets = givenSecrets(merged);
    for (const issue of parsed.issues) {
      const name = settingNames.find((candidate) => candidate === v.getDotPath(issue));
      const value = name && merged.get(name);
      if (name === undefined || value === undefined) continue;
      const shown = showGiven(name, value.value, secrets);
      findings.issues.push({
        key: value.name,
        code: 'INVALID_VALUE',
        source: value.source,
        message: `${value.name} (${sourceLabel(value.source, value.origin)}) ${shown}; expected ${describeSetting(name).expected}`,
      });
    }
    return undefined;
  }
  const values: Record<string, unknown> = {};
  const output: Readonly<Record<string, unknown>> = parsed.output;
  for (const name of settingNames) values[name] = output[describeSetting(name).twinOf ?? name];
  return Object.freeze(values) as SettingValues;
}
