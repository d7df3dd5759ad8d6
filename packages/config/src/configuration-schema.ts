import * as v from 'valibot';
import type { SettingAbout } from './setting.ts';
import { authenticationSettings } from './settings/authentication-settings.ts';
import { connectionSettings } from './settings/connection-settings.ts';
import { diagnosticsSettings } from './settings/diagnostics-settings.ts';
import { httpSettings } from './settings/http-settings.ts';
import { oauthSettings } from './settings/oauth-settings.ts';
import { sourceSettings } from './settings/source-settings.ts';
import { tlsSettings } from './settings/tls-settings.ts';
import { workerSettings } from './settings/worker-settings.ts';

/** The settings by subject, in the order of the reference page. */
export const settingGroups = {
  Cluster: connectionSettings,
  Authentication: authenticationSettings,
  OAuth: oauthSettings,
  'TLS and proxies': tlsSettings,
  Calls: httpSettings,
  'Job workers': workerSettings,
  Diagnostics: diagnosticsSettings,
  Sources: sourceSettings,
};

const entries = {
  ...connectionSettings,
  ...authenticationSettings,
  ...oauthSettings,
  ...tlsSettings,
  ...httpSettings,
  ...workerSettings,
  ...diagnosticsSettings,
  ...sourceSettings,
};

type Entries = typeof entries;

/** The one source of every setting's type, default, documentation, aliases and secrecy. */
export const configurationSchema = v.object(entries);

/** The name of a setting; both names of a pair of twins count. */
export type SettingName = keyof Entries;

type AboutOf<Name extends SettingName> = Entries[Name]['wrapped']['pipe'][1]['metadata'];

/** Another spelling of a setting's name that works, too. */
export type SettingAlias = {
  [Name in SettingName]: AboutOf<Name> extends { readonly aliases: readonly (infer Alias)[] } ? Alias : never;
}[SettingName];

/** The value of every setting. */
export type SettingValues = { readonly [Name in SettingName]: v.InferOutput<Entries[Name]> };

/** All names, in the order of the schema. */
export const settingNames = Object.keys(entries) as readonly SettingName[];

/** What the schema says of a setting, with what its value must be in words, and its default. */
export function describeSetting(name: SettingName): SettingAbout & {
  readonly expected: string;
  readonly fallback: string | number | boolean | undefined;
} {
  const entry = entries[name];
  const about: SettingAbout = entry.wrapped.pipe[1].metadata;
  return { ...about, ...v.getMetadata(entry.wrapped.pipe[0]), fallback: entry.default };
}
