import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { Secret } from '@camunda/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine } from './one-line.ts';
import { redactText } from './redact-text.ts';
import { Redactor } from './redactor.ts';
import { isSecretField } from './secret-fields.ts';

const PLANTED = 'QXZJ-KWVB-9274-GHTR';
const shownBy = (value: unknown): string =>
  `${inspect(value, { depth: null, showHidden: true })}\n${JSON.stringify(value)}\n${String(value)}`;

describe('isSecretField', () => {
  it.each([
    ...['clientSecret', 'client_secret', 'CAMUNDA_CLIENT_SECRET', 'password', 'Set-Cookie', 'Authorization'],
    ...['access_token', 'refreshToken', 'x-api-key', 'CAMUNDA_MTLS_KEY', 'privateKey', 'client_assertion'],
  ])('hides %s', (name) => expect(isSecretField(name)).toBe(true));

  it.each([
    ...[
      'jobKey',
      'processInstanceKey',
      'tokenType',
      'token_endpoint',
      'CAMUNDA_TOKEN_AUDIENCE',
      'expires_in',
    ],
    ...['CAMUNDA_OAUTH_URL', 'key', 'secretary', 'authorizationServerUrl'],
  ])('shows %s', (name) => expect(isSecretField(name)).toBe(false));
});

describe('redactText', () => {
  it.each([
    ['authorization: Bearer abc.def', 'authorization: [redacted]'],
    ['got Bearer abcdef123456 here', 'got Bearer [redacted] here'],
    ['Basic dXNlcjpwYXNzMQ==', 'Basic [redacted]'],
    ['Cookie: SESSION=abc; other=1', 'Cookie: [redacted]'],
    ['grant_type=x&client_secret=abc&scope=y', 'grant_type=x&client_secret=[redacted]&scope=y'],
    ['{"access_token":"abc","token_type":"bearer"}', '{"access_token":[redacted],"token_type":"bearer"}'],
    ['jwt eyJhbGciOi.eyJzdWIiOi.c2ln end', 'jwt [redacted] end'],
    ['at https://user:pass@host/p', 'at https://[redacted]@host/p'],
    ['-----BEGIN PRIVATE KEY-----\nAAA\n-----END PRIVATE KEY-----!', '[redacted]!'],
    ['-----BEGIN RSA PRIVATE KEY-----\ncut', '[redacted]'],
    [
      '{"body":"{\\"client_secret\\":\\"abc\\",\\"a\\":1}"}',
      '{"body":"{\\"client_secret\\":[redacted],\\"a\\":1}"}',
    ],
    ['"password":"a\\"bc","x":1', '"password":[redacted],"x":1'],
    ['{"password":"cut off', '{"password":[redacted]'],
    ['client_secret%3Dabc%26scope%3Dy', 'client_secret%3D[redacted]'],
    ['login --client-secret abc --scope y', 'login --client-secret [redacted] --scope y'],
    ['pwd=abc; secret=>"abc"', 'pwd=[redacted]; secret=>[redacted]'],
    ['DPoP abc.def1', 'DPoP [redacted]'],
  ])('makes %j to %j', (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    'job 2251799813685249 completed in 12 ms',
    'the access token has expired',
    'basic information about https://host/path',
    'token_type=bearer',
    'a@b.example at https://host/@scope/name',
  ])('leaves %j as it is', (text) => expect(redactText(text)).toBe(text));

  it('comes to an end soon on long lines of any kind', () => {
    const started = performance.now();
    for (const part of [
      'a-',
      'token',
      'token=',
      'Bearer ',
      'eyJ',
      'eyJaaaaaa.',
      '-----BEGIN ',
      'http://',
      '"',
      'a.b:',
    ]) {
      redactText(`token ${part.repeat(8_000)}`);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('Redactor', () => {
  const redactor = new Redactor();
  redactor.add([new Secret(PLANTED)]);

  it('hides a registered secret in every form, place and depth (T18, T19)', () => {
    const encoded = btoa(PLANTED);
    const error = Object.assign(new Error(`refused ${PLANTED}`, { cause: new Error(PLANTED) }), {
      response: { body: PLANTED, list: [PLANTED] },
    });
    const value = {
      a: PLANTED,
      [`by ${PLANTED}`]: 1,
      nested: [{ deep: new Map([['k', PLANTED]]) }, new Set([PLANTED])],
      url: new URL(`https://h/?x=${PLANTED}`),
      form: new URLSearchParams({ client_secret: PLANTED }),
      encoded,
      json: JSON.stringify({ x: PLANTED }),
      error,
      secret: new Secret(PLANTED),
    };
    const shown = shownBy(redactor.value(value));
    expect(shown).not.toContain(PLANTED);
    expect(shown).not.toContain(encoded);
    expect(redactor.line(`x ${PLANTED} y`)).toBe('x [redacted] y');
  });

  it('hides by the name of the field, whatever the value', () => {
    const headers = new Headers({ authorization: `Bearer ${'a'.repeat(9)}`, accept: 'json' });
    expect(redactor.value({ clientSecret: { any: 1 }, list: [{ password: 'x' }], headers })).toEqual({
      clientSecret: '[redacted]',
      list: [{ password: '[redacted]' }],
      headers: { authorization: '[redacted]', accept: 'json' },
    });
  });

  it('hides the value that follows its name in a list', () => {
    expect(
      redactor.value([
        ['authorization', 'x'],
        ['accept', 'json'],
      ]),
    ).toEqual([
      ['authorization', '[redacted]'],
      ['accept', 'json'],
    ]);
    expect(redactor.value(['Cookie', 'x', 'Accept', 'json'])).toEqual([
      'Cookie',
      '[redacted]',
      'Accept',
      'json',
    ]);
  });

  it('shows a registered secret in no value whatever', () => {
    const key = fc.oneof(fc.string(), fc.constant(PLANTED), fc.constant('password'));
    const planted = fc.oneof(
      fc.string(),
      fc.string().map((text) => `${text}${PLANTED}${text}`),
      fc.constant(PLANTED),
    );
    const anything = fc.anything({
      key,
      values: [planted, fc.integer(), fc.constant(null), fc.constant(undefined), fc.date(), fc.bigInt()],
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withTypedArray: true,
      maxDepth: 4,
    });
    fc.assert(
      fc.property(anything, anything, (value, cause) => {
        const error = Object.assign(new Error(PLANTED, { cause }), { value });
        for (const safe of [redactor.value(value), redactor.value(error)]) {
          expect(inspect(safe, { depth: null, showHidden: true, maxStringLength: null })).not.toContain(
            PLANTED,
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('tells of a request and an answer without their credentials, and leaves the body unread (P17)', async () => {
    const response = new Response('body', { status: 404, headers: { 'set-cookie': 'SESSION=abc' } });
    const request = new Request('https://h/', { method: 'POST', headers: { authorization: 'x' }, body: 'b' });
    expect(redactor.value([response, request])).toEqual([
      {
        status: 404,
        url: '',
        headers: { 'content-type': 'text/plain;charset=UTF-8', 'set-cookie': '[redacted]' },
      },
      {
        method: 'POST',
        url: 'https://h/',
        headers: { 'content-type': 'text/plain;charset=UTF-8', authorization: '[redacted]' },
      },
    ]);
    expect(await response.text()).toBe('body');
    expect(await request.text()).toBe('b');
  });

  it('does not change what it is given, and copes with cycles, depth, proxies and getters that throw', () => {
    const cyclic: Record<string, unknown> = { password: 'x' };
    cyclic.self = cyclic;
    Object.defineProperty(cyclic, 'bad', {
      enumerable: true,
      get() {
        throw new Error('no');
      },
    });
    const copy = redactor.value(cyclic) as Record<string, unknown>;
    expect(copy).toMatchObject({ password: '[redacted]', bad: '[unreadable]' });
    expect(copy.self).toBe(copy);
    expect(cyclic.password).toBe('x');
    let deep: unknown = 'end';
    for (let index = 0; index < 100; index += 1) deep = [deep];
    expect(JSON.stringify(redactor.value(deep))).toContain('[too deep]');
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(redactor.value(proxy)).toMatch(/^\[unreadable/);
    expect(redactor.value(new Uint8Array(3))).toBe('[3 bytes]');
    const date = new Date(0);
    expect(redactor.value(date)).toEqual(date);
  });

  it('keeps errors errors', () => {
    class Special extends Error {
      readonly code = 'X';
      override name = 'Special';
    }
    const copy = redactor.value(new Special('a\nFATAL forged')) as Special;
    expect(copy).toBeInstanceOf(Special);
    expect(copy.message).toBe('a\\nFATAL forged');
    expect(copy.code).toBe('X');
    expect(
      String(copy.stack)
        .split('\n')
        .every((line, index) => index === 0 || /^\s/.test(line)),
    ).toBe(true);
    expect(redactor.value(new AggregateError([new Error(PLANTED)], 'm'))).toMatchObject({
      errors: [{ message: '[redacted]' }],
    });
  });

  it('asks objects that keep their contents to themselves what they are, and checks the answer', () => {
    class Vault {
      readonly #text = PLANTED;
      toJSON() {
        return { note: this.#text };
      }
      toString() {
        return this.#text;
      }
      [inspect.custom]() {
        return this.#text;
      }
    }
    class Refusal extends Error {
      readonly #text = PLANTED;
      get told() {
        return this.#text;
      }
      [inspect.custom]() {
        return this.#text;
      }
    }
    const form = new FormData();
    form.set('client_secret', 'x');
    form.set('note', PLANTED);
    const values = {
      vault: new Vault(),
      promise: Promise.resolve(PLANTED),
      pattern: new RegExp(PLANTED),
      boxed: new String(PLANTED),
      symbol: Symbol(PLANTED),
      called: Object.assign((text: string) => text, { text: PLANTED }),
      form,
      ofAnotherRealm: runInNewContext(`new Error('${PLANTED}')`),
      refusal: new Refusal('no'),
      aborted: new DOMException(PLANTED, 'AbortError'),
      hexadecimal: Buffer.from(PLANTED).toString('hex'),
      inAnAddress: Buffer.from(PLANTED).toString('base64url'),
    };
    const shown = shownBy(redactor.value(values));
    for (const part of [PLANTED, values.hexadecimal, values.inAnAddress]) expect(shown).not.toContain(part);
    expect(redactor.value(values)).toMatchObject({
      vault: { note: '[redacted]' },
      promise: '[Promise]',
      form: { client_secret: '[redacted]', note: '[redacted]' },
      ofAnotherRealm: { message: '[redacted]' },
      refusal: { name: 'Error', message: 'no' },
      aborted: { name: 'AbortError', message: '[redacted]' },
    });
    expect(Reflect.get(redactor.value(values.refusal) as object, 'constructor').name).toBe('Refusal');
  });

  it('leaves very short secrets out, and cuts very long texts', () => {
    const other = new Redactor();
    other.add(['abc', '   ']);
    expect(other.line('abc   d')).toBe('abc   d');
    const cutThrough = redactor.line(`${'x'.repeat(32_768 - 8)}${PLANTED}${'x'.repeat(99)}`);
    expect(cutThrough).not.toContain(PLANTED.slice(0, 4));
    expect(other.line('x'.repeat(40_000))).toMatch(/^x{32768}… \(7232 more characters\)$/);
  });
});

describe('oneLine', () => {
  it('lets nothing through that could forge a line, and changes nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = oneLine(text);
        expect(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(line)).toBe(false);
        if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) expect(line).toBe(text);
      }),
    );
    expect(oneLine('a\r\n\u001b[31mERROR\u2028\u202e')).toBe('a\\r\\n\\u001b[31mERROR\\u2028\\u202e');
  });
});
