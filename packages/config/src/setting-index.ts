import { describeSetting, type SettingName, settingNames } from './configuration-schema.ts';

/** How a name leads to a setting. */
export interface KnownName {
  /** The setting's first name. */
  readonly setting: SettingName;
  /** `name`: one of ours. `alias`: another client's. `shared`: the operating system's. */
  readonly kind: 'name' | 'alias' | 'shared';
}

function buildIndex(): ReadonlyMap<string, KnownName> {
  const index = new Map<string, KnownName>();
  for (const name of settingNames) {
    const { twinOf, aliases = [], shared = [] } = describeSetting(name);
    const setting = (twinOf ?? name) as SettingName;
    index.set(name, { setting, kind: 'name' });
    for (const alias of aliases) index.set(alias, { setting, kind: 'alias' });
    for (const word of shared) index.set(word, { setting, kind: 'shared' });
  }
  return index;
}

/** Every name that a source may use, and the setting it leads to. */
export const knownNames: ReadonlyMap<string, KnownName> = /* @__PURE__ */ buildIndex();

/** The settings under their first names: without the second names of twins. */
export const firstNames: readonly SettingName[] = /* @__PURE__ */ settingNames.filter(
  (name) => describeSetting(name).twinOf === undefined,
);

/** Whether the setting that a name leads to is a secret. */
export function isSecretName(name: string): boolean {
  const known = knownNames.get(name);
  return known !== undefined && describeSetting(known.setting).secret === true;
}
