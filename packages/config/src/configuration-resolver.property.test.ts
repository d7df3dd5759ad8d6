import { Secret } from '@camunda/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import { ConfigurationResolver } from './configuration-resolver.ts';
import { describeSetting, type SettingName, settingNames } from './configuration-schema.ts';
import { knownNames } from './setting-index.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/);

/** A value that is right for a setting, and the effective value it comes to. */
function rightValue(name: SettingName): fc.Arbitrary<readonly [string, unknown]> {
  const { expected, secret } = describeSetting(name);
  if (name.endsWith('PROXY') && secret === true)
    return word.map((text) => [`http://${text}`, `http://${text}`]);
  if (expected.startsWith('one of none'))
    return fc.constantFrom(['warn', { request: 'warn', response: 'warn' }]);
  if (expected.startsWith('one of ')) {
    const choices = expected.slice('one of '.length).split(', ');
    return fc
      .tuple(fc.constantFrom(...choices), fc.boolean())
      .map(([choice, upper]) => [upper ? choice.toUpperCase() : choice.toLowerCase(), choice]);
  }
  if (expected.startsWith('auto')) return fc.constantFrom(['AUTO', 'auto'] as const, ['yes', true] as const);
  if (expected.startsWith('true or false')) {
    return fc.constantFrom(['yes', true] as const, ['0', false] as const, ['True', true] as const);
  }
  if (expected.includes('number of')) {
    const [, least = '0', most = '1000'] = /(-?[\d.]+)(?: to ([\d.]+))?, in digits/.exec(expected) ?? [];
    const minimum = Math.max(1, Math.ceil(Number(least)));
    const maximum = Math.max(minimum, Math.min(1000, Number(most)));
    return fc.integer({ min: minimum, max: maximum }).map((value) => [` ${value} `, value]);
  }
  if (name.endsWith('REST_ADDRESS')) return word.map((text) => [`http://${text}/`, `http://${text}/v2`]);
  if (expected.includes('address')) return word.map((text) => [`https://${text}/t`, `https://${text}/t`]);
  if (expected.includes('separated by commas')) return word.map((text) => [`${text},`, [text]]);
  return word.map((text) => [text, text]);
}

// Left out: what reads files, and what excludes or derives other settings.
const plainNames = settingNames.filter(
  (name) =>
    !/^CAMUNDA_(LOAD_ENVFILE|PROFILE|AUTH_STRATEGY|CLUSTER_|MTLS_|OAUTH_ISSUER|OAUTH_PRIVATE_KEY(_PATH)?$)/.test(
      name,
    ) && describeSetting(name).twinOf === undefined,
);

/** One setting with a right value, under any of its names. */
const given = fc.oneof(
  ...plainNames.map((setting) => {
    const names = [...knownNames].filter(([, known]) => known.setting === setting).map(([name]) => name);
    return fc
      .tuple(fc.constantFrom(...names), rightValue(setting))
      .filter(([, [text]]) => text !== 'none')
      .map(([name, [text, effective]]) => ({ setting, name, text, effective }));
  }),
);

const source = fc.uniqueArray(given, { selector: ({ setting }) => setting, maxLength: 25 });
const shown = (value: unknown): unknown => (Secret.isSecret(value) ? value.reveal() : value);
const allShown = (values: object): unknown[] => Object.values(values).map(shown);
const asSettings = (entries: readonly { name: string; text: string }[]): Record<string, string> =>
  Object.fromEntries(entries.map(({ name, text }) => [name, text]));

describe('ConfigurationResolver (properties)', () => {
  it('takes each setting from the highest source that has it, under whatever name', () => {
    fc.assert(
      fc.property(source, source, (environment, explicit) => {
        const base = { CAMUNDA_AUTH_STRATEGY: 'NONE' };
        const { effective, provenance } = new ConfigurationResolver(
          { ...base, ...asSettings(environment) },
          asSettings(explicit),
        ).resolve();
        const expected = new Map<SettingName, { effective: unknown; name: string; source: string }>();
        for (const entry of environment) expected.set(entry.setting, { ...entry, source: 'environment' });
        for (const entry of explicit) expected.set(entry.setting, { ...entry, source: 'explicit' });
        const outcome = [...expected.keys()].map((setting) => {
          const { source: from, name } = provenance[setting];
          return { setting, effective: shown(effective[setting]), name, source: from };
        });
        expect(outcome).toEqual(
          [...expected].map(([setting, entry]) => ({
            setting,
            effective: entry.effective,
            name: entry.name,
            source: entry.source,
          })),
        );
        const twins = settingNames.filter((name) => describeSetting(name).twinOf !== undefined);
        const first = twins.map((name) => effective[describeSetting(name).twinOf as SettingName]);
        expect(twins.map((name) => effective[name])).toEqual(first);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same for the same input, and does not change it', () => {
    fc.assert(
      fc.property(source, (entries) => {
        const environment = Object.freeze({ CAMUNDA_AUTH_STRATEGY: 'NONE', ...asSettings(entries) });
        const first = new ConfigurationResolver(environment).resolve();
        const again = new ConfigurationResolver(first.environment).resolve();
        for (const name of settingNames)
          expect(shown(again.effective[name])).toEqual(shown(first.effective[name]));
      }),
      { numRuns: 50 },
    );
  });

  it('accepts its own effective values as explicit ones', () => {
    fc.assert(
      fc.property(source, (entries) => {
        const { effective } = new ConfigurationResolver({
          CAMUNDA_AUTH_STRATEGY: 'NONE',
          ...asSettings(entries),
        }).resolve();
        const again = new ConfigurationResolver({}, effective).resolve();
        expect(allShown(again.effective)).toEqual(allShown(effective));
      }),
      { numRuns: 100 },
    );
  });

  it('either resolves or throws a ConfigurationError, whatever it is given', () => {
    const anyName = fc.oneof(fc.constantFrom(...knownNames.keys()), fc.string(), fc.constant('__proto__'));
    const anything = fc.dictionary(anyName, fc.anything(), { maxKeys: 12 });
    const isFileName = (name: string) => /ENVFILE|PROFILE$/.test(name);
    fc.assert(
      fc.property(anything, anything, (environment, explicit) => {
        for (const settings of [environment, explicit]) {
          for (const name of Object.keys(settings)) if (isFileName(name)) delete settings[name];
        }
        try {
          const { effective } = new ConfigurationResolver(environment, explicit).resolve();
          expect(Object.keys(effective)).toEqual(settingNames);
        } catch (error) {
          expect(ConfigurationError.isInstance(error), String(error)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
