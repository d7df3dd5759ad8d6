import { Secret } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../test/memory-files.ts';
import { everythingShownOf, shownPartOf } from '../test/planted-secrets.ts';
import { ConfigurationResolver } from './configuration-resolver.ts';
import { describeSetting, settingNames } from './configuration-schema.ts';
import { explainConfiguration } from './explain-configuration.ts';
import { readEnvironment } from './read-environment.ts';

// Without vowels and in capitals: no part of it can stand in a message or a name by chance.
const PLANTED = 'QXZJ-KWVB-9274-GHTR';
const secretNames = settingNames.filter((name) => describeSetting(name).secret === true);

function outcomeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

function expectNothingShown(value: unknown): void {
  const shown = everythingShownOf(value);
  expect(shownPartOf(shown, PLANTED), shown).toBeUndefined();
}

describe('secrets in the configuration (T18, T20, P15)', () => {
  it('has every credential marked as a secret', () => {
    expect(secretNames).toEqual([
      'CAMUNDA_CLIENT_SECRET',
      'CAMUNDA_CLIENT_AUTH_CLIENTSECRET',
      'CAMUNDA_BASIC_AUTH_PASSWORD',
      'CAMUNDA_BEARER_TOKEN',
      'CAMUNDA_COOKIE',
      'CAMUNDA_COOKIE_AUTH_PASSWORD',
      'CAMUNDA_OAUTH_PRIVATE_KEY',
      'CAMUNDA_MTLS_KEY',
      'CAMUNDA_MTLS_KEY_PASSPHRASE',
      'CAMUNDA_HTTP_PROXY',
      'CAMUNDA_HTTPS_PROXY',
    ]);
  });

  it.each(secretNames)('never shows %s, by any of its names, from the environment or from code', (name) => {
    const { aliases = [], shared = [] } = describeSetting(name);
    const value = name.endsWith('PROXY') ? `http://user:${PLANTED}@proxy:3128` : PLANTED;
    for (const spelling of [name, ...aliases, ...shared]) {
      const rest = {
        CAMUNDA_AUTH_STRATEGY: 'NONE',
        CAMUNDA_MTLS_CERT: 'c',
        CAMUNDA_MTLS_KEY: 'k',
        [spelling]: value,
      };
      const environment = readEnvironment(rest);
      expectNothingShown(environment);
      for (const resolver of [
        new ConfigurationResolver(environment),
        new ConfigurationResolver(rest),
        new ConfigurationResolver({}, rest),
        new ConfigurationResolver({}, { ...rest, [spelling]: new Secret(value) }),
      ]) {
        expectNothingShown(resolver);
        const resolved = resolver.resolve();
        expectNothingShown(resolved);
        expectNothingShown(explainConfiguration(resolved));
        expect(resolved.effective[name]).toBeInstanceOf(Secret);
      }
    }
  });

  it('does not show two secrets that contradict each other', () => {
    const given = {
      CAMUNDA_CLIENT_SECRET: PLANTED,
      ZEEBE_CLIENT_SECRET: `other-${PLANTED}`,
      CAMUNDA_CLIENT_ID: 'i',
    };
    const error = outcomeOf(() => new ConfigurationResolver(given).resolve());
    expect(String(error)).toContain('two different values');
    expectNothingShown(error);
  });

  it('does not show a secret of the wrong kind, in the wrong place, under a wrong name or in an address', () => {
    const mistakes: Record<string, unknown>[] = [
      { CAMUNDA_CLIENT_SECRET: [PLANTED], CAMUNDA_CLIENT_ID: 'i' },
      { CAMUNDA_CLIENT_SECRET: { text: PLANTED }, CAMUNDA_CLIENT_ID: 'i' },
      { CAMUNDA_HTTPS_PROXY: `ftp://u:${PLANTED}@proxy` },
      { CAMUNDA_REST_ADDRESS: `https://user:${PLANTED}@host` },
      { CAMUNDA_REST_ADDRESS: `user:${PLANTED}@host` },
      { CAMUNDA_REST_ADDRESS: `https://user:a/${PLANTED}@host` },
      { CAMUNDA_REST_ADDRESS: `https//user:a ${PLANTED}@host` },
      { CAMUNDA_OAUTH_URL: `https://user:${PLANTED}@host/token` },
      { CAMUNDA_OAUTH_URL: `/token?client_secret=${PLANTED}` },
      { CAMUNDA_CLIENT_SECERT: PLANTED },
      { CAMUNDA_SOMETHING_ELSE: PLANTED },
      { CAMUNDA_AUTH_STRATEGY: PLANTED, CAMUNDA_CLIENT_SECRET: PLANTED, CAMUNDA_CLIENT_ID: 'i' },
      { CAMUNDA_WORKER_TIMEOUT: `${PLANTED} ms`, CAMUNDA_BEARER_TOKEN: PLANTED },
      { CAMUNDA_SDK_LOG_LEVEL: `-----BEGIN PRIVATE KEY-----${PLANTED}` },
    ];
    for (const given of mistakes) {
      expectNothingShown(outcomeOf(() => readEnvironment(given as Record<string, string>)));
      expectNothingShown(outcomeOf(() => new ConfigurationResolver(given).resolve()));
      expectNothingShown(outcomeOf(() => new ConfigurationResolver({}, given).resolve()));
      expectNothingShown(
        outcomeOf(() => new ConfigurationResolver({ CAMUNDA_SDK_LOG_LEVEL: 'loud' }, given).resolve()),
      );
    }
  });

  it('does not show a secret that is a number', () => {
    const given = { CAMUNDA_CLIENT_SECRET: 92_747_531, CAMUNDA_CLIENT_ID: 'i' };
    const error = outcomeOf(() => new ConfigurationResolver({}, given).resolve());
    expect(String(error)).toContain('CAMUNDA_CLIENT_SECRET (explicit) is not usable');
    expect(everythingShownOf(error)).not.toContain('9274');
  });

  it('does not show what stands in files, right or wrong', () => {
    const profile = { name: 'p', baseUrl: 'http://h', clientId: 'i', clientSecret: PLANTED };
    const contents = [
      JSON.stringify({ profiles: [profile] }),
      JSON.stringify({ profiles: [{ ...profile, baseUrl: `http://u:${PLANTED}@h` }] }),
      JSON.stringify({ profiles: [{ ...profile, clientSecret: { text: PLANTED } }] }),
      JSON.stringify({ profiles: [{ ...profile, name: undefined }] }),
      `{"profiles": [{"name": "p", "clientSecret": "${PLANTED}",`,
      PLANTED,
    ];
    for (const text of contents) {
      const files = memoryFiles({
        '/home/me/.config/c8ctl/profiles.json': text,
        '/project/.env': `CAMUNDA_BASIC_AUTH_PASSWORD=${PLANTED}\nCAMUNDA_MTLS_KEY="${PLANTED}"`,
      });
      const environ = { CAMUNDA_PROFILE: 'p', CAMUNDA_LOAD_ENVFILE: '1', CAMUNDA_AUTH_STRATEGY: 'NONE' };
      const environment = readEnvironment(environ, { files });
      expectNothingShown(environment);
      const outcome = outcomeOf(() => {
        const resolved = new ConfigurationResolver(environment, {}, { files }).resolve();
        return [resolved, explainConfiguration(resolved)];
      });
      expectNothingShown(outcome);
    }
  });
});
