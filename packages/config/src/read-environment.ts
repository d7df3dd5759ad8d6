import { Secret } from '@camunda/core';
import { fileAccess } from '#file-access';
import { assertSettings } from './assert-settings.ts';
import type { CamundaSdkConfigPartial } from './camunda-sdk-configuration.ts';
import { ConfigurationError } from './configuration-error.ts';
import { type ConfigurationLayer, isUnset } from './configuration-layer.ts';
import type { SettingName } from './configuration-schema.ts';
import { readEnvironmentFile } from './environment-file.ts';
import type { FileAccess } from './file-access.ts';
import { hidesSecret, secretTexts } from './hides-secret.ts';
import { isSecretName, knownNames } from './setting-index.ts';

/** How the environment is read. */
export interface ReadEnvironmentOptions {
  /** How files are read. @default the runtime's own, where it has one */
  readonly files?: FileAccess | undefined;
}

/** What {@link readEnvironment} learnt beyond what its result shows. */
export interface EnvironmentReading {
  readonly layers: readonly ConfigurationLayer[];
  readonly environ: Readonly<Record<string, string | undefined>>;
}

const readings = new WeakMap<object, EnvironmentReading>();

/** What stands behind a result of {@link readEnvironment}; for any other object, the object itself. */
export function environmentReading(environment: object): EnvironmentReading {
  const known = readings.get(environment);
  if (known !== undefined) return known;
  const values = { ...environment } as Record<string, unknown>;
  const environ: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(values)) if (typeof value === 'string') environ[name] = value;
  return { layers: [{ source: 'environment', values }], environ };
}

/** A copy of some settings with every secret wrapped; names that are no settings are left out. */
export function wrapSecrets(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const wrapped: Record<string, unknown> = {};
  const entries = Object.entries(values).filter(([name, value]) => !isUnset(value) && knownNames.has(name));
  const secrets = secretTexts(entries.filter(([name]) => isSecretName(name)).map(([, value]) => value));
  for (const [name, value] of entries) {
    // A secret in the wrong place is refused later; until then it must not be shown either.
    const hidden = isSecretName(name) || (typeof value === 'string' && hidesSecret(value, secrets));
    if (!hidden || Secret.isSecret(value)) wrapped[name] = value;
    else if (typeof value === 'string') wrapped[name] = new Secret(value);
  }
  return wrapped;
}

/** What the environment and the files give, by the names that they use; a setting that a later layer gives, too, once. */
export function visibleSettings(layers: readonly ConfigurationLayer[]): CamundaSdkConfigPartial {
  const visible: Record<string, unknown> = {};
  const taken = new Set<SettingName>();
  for (const { values } of layers.toReversed()) {
    const fresh = Object.entries(wrapSecrets(values))
      .map(([name, value]) => ({ name, value, setting: knownNames.get(name)?.setting }))
      .filter(({ setting }) => setting !== undefined && !taken.has(setting));
    for (const { name, value, setting } of fresh) {
      visible[name] = value;
      if (setting !== undefined) taken.add(setting);
    }
  }
  return Object.freeze(visible);
}

function processEnvironment(): Readonly<Record<string, string | undefined>> {
  const { process } = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } };
  return process?.env ?? {};
}

/**
 * The settings in the environment, and in the `.env` file that `CAMUNDA_LOAD_ENVFILE` names, for a
 * {@link ConfigurationResolver}. The environment is copied, never changed; secrets are wrapped at once.
 *
 * @param environ names and values; an empty object switches the environment off. @default the environment of the process
 * @throws ConfigurationError when the `.env` file cannot be read
 * @throws TypeError when `environ` is no object of names and values
 * @see the runtime reference's `read_environment`
 */
export function readEnvironment(
  environ: Readonly<Record<string, string | undefined>> = processEnvironment(),
  options: ReadEnvironmentOptions = {},
): CamundaSdkConfigPartial {
  assertSettings('The environment of readEnvironment()', environ);
  const copy = { ...environ };
  const layers: ConfigurationLayer[] = [{ source: 'environment', values: copy }];
  const { layer, issue } = readEnvironmentFile(
    copy.CAMUNDA_LOAD_ENVFILE,
    'environment',
    options.files ?? fileAccess,
  );
  if (issue !== undefined) throw new ConfigurationError([issue]);
  if (layer !== undefined) layers.unshift(layer);

  const result = visibleSettings(layers);
  readings.set(result, { layers, environ: copy });
  return result;
}
