import { collectLayer, type GivenValue } from './collect-layer.ts';
import type { ConfigurationLayer } from './configuration-layer.ts';
import type { SettingName } from './configuration-schema.ts';
import type { Findings } from './findings.ts';

/** The value that a setting will have, and the values it won over: the nearest first. */
export interface MergedValue extends GivenValue {
  readonly overrode: readonly GivenValue[];
}

/** The settings of all sources by their first names; of two layers the later wins. */
export function mergeLayers(
  layers: readonly ConfigurationLayer[],
  findings: Findings,
): Map<SettingName, MergedValue> {
  const merged = new Map<SettingName, MergedValue>();
  for (const layer of layers) {
    for (const [setting, given] of collectLayer(layer, findings)) {
      const before = merged.get(setting);
      const overrode = before === undefined ? [] : [before, ...before.overrode];
      merged.set(setting, { ...given, overrode });
    }
  }
  return merged;
}
