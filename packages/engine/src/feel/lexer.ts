/** A piece of FEEL text. */
export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'quoted name' | 'temporal' | 'symbol' | 'end';
  /** The text; of strings and quoted names the content. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Thrown while parsing, and turned into a parse result. */
export class FeelSyntaxError extends Error {
  /** Where in the text, counted from 0. */
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/uy;
const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/uy;
const string = /"((?:[^"\\]|\\[\s\S])*)"/uy;
const quotedName = /`([^`]+)`/uy;
const name = /[\p{L}\p{Nl}_$][\p{L}\p{Nl}\p{Mn}\p{Nd}_$]*/uy;
const symbol = /\*\*|\.\.|<=|>=|!=|->|[-+*/=<>()[\]{},.:?]/uy;

/** Splits FEEL text into tokens; the last one has the kind `end`. @throws FeelSyntaxError */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const skipped = match(blank);
    if (skipped !== null) {
      at += skipped[0].length;
      continue;
    }
    const token = next(text, at, match);
    tokens.push(token);
    at = token.to;
  }
  tokens.push({ kind: 'end', text: '', from: text.length, to: text.length });
  return tokens;
}

function next(text: string, from: number, match: (pattern: RegExp) => RegExpExecArray | null): Token {
  const token = (kind: Token['kind'], found: RegExpExecArray, content = found[0]): Token => ({
    kind,
    text: content,
    from,
    to: from + found[0].length,
  });
  let found = match(name);
  if (found !== null) return token('name', found);
  found = match(number);
  if (found !== null) return token('number', found);
  found = match(string);
  if (found !== null) return token('string', found, resolveEscapes(found[1] ?? ''));
  found = match(quotedName);
  if (found !== null) return token('quoted name', found, found[1]);
  if (text[from] === '@') return temporal(text, from);
  found = match(symbol);
  if (found !== null) return token('symbol', found);
  throw new FeelSyntaxError(`unexpected '${text[from]}'`, from);
}

function temporal(text: string, from: number): Token {
  const found = /^@\s*"([^"]*)"/u.exec(text.slice(from));
  if (found === null) throw new FeelSyntaxError(`'@' needs a text such as "2026-01-31"`, from);
  return { kind: 'temporal', text: found[1] ?? '', from, to: from + found[0].length };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Resolves the escapes of a string; a backslash before any other character stays, as regular expressions need it. */
function resolveEscapes(content: string): string {
  if (!content.includes('\\')) return content;
  return content.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([nrt"\\]))/g,
    (_, short, long, simple) => {
      if (simple !== undefined) return escapes[simple] ?? '';
      return String.fromCodePoint(Number.parseInt(short ?? long, 16));
    },
  );
}
