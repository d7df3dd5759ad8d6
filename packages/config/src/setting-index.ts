import { describeSetting, type SettingName, settingNames } from './configuration-schema.ts';

/** How a name leads to a setting. */
export interface KnownName {
  /** The setting's first name. */
  readonly setting: SettingName;
  /** `name`: one of ours. `alias`: another client's. `shared`: the operating system's. */
  readonly kind: 'name' | 'alias' | 'shared';
  /** Of two names for one setting in one source, the lower rank is the one that is told. */
  readonly rank: number;
}

function buildIndex(): ReadonlyMap<string, KnownName> {
  const index = new Map<string, KnownName>();
  for (const name of settingNames) {
    const { twinOf, aliases = [], shared = [] } = describeSetting(name);
    const setting = (twinOf ?? name) as SettingName;
    const add = (spelling: string, kind: KnownName['kind']): void => {
      index.set(spelling, { setting, kind, rank: index.size });
    };
    add(name, 'name');
    for (const alias of aliases) add(alias, 'alias');
    for (const word of shared) add(word, 'shared');
  }
  return index;
}

/** Every name that a source may use, and the setting it leads to. */
export const knownNames: ReadonlyMap<string, KnownName> = /* @__PURE__ */ buildIndex();

/** Whether the setting that a name leads to is a secret. */
export function isSecretName(name: string): boolean {
  const known = knownNames.get(name);
  return known !== undefined && describeSetting(known.setting).secret === true;
}
