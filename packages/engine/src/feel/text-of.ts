import type { FeelRange } from 'feelin';
import { feelTypeOf } from './feel-type-of.ts';
import { temporalText } from './temporal-values.ts';

/** The text of a value, as `string()` gives it. */
export function textOf(value: unknown, nested = false): string {
  switch (feelTypeOf(value)) {
    case 'null':
      return 'null';
    case 'string':
      return nested ? `"${value}"` : String(value);
    case 'number':
      return numberText(value as number);
    case 'list':
      return `[${(value as unknown[]).map((item) => textOf(item, true)).join(', ')}]`;
    case 'context':
      return `{${Object.entries(value as object)
        .map(
          ([key, entry]) => `${/^[\p{L}_][\p{L}\d_]*$/u.test(key) ? key : `"${key}"`}:${textOf(entry, true)}`,
        )
        .join(', ')}}`;
    case 'range':
      return rangeText(value as FeelRange);
    case 'function':
      return 'function';
    default:
      return temporalText(value as Parameters<typeof temporalText>[0]);
  }
}

function numberText(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  // Plain digits, as decimal numbers print.
  return text.includes('e+') ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, '');
}

function rangeText(range: FeelRange): string {
  const start = `${range['start included'] ? '[' : '('}${textOf(range.start, true)}`;
  return `${start}..${textOf(range.end, true)}${range['end included'] ? ']' : ')'}`;
}
