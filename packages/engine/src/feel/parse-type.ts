import type { TypeNode } from './syntax-tree.ts';
import type { TokenStream } from './token-stream.ts';

const names = [
  'years and months duration',
  'days and time duration',
  'year-month-duration',
  'day-time-duration',
  'date and time',
  'Any',
  'Null',
  'number',
  'string',
  'boolean',
  'date',
  'time',
  'duration',
  'context',
  'list',
  'range',
  'function',
];

const pattern = new RegExp(
  `(${names.map((name) => name.replaceAll(' ', '\\s+')).join('|')})(?![\\p{L}\\d_])`,
  'uy',
);

/** Parses the type after `instance of` or of a parameter. @throws FeelSyntaxError */
export function parseType(tokens: TokenStream): TypeNode {
  pattern.lastIndex = tokens.current.from;
  const found = pattern.exec(tokens.text);
  if (found === null) tokens.fail('expected a type');
  tokens.skipTo(pattern.lastIndex);
  const name = found[0].replaceAll(/\s+/g, ' ');
  if (!tokens.accept('<')) return { name };
  const parameterized =
    name === 'context' ? { name, entries: contextEntries(tokens) } : { name, element: elementType(tokens) };
  tokens.expect('>');
  return parameterized;
}

function elementType(tokens: TokenStream): TypeNode {
  const element = parseType(tokens);
  while (tokens.accept(',')) parseType(tokens);
  return element;
}

function contextEntries(tokens: TokenStream): { key: string; type: TypeNode }[] {
  const entries: { key: string; type: TypeNode }[] = [];
  do {
    const key = tokens.name();
    tokens.expect(':');
    entries.push({ key, type: parseType(tokens) });
  } while (tokens.accept(','));
  return entries;
}
