import type { ConfigurationSource } from './configuration-error.ts';
import { type SettingName, settingNames } from './configuration-schema.ts';
import type { MergedValue } from './merge-layers.ts';
import { knownNames } from './setting-index.ts';

/** A place that gave a value for a setting. */
export interface SettingOrigin {
  readonly source: ConfigurationSource;
  /** The name that the place used. */
  readonly name: string;
  /** The path of the file, the name of the profile, or what a derived value follows from, where there is one. */
  readonly origin?: string | undefined;
}

/** Where the effective value of a setting came from, and which other values it won over: the nearest first. */
export interface SettingProvenance extends SettingOrigin {
  readonly overrode: readonly SettingOrigin[];
}

/** The provenance of every setting. Holds names and places, never a value. */
export type ConfigurationProvenance = Readonly<Record<SettingName, SettingProvenance>>;

/** The provenance of merged settings; whatever no source gave comes from the defaults. */
export function provenanceOf(merged: ReadonlyMap<SettingName, MergedValue>): ConfigurationProvenance {
  const provenance: Partial<Record<SettingName, SettingProvenance>> = {};
  for (const name of settingNames) {
    const value = merged.get(knownNames.get(name)?.setting ?? name);
    const overrode = (value?.overrode ?? []).map(({ name: spelling, source, origin }) =>
      Object.freeze({ source, name: spelling, origin }),
    );
    provenance[name] = Object.freeze({
      source: value?.source ?? 'default',
      name: value?.name ?? name,
      origin: value?.origin,
      overrode: Object.freeze(overrode),
    });
  }
  return Object.freeze(provenance) as ConfigurationProvenance;
}
