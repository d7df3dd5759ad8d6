import { Secret } from '@camunda/core';
import * as v from 'valibot';
import { type ConfigurationLayer, isUnset, sourceLabel } from './configuration-layer.ts';
import { configurationSchema, type SettingName } from './configuration-schema.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Findings } from './findings.ts';
import { type KnownName, knownNames } from './setting-index.ts';
import { isUnusedName } from './unused-names.ts';

/** A value as one source gave it, under one of the names of its setting. */
export interface GivenValue {
  readonly name: string;
  readonly value: unknown;
  readonly layer: ConfigurationLayer;
}

interface Candidate extends GivenValue {
  readonly kind: KnownName['kind'];
}

/** What a value comes to, in a form that can be compared; invalid values compare by what was written. */
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
    message: `${name} (${sourceLabel(layer.source, layer.origin)}) is no setting${hint}`,
  } as const;
  // Other programs may own a name that resembles none of ours; a misspelt one would leave us on the wrong cluster.
  if (explicit || suggestion !== undefined) findings.issues.push(finding);
  else findings.notes.push(finding);
}

function pickOne(
  setting: SettingName,
  given: readonly Candidate[],
  findings: Findings,
): Candidate | undefined {
  const own = given.filter((candidate) => candidate.kind !== 'shared');
  const first = own[0] ?? given[0];
  const other = own.find(
    (candidate) => comparable(setting, candidate.value) !== comparable(setting, first?.value),
  );
  if (first !== undefined && other !== undefined) {
    const { source, origin } = first.layer;
    findings.issues.push({
      key: setting,
      code: 'CONFLICTING_VALUES',
      source,
      message: `${first.name} and ${other.name} (${sourceLabel(source, origin)}) are one setting with two different values; give it once`,
    });
  }
  return first;
}

/** The settings that a source gives, each once; what is wrong with its names goes to `findings`. */
export function collectLayer(layer: ConfigurationLayer, findings: Findings): Map<SettingName, GivenValue> {
  const bySetting = new Map<SettingName, Candidate[]>();
  for (const [name, value] of Object.entries(layer.values)) {
    if (isUnset(value)) continue;
    const known = knownNames.get(name);
    if (known === undefined) {
      reportUnknown(name, layer, findings);
      continue;
    }
    if (known.kind === 'alias') {
      findings.notes.push({
        key: name,
        code: 'DEPRECATED_NAME',
        source: layer.source,
        message: `${name} (${sourceLabel(layer.source, layer.origin)}) is another spelling of ${known.setting}; it works, but prefer that name`,
      });
    }
    const candidates = bySetting.get(known.setting) ?? [];
    candidates.push({ name, value, layer, kind: known.kind });
    bySetting.set(known.setting, candidates);
  }
  const collected = new Map<SettingName, GivenValue>();
  for (const [setting, candidates] of bySetting) {
    const rank = [...knownNames.keys()];
    candidates.sort((left, right) => rank.indexOf(left.name) - rank.indexOf(right.name));
    const picked = pickOne(setting, candidates, findings);
    if (picked !== undefined) collected.set(setting, picked);
  }
  return collected;
}
