import { inspect } from 'node:util';
import { Secret } from '@camunda/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BasicAuthProvider } from './basic-auth-provider.ts';

describe('BasicAuthProvider', () => {
  it('sends every name and password exactly as they are, in UTF-8 [T17]', () => {
    const text = fc.string({ minLength: 1, unit: 'binary' }).filter((value) => !/\p{Cc}/u.test(value));
    fc.assert(
      fc.property(
        text.filter((value) => !value.includes(':')),
        text,
        (username, password) => {
          const headers = new BasicAuthProvider({ username, password: new Secret(password) }).getHeaders();
          const sent = Buffer.from(headers.Authorization?.replace('Basic ', '') ?? '', 'base64').toString(
            'utf8',
          );
          expect(sent).toBe(Buffer.from(`${username}:${password}`, 'utf8').toString('utf8'));
        },
      ),
    );
    const spaces = new BasicAuthProvider({ username: ' me ', password: ' pass ' });
    expect(spaces.getHeaders()).toEqual({ Authorization: `Basic ${btoa(' me : pass ')}` });
  });

  it.each([
    ['a colon in the name', { username: 'a:b', password: 'c' }, 'colon'],
    ['an empty name', { username: '', password: 'c' }, 'CAMUNDA_BASIC_AUTH_USERNAME'],
    ['an empty password', { username: 'a', password: '' }, 'CAMUNDA_BASIC_AUTH_PASSWORD'],
    ['no password', { username: 'a', password: undefined as never }, 'CAMUNDA_BASIC_AUTH_PASSWORD'],
    ['a line break', { username: 'a', password: 'planted\nsecret' }, 'control character'],
  ])('refuses %s', (_name, options, words) => {
    expect(() => new BasicAuthProvider(options)).toThrow(words);
    expect(() => new BasicAuthProvider(options)).not.toThrow('planted');
  });

  it('does not show the password', () => {
    const provider = new BasicAuthProvider({ username: 'a', password: 'planted' });
    const shown = inspect(provider, { showHidden: true, depth: 9 }) + JSON.stringify(provider);
    expect(shown).not.toMatch(/planted|Basic /);
  });
});
