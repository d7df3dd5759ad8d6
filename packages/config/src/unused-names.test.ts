import { didYouMean } from '@camunda/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownNames } from './setting-index.ts';
import { isUnusedName } from './unused-names.ts';

const names = [...knownNames.keys()];

describe('didYouMean', () => {
  it.each([
    ['CAMUNDA_REST_ADRESS', 'CAMUNDA_REST_ADDRESS'],
    ['CAMUNDA_RSET_ADDRESS', 'CAMUNDA_REST_ADDRESS'],
    ['camunda.rest-address', 'CAMUNDA_REST_ADDRESS'],
    ['CAMUNDA_CLIENTID', 'CAMUNDA_CLIENT_ID'],
    ['ZEEBE_CLIENT_SECRETS', 'ZEEBE_CLIENT_SECRET'],
    ['CAMUNDA_SDK_LOGLEVEL', 'CAMUNDA_SDK_LOG_LEVEL'],
  ])('suggests for %s the name %s', (given, expected) => {
    expect(didYouMean(given, names)).toBe(expected);
  });

  it.each(['CAMUNDA_DATABASE_URL', 'ZEEBE_BROKER_CLUSTER_NODEID', 'CAMUNDA_SECURITY_AUTHENTICATION_METHOD'])(
    'suggests nothing for %s',
    (given) => {
      expect(didYouMean(given, names)).toBeUndefined();
    },
  );

  it('finds a name again after any single-letter mistake', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.constantFrom('X', ''), (name, at, letter) => {
        const place = at % name.length;
        const misspelt = name.slice(0, place) + letter + name.slice(place + 1);
        fc.pre(!names.includes(misspelt));
        expect(didYouMean(misspelt, names)).toBeDefined();
      }),
    );
  });

  it('never mistakes a name that the platform itself hands out', () => {
    const handedOut = [
      'ZEEBE_ADDRESS',
      'ZEEBE_GRPC_ADDRESS',
      'CAMUNDA_OPERATE_BASE_URL',
      'CAMUNDA_CREDENTIALS_SCOPES',
    ];
    expect(handedOut.every(isUnusedName)).toBe(true);
  });
});
