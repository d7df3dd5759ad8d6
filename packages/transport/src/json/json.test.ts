import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchJobs } from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
import { mayHoldLargeInteger } from './may-hold-large-integer.ts';
import { numberMarker } from './number-marker.ts';
import { parseJson } from './parse-json.ts';
import { stringifyJson } from './stringify-json.ts';

const LARGE =
  '{"a":9007199254740993,"b":12345678901234567890,"c":-9007199254740993,"key":"2251799813685249"}';

/** Any JSON value, with integers of any size. */
const value = fc.letrec<{ readonly tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '#bigint:1',
      '"',
      '\\',
      '\u2028',
      '12345678901234567890',
      ':12345678901234567890',
      '__proto__',
    ),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 }),
  ),
})).tree;

/** What a value is after a round trip: bigints that fit a number are numbers, and integers that do not are bigints. */
function expected(given: unknown): unknown {
  if (typeof given === 'bigint') return Number.isSafeInteger(Number(given)) ? Number(given) : given;
  if (
    typeof given === 'number' &&
    Number.isInteger(given) &&
    !Number.isSafeInteger(given) &&
    /^-?\d+$/.test(String(given))
  ) {
    return BigInt(String(given));
  }
  if (Array.isArray(given)) return given.map(expected);
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(Object.entries(given).map(([key, member]) => [key, expected(member)]));
}

describe('parseJson and stringifyJson', () => {
  it('keep every value, whatever it is made of', () => {
    fc.assert(
      fc.property(value, (given) => {
        const text = stringifyJson(given) ?? '';
        expect(parseJson(text)).toEqual(expected(given));
      }),
      { numRuns: 500 },
    );
  });

  it('agree with JSON.parse where no integer is too large', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text, 'number')).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keep all digits', () => {
    expect(parseJson(LARGE)).toEqual({
      a: 9007199254740993n,
      b: 12345678901234567890n,
      c: -9007199254740993n,
      key: '2251799813685249',
    });
    expect(stringifyJson(parseJson(LARGE))).toBe(LARGE);
    expect(parseJson('12345678901234567890')).toBe(12345678901234567890n);
    expect(parseJson('{"a":1234567890123456.5,"b":1e300,"c":9007199254740991}')).toEqual({
      a: 1234567890123456.5,
      b: 1e300,
      c: 9007199254740991,
    });
  });

  it('give what the mode says', () => {
    expect(parseJson('[9007199254740993]', 'string')).toEqual(['9007199254740993']);
    expect(parseJson('[9007199254740993]', 'number')).toEqual([9007199254740992]);
    expect(() => parseJson('[9007199254740993]', 'error')).toThrow(/9007199254740993/);
    expect(parseJson('{"text":"[9007199254740993]"}', 'error')).toEqual({ text: '[9007199254740993]' });
  });

  it('refuse what JSON.parse refuses', () => {
    for (const text of [
      '[09007199254740993]',
      '[12345678901234567890',
      '{12345678901234567890:1}',
      '[1234567890123456789a]',
    ]) {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    }
  });

  it('change no prototype', () => {
    for (const digits of ['1', '12345678901234567890']) {
      const parsed = parseJson(`{"__proto__":{"polluted":true},"a":${digits}}`) as object;
      expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
      expect(Object.keys(parsed)).toEqual(['__proto__', 'a']);
      expect((parsed as { polluted?: boolean }).polluted).toBeUndefined();
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    }
  });

  it('use another mark for each text, so that none can be made to look like a number', () => {
    expect(new Set(Array.from({ length: 100 }, numberMarker)).size).toBe(100);
  });

  it('report a value that refers to itself', () => {
    const loop: { self?: unknown; big: bigint } = { big: 1n };
    loop.self = loop;
    expect(() => stringifyJson(loop)).toThrow(TypeError);
  });
});

describe('mayHoldLargeInteger', () => {
  it('finds what the plain way of looking finds', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '[',
        ']',
        ',',
        ':',
        '"',
        ' ',
        '-',
        '.',
        'x',
        '1',
        '1234567890',
        '2251799813685249',
        '123456789012345',
      ),
      fc.nat().map(String),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        expect(mayHoldLargeInteger(text)).toBe(/(?:^|[:,[ \n\r\t-])\d{16}/.test(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('is not fooled by keys, which are texts', () => {
    expect(mayHoldLargeInteger('{"key":"2251799813685249","other":["2251799813685250"]}')).toBe(false);
    expect(mayHoldLargeInteger('{"key":2251799813685249}')).toBe(true);
  });
});

describe('a call', () => {
  it('takes and gives large integers without losing a digit', async () => {
    const { server, transport } = await setUp((request) => ({
      headers: { 'content-type': 'application/json' },
      body: request.body.toString(),
    }));
    const body = Object.freeze({
      variables: Object.freeze({ a: 9007199254740993n, b: 12345678901234567890n }),
    });
    expect(await transport.call(searchJobs, { body })).toEqual(body);
    expect(server.requests[0]?.body.toString()).toBe(
      '{"variables":{"a":9007199254740993,"b":12345678901234567890}}',
    );
  });

  it('reports integers that are too large when asked to', async () => {
    const { transport } = await setUp(
      () => ({ headers: { 'content-type': 'application/json' }, body: LARGE }),
      {
        bigints: 'error',
      },
    );
    expect(await failureOf(transport.call(searchJobs))).toMatchObject({ code: 'RESPONSE_INVALID' });
  });

  it('refuses a body that cannot be JSON before anything is sent', async () => {
    const { server, transport } = await setUp();
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    for (const body of [loop, () => 1, Symbol('s')]) {
      expect(await failureOf(transport.call(searchJobs, { body }))).toMatchObject({
        code: 'VALIDATION',
        parameter: 'body',
      });
    }
    expect(server.requests).toHaveLength(0);
  });
});
