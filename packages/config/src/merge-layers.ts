import { collectLayer, type GivenValue } from './collect-layer.ts';
import type { ConfigurationSource } from './configuration-error.ts';
import type { ConfigurationLayer } from './configuration-layer.ts';
import type { SettingName } from './configuration-schema.ts';
import type { Findings } from './findings.ts';

/** A value that a setting would have, and the values it won over: the nearest first. */
export interface MergedValue {
  readonly name: string;
  readonly value: unknown;
  readonly source: ConfigurationSource;
  readonly origin?: string | undefined;
  readonly overrode: readonly GivenValue[];
}

/** The settings of all sources; the later layer wins. */
export function mergeLayers(
  layers: readonly ConfigurationLayer[],
  findings: Findings,
): Map<SettingName, MergedValue> {
  const merged = new Map<SettingName, MergedValue>();
  const winners = new Map<SettingName, GivenValue[]>();
  for (const layer of layers) {
    for (const [setting, given] of collectLayer(layer, findings)) {
      winners.set(setting, [given, ...(winners.get(setting) ?? [])]);
    }
  }
  for (const [setting, [winner, ...overrode]] of winners) {
    if (winner === undefined) continue;
    const { name, value, layer } = winner;
    merged.set(setting, { name, value, source: layer.source, origin: layer.origin, overrode });
  }
  return merged;
}
