import { type SignatureTable, UnusableArgument } from './function-signature.ts';

/** A regular expression in the flavour of Java, as far as JavaScript has the same. */
function regex(pattern: string, flags: string, always = ''): RegExp {
  const known = [...flags].filter((flag) => 'ims'.includes(flag)).join('');
  const source = flags.includes('x') ? pattern.replaceAll(/\s+|#.*$/gm, '') : pattern;
  for (const mode of [`u${always}${known}`, `${always}${known}`]) {
    try {
      return new RegExp(source, mode);
    } catch {
      // Java allows escapes that the strict mode of JavaScript does not: the loose mode is tried next.
    }
  }
  throw new UnusableArgument(`'${pattern}' is no regular expression`);
}

function substring(text: string, start: number, length?: number | null): string {
  const characters = Array.from(text);
  const from = start < 0 ? characters.length + start : start - 1;
  return characters.slice(from, length == null ? undefined : from + length).join('');
}

function before(text: string, match: string): string {
  const at = text.indexOf(match);
  return at < 0 ? '' : text.slice(0, at);
}

function after(text: string, match: string): string {
  const at = text.indexOf(match);
  return at < 0 ? '' : text.slice(at + match.length);
}

function join(list: readonly unknown[], delimiter?: string | null, prefix = '', suffix = ''): string {
  const texts = list.filter((item) => item !== null);
  if (texts.some((item) => typeof item !== 'string'))
    throw new UnusableArgument('string join() needs a list of strings');
  return `${prefix}${texts.join(delimiter ?? '')}${suffix}`;
}

function decodeBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    throw new UnusableArgument(`'${text}' is no base64 text`);
  }
}

function encodeBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

/** Functions of strings. */
export const stringFunctions: SignatureTable = {
  'substring(string: string, start position: number, length?: number)': substring,
  'string length(string: string)': (text: string) => Array.from(text).length,
  'upper case(string: string)': (text: string) => text.toUpperCase(),
  'lower case(string: string)': (text: string) => text.toLowerCase(),
  'substring before(string: string, match: string)': before,
  'substring after(string: string, match: string)': after,
  'replace(input: string, pattern: string, replacement: string, flags?: string)': (
    text: string,
    pattern: string,
    replacement: string,
    flags?: string | null,
  ) => text.replace(regex(pattern, flags ?? '', 'g'), replacement.replaceAll('$0', '$$&')),
  'contains(string: string, match: string)': (text: string, match: string) => text.includes(match),
  'starts with(string: string, match: string)': (text: string, match: string) => text.startsWith(match),
  'ends with(string: string, match: string)': (text: string, match: string) => text.endsWith(match),
  'matches(input: string, pattern: string, flags?: string)': (
    text: string,
    pattern: string,
    flags?: string | null,
  ) => regex(pattern, flags ?? '').test(text),
  'split(string: string, delimiter: string)': (text: string, delimiter: string) =>
    text.split(regex(delimiter, '')),
  'extract(string: string, pattern: string)': (text: string, pattern: string) =>
    Array.from(text.matchAll(regex(pattern, '', 'g')), ([found]) => found),
  'trim(string: string)': (text: string) => text.trim(),
  'is blank(string: string)': (text: string) => text.trim() === '',
  'to base64(value: string)': encodeBase64,
  'from base64(value: string)': decodeBase64,
  'string join(list: list)': join,
  'string join(list: list, delimiter?: string)': join,
  'string join(list: list, delimiter: string, prefix: string, suffix: string)': join,
};
