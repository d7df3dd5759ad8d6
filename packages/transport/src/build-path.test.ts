import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeJob, unassignUserFromGroup } from '../test/operations.ts';
import { failureOf, setUp } from '../test/set-up.ts';
import { buildPath } from './build-path.ts';
import { ValidationError } from './errors/validation-error.ts';

const path = (groupId: unknown, username: unknown): string =>
  buildPath(unassignUserFromGroup, { path: { groupId, username } as Record<string, string> });

describe('buildPath', () => {
  it('encodes every parameter once', () => {
    expect(path('a b', 'x/../y?#%2e')).toBe('/groups/a%20b/users/x%2F..%2Fy%3F%23%252e');
    expect(path('ä', '…')).toBe('/groups/%C3%A4/users/%E2%80%A6');
  });

  it.each([
    ['is "."', '.', /is "\.", which would lead to another resource/],
    ['is ".."', '..', /is "\.\.", which would lead to another resource/],
    ['is empty', '', /is empty/],
    ['is missing', undefined, /is missing/],
    ['is null', null, /is missing/],
    ['is a number', 7, /is of type number, not a text/],
    ['is an object', {}, /is of type object, not a text/],
    ['is half a character', '\ud800', /not well-formed/],
  ])('refuses a parameter that %s', (_name, value, message) => {
    expect(() => path('g', value)).toThrow(message);
    expect(() => path(value, 'u')).toThrow(ValidationError);
  });

  it('takes only own members of the input', () => {
    const inherited = Object.create({ groupId: 'g', username: 'u' }) as Record<string, string>;
    expect(() => buildPath(unassignUserFromGroup, { path: inherited })).toThrow(/is missing/);
  });

  it('never leads out of the resource, whatever the parameters are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (groupId, username) => {
        let built: string;
        try {
          built = path(groupId, username);
        } catch (error) {
          expect(ValidationError.isInstance(error)).toBe(true);
          return;
        }
        const url = new URL(`http://host/v2${built}`);
        const segments = url.pathname.split('/');
        expect(segments.slice(0, 3)).toEqual(['', 'v2', 'groups']);
        expect(segments[4]).toBe('users');
        expect(segments).toHaveLength(6);
        expect(decodeURIComponent(segments[3] ?? '')).toBe(groupId);
        expect(decodeURIComponent(segments[5] ?? '')).toBe(username);
        expect(url.search + url.hash).toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves out undefined query parameters and encodes the others', () => {
    const query = { b: 'x y&', c: undefined, d: false, e: 0, f: null as unknown as undefined };
    expect(buildPath(completeJob, { path: { jobKey: '1' }, query })).toBe(
      '/jobs/1/completion?b=x+y%26&d=false&e=0',
    );
    expect(buildPath(completeJob, { path: { jobKey: '1' }, query: { c: undefined } })).toBe(
      '/jobs/1/completion',
    );
  });
});

describe('a call with a bad path parameter [T23, P16]', () => {
  it('sends nothing', async () => {
    const { server, transport } = await setUp();
    for (const username of ['.', '..', '']) {
      const error = await failureOf(
        transport.call(unassignUserFromGroup, { path: { groupId: 'g1', username } }),
      );
      expect(error).toMatchObject({
        code: 'VALIDATION',
        parameter: 'username',
        operationId: 'unassignUserFromGroup',
        attempts: 0,
      });
    }
    expect(server.requests).toHaveLength(0);
  });
});
