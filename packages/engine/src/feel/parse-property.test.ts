import { describe, expect, it } from 'vitest';
import { parseProperty } from './parse-property.ts';

describe('parseProperty', () => {
  it.each(['', 'text', 'a = b', ' text', '"=x"'])('takes %j as static text', (text) => {
    expect(parseProperty(text)).toEqual({ ok: true, property: { kind: 'static', text } });
  });

  it.each(['=1 + 1', '  = 1 + 1', '\n=1+1'])('takes %j as an expression', (text) => {
    const parsed = parseProperty(text);
    if (!parsed.ok || parsed.property.kind !== 'expression') throw new Error('no expression');
    expect(parsed.property.expression.evaluate({}, { now: () => 0, random: () => 0 }).value).toBe(2);
  });

  it.each(['=', '= 1 +', '=='])('refuses %j', (text) => {
    expect(parseProperty(text)).toMatchObject({ ok: false });
  });
});
