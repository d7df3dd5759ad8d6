import { didYouMean, Secret } from '@camunda/core';
import * as v from 'valibot';
import type { ConfigurationSource } from './configuration-error.ts';
import { type ConfigurationLayer, isUnset, sourceLabel } from './configuration-layer.ts';
import { configurationSchema, type SettingName } from './configuration-schema.ts';
import type { Findings } from './findings.ts';
import { printable } from './printable.ts';
import { type KnownName, knownNames } from './setting-index.ts';
import { describeUnread, isUnusedName } from './unused-names.ts';

/** A value as one source gave it, under one of the names of its setting. It may be a secret in the clear. */
export interface GivenValue {
  readonly name: string;
  readonly value: unknown;
  readonly source: ConfigurationSource;
  readonly origin?: string | undefined;
}

interface Candidate extends GivenValue {
  readonly known: KnownName;
}

/** What a value comes to, in a form that can be compared; an invalid value compares by what was written. */
function comparable(setting: SettingName, value: unknown): string {
  const parsed = v.safeParse(configurationSchema.entries[setting], value);
  const outcome: unknown = parsed.success ? parsed.output : value;
  return Secret.isSecret(outcome) ? outcome.reveal() : (JSON.stringify(outcome) ?? String(outcome));
}

function reportUnknown(name: string, layer: ConfigurationLayer, findings: Findings): void {
  const explicit = layer.source === 'explicit';
  if (!explicit && !/^(CAMUNDA|ZEEBE)[_.-]/i.test(name)) return;
  if (isUnusedName(name)) return;
  const suggestion = didYouMean(name, knownNames.keys());
  const hint = suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
  const finding = {
    key: name,
    code: 'UNKNOWN_NAME',
    source: layer.source,
    message: `${printable(name)} (${sourceLabel(layer.source, layer.origin)}) is no setting${hint}`,
  } as const;
  // Other programs may own a name that resembles none of ours; a misspelt one would leave us on the wrong cluster.
  if (explicit || suggestion !== undefined) findings.issues.push(finding);
  else findings.notes.push(finding);
}

/** One of the values that a source gives for a setting, under different names; they must not differ. */
function pickOne(candidates: readonly Candidate[], findings: Findings): Candidate | undefined {
  const inOrder = [...candidates].sort((left, right) => left.known.rank - right.known.rank);
  const own = inOrder.filter(({ known }) => known.kind !== 'shared');
  const [first, ...others] = own.length > 0 ? own : inOrder.slice(0, 1);
  if (first === undefined || others.length === 0) return first;
  const { setting } = first.known;
  const value = comparable(setting, first.value);
  const other = others.find((candidate) => comparable(setting, candidate.value) !== value);
  if (other !== undefined) {
    const label = sourceLabel(first.source, first.origin);
    findings.issues.push({
      key: first.name,
      code: 'CONFLICTING_VALUES',
      source: first.source,
      message: `${first.name} and ${other.name} (${label}) are one setting with two different values; give it once`,
    });
  }
  return first;
}

function noteAlias({ name, source, origin, known }: Candidate, findings: Findings): void {
  findings.notes.push({
    key: name,
    code: 'DEPRECATED_NAME',
    source,
    message: `${name} (${sourceLabel(source, origin)}) is another spelling of ${known.setting}; it works, but prefer that name`,
  });
}

/** What somebody switches on and then waits for in vain. */
function noteUnread(
  name: string,
  value: unknown,
  { source, origin }: ConfigurationLayer,
  findings: Findings,
) {
  const message = describeUnread(name, value);
  if (message === undefined) return;
  const label = sourceLabel(source, origin);
  findings.notes.push({ key: name, code: 'UNREAD_NAME', source, message: `${name} (${label}) ${message}` });
}

/** The settings that a source gives, each once; what is wrong with its names goes to `findings`. */
export function collectLayer(layer: ConfigurationLayer, findings: Findings): Map<SettingName, GivenValue> {
  const { source, origin } = layer;
  const bySetting = new Map<SettingName, Candidate[]>();
  for (const [name, value] of Object.entries(layer.values)) {
    if (isUnset(value)) continue;
    noteUnread(name, value, layer, findings);
    const known = knownNames.get(name);
    if (known === undefined) {
      reportUnknown(name, layer, findings);
      continue;
    }
    const candidate = { name, value, source, origin, known };
    if (known.kind === 'alias') noteAlias(candidate, findings);
    const candidates = bySetting.get(known.setting);
    if (candidates === undefined) bySetting.set(known.setting, [candidate]);
    else candidates.push(candidate);
  }
  const collected = new Map<SettingName, GivenValue>();
  for (const [setting, candidates] of bySetting) {
    const picked = pickOne(candidates, findings);
    if (picked !== undefined) collected.set(setting, picked);
  }
  return collected;
}
