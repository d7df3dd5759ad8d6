import { multiWordFunctionNames } from './function-names.ts';
import type { TokenStream } from './token-stream.ts';

const functionName = new RegExp(
  `(${[...multiWordFunctionNames]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(' ', '\\s+'))
    .join('|')})(?=\\s*\\()`,
  'y',
);

/** Takes the name of a built-in function of several words, if one with `(` behind it comes next. */
export function readMultiWordName(tokens: TokenStream): string | undefined {
  functionName.lastIndex = tokens.current.from;
  const found = functionName.exec(tokens.text);
  if (found === null) return undefined;
  tokens.skipTo(functionName.lastIndex);
  return found[0].replaceAll(/\s+/g, ' ');
}

/** Takes the name after a dot: one of the properties of two words, or any name. */
export function readPathName(tokens: TokenStream): string {
  const twoWords = `${tokens.current.text} ${tokens.peek(1).text}`;
  if (!['time offset', 'start included', 'end included'].includes(twoWords)) return tokens.name();
  tokens.advance(2);
  return twoWords;
}

/** Takes the key of a context, which may be several words. */
export function readWords(tokens: TokenStream): string {
  const words = [tokens.name()];
  while (tokens.current.kind === 'name') words.push(tokens.name());
  return words.join(' ');
}

/** Takes the name of an argument and the colon behind it, if that is what comes next. */
export function readArgumentName(tokens: TokenStream): string | undefined {
  let words = 0;
  while (tokens.peek(words).kind === 'name' || tokens.peek(words).kind === 'quoted name') words += 1;
  const colon = tokens.peek(words);
  if (words === 0 || colon.kind !== 'symbol' || colon.text !== ':') return undefined;
  const name = Array.from({ length: words }, (_, offset) => tokens.peek(offset).text).join(' ');
  tokens.advance(words + 1);
  return name;
}

/** Whether the bracket after `not` closes at the end: `not(1, 2)` negates tests, `not(a) and b` is a condition. */
export function closesAtEnd(tokens: TokenStream): boolean {
  let depth = 0;
  for (let offset = 1; ; offset += 1) {
    const { kind, text } = tokens.peek(offset);
    if (kind === 'end') return false;
    if (kind !== 'symbol') continue;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth === 0) return tokens.peek(offset + 1).kind === 'end';
  }
}
