import { FeelSyntaxError, type Token, tokenize } from './lexer.ts';

/** The tokens of a text with a position, and the questions that a parser asks. */
export class TokenStream {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokenize(text);
  }

  get current(): Token {
    return this.peek(0);
  }

  peek(offset: number): Token {
    const token = this.#tokens[Math.min(this.#at + offset, this.#tokens.length - 1)];
    if (token === undefined) throw new RangeError('a token stream always has an end token');
    return token;
  }

  advance(count = 1): Token {
    const token = this.current;
    this.#at += count;
    return token;
  }

  /** Goes on to the first token at or after a position of the text. */
  skipTo(position: number): void {
    while (this.current.kind !== 'end' && this.current.from < position) this.#at += 1;
  }

  /** Whether the current token is this symbol or keyword. */
  is(text: string): boolean {
    const { kind, text: found } = this.current;
    return found === text && (kind === 'symbol' || kind === 'name');
  }

  /** Goes past the symbol or keyword if it is next. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected '${text}'`);
  }

  /** A name after a dot, of a loop variable or of a parameter. */
  name(): string {
    const { kind, text } = this.current;
    const isLiteral = kind === 'name' && ['null', 'true', 'false'].includes(text);
    if ((kind !== 'name' && kind !== 'quoted name') || isLiteral) this.fail('expected a name');
    this.#at += 1;
    return text;
  }

  /** @throws FeelSyntaxError with what was found instead */
  fail(expectation: string): never {
    const { kind, text, from } = this.current;
    throw new FeelSyntaxError(
      kind === 'end' ? `${expectation} but the text ends` : `${expectation} but found '${text}'`,
      from,
    );
  }
}
