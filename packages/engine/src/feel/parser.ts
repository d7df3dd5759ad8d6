import { parseType } from './parse-type.ts';
import { closesAtEnd, readArgumentName, readMultiWordName, readPathName, readWords } from './read-names.ts';
import type {
  ArgumentsNode,
  BinaryOperator,
  IteratorNode,
  SyntaxNode,
  TestNode,
  UnaryTestsNode,
} from './syntax-tree.ts';
import { TokenStream } from './token-stream.ts';

const comparisons: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];
const reserved = new Set(['and', 'or', 'then', 'else', 'return', 'satisfies', 'in']);
const maximumDepth = 200;

/** Parses an expression. @throws FeelSyntaxError */
export function parseSyntax(text: string): SyntaxNode {
  return new Parser(text).wholeExpression();
}

/** Parses the tests of a decision table's cell. @throws FeelSyntaxError */
export function parseUnaryTestsSyntax(text: string): UnaryTestsNode {
  return new Parser(text).wholeUnaryTests();
}

class Parser {
  readonly #tokens: TokenStream;
  #depth = 0;
  /** Set while the end of a range is read, where `[` closes the range and does not open a filter. */
  #filtersAllowed = true;

  constructor(text: string) {
    this.#tokens = new TokenStream(text);
  }

  wholeExpression(): SyntaxNode {
    const node = this.#expression();
    if (this.#tokens.current.kind !== 'end') this.#tokens.fail('expected the end');
    return node;
  }

  wholeUnaryTests(): UnaryTestsNode {
    const tokens = this.#tokens;
    if (tokens.is('-') && tokens.peek(1).kind === 'end') return { negated: false, tests: [] };
    const negated = tokens.is('not') && tokens.peek(1).text === '(' && closesAtEnd(this.#tokens);
    if (negated) tokens.advance(2);
    const tests = this.#commaSeparated(() => this.#test());
    if (negated) tokens.expect(')');
    if (tokens.current.kind !== 'end') tokens.fail('expected the end');
    return { negated, tests };
  }

  #commaSeparated<T>(parse: () => T): T[] {
    const items = [parse()];
    while (this.#tokens.accept(',')) items.push(parse());
    return items;
  }

  #test(): TestNode {
    const { kind, text } = this.#tokens.current;
    if (kind === 'symbol' && comparisons.includes(text)) {
      this.#tokens.advance();
      return { kind: 'compare', operator: text as BinaryOperator, value: this.#additive() };
    }
    return { kind: 'value', value: this.#expression() };
  }

  #expression(): SyntaxNode {
    this.#depth += 1;
    if (this.#depth > maximumDepth) this.#tokens.fail('expected fewer nested parts');
    const outer = this.#filtersAllowed;
    this.#filtersAllowed = true;
    const node = this.#disjunction();
    this.#filtersAllowed = outer;
    this.#depth -= 1;
    return node;
  }

  #disjunction(): SyntaxNode {
    let left = this.#conjunction();
    while (this.#tokens.accept('or'))
      left = { kind: 'logical', operator: 'or', left, right: this.#conjunction() };
    return left;
  }

  #conjunction(): SyntaxNode {
    let left = this.#comparison();
    while (this.#tokens.accept('and'))
      left = { kind: 'logical', operator: 'and', left, right: this.#comparison() };
    return left;
  }

  #comparison(): SyntaxNode {
    let left = this.#additive();
    for (;;) {
      const { kind, text } = this.#tokens.current;
      if (kind === 'symbol' && comparisons.includes(text)) {
        this.#tokens.advance();
        left = { kind: 'binary', operator: text as BinaryOperator, left, right: this.#additive() };
      } else if (this.#tokens.accept('between')) {
        const low = this.#additive();
        this.#tokens.expect('and');
        left = { kind: 'between', value: left, low, high: this.#additive() };
      } else if (this.#tokens.accept('in')) {
        left = { kind: 'in', value: left, tests: this.#inTests() };
      } else if (this.#tokens.is('instance') && this.#tokens.peek(1).text === 'of') {
        this.#tokens.advance(2);
        left = { kind: 'instance of', value: left, type: parseType(this.#tokens) };
      } else {
        return left;
      }
    }
  }

  #inTests(): TestNode[] {
    const { kind, text } = this.#tokens.current;
    if (kind === 'symbol' && comparisons.includes(text)) return [this.#test()];
    if (text !== '(' || kind !== 'symbol') return [{ kind: 'value', value: this.#additive() }];
    // `(` opens a list of tests, a range such as `(1..5]`, or a bracketed value: try the list only if no range follows.
    this.#tokens.advance();
    const tests = this.#commaSeparated(() => this.#test());
    const [only] = tests;
    if (tests.length === 1 && only?.kind === 'value' && this.#tokens.accept('..')) {
      return [{ kind: 'value', value: this.#rangeEnd(only.value, false) }];
    }
    this.#tokens.expect(')');
    return tests;
  }

  #additive(): SyntaxNode {
    let left = this.#multiplicative();
    for (;;) {
      const operator = this.#operator('+', '-');
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.#multiplicative() };
    }
  }

  #multiplicative(): SyntaxNode {
    let left = this.#power();
    for (;;) {
      const operator = this.#operator('*', '/');
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.#power() };
    }
  }

  #power(): SyntaxNode {
    let left = this.#unary();
    while (this.#operator('**') !== undefined)
      left = { kind: 'binary', operator: '**', left, right: this.#unary() };
    return left;
  }

  #operator(...operators: BinaryOperator[]): BinaryOperator | undefined {
    const { kind, text } = this.#tokens.current;
    const operator = kind === 'symbol' ? operators.find((candidate) => candidate === text) : undefined;
    if (operator !== undefined) this.#tokens.advance();
    return operator;
  }

  #unary(): SyntaxNode {
    let negations = 0;
    while (this.#operator('-') !== undefined) negations += 1;
    let node = this.#postfix();
    for (; negations > 0; negations -= 1) node = { kind: 'negate', value: node };
    return node;
  }

  #postfix(): SyntaxNode {
    let node = this.#primary();
    for (;;) {
      if (this.#tokens.accept('.')) {
        node = { kind: 'path', target: node, name: readPathName(this.#tokens) };
      } else if (this.#filtersAllowed && this.#tokens.is('[')) {
        this.#tokens.advance();
        node = { kind: 'filter', target: node, condition: this.#expression() };
        this.#tokens.expect(']');
      } else if (this.#tokens.is('(')) {
        node = { kind: 'invoke', target: node, arguments: this.#arguments() };
      } else {
        return node;
      }
    }
  }

  #primary(): SyntaxNode {
    const { kind, text } = this.#tokens.current;
    switch (kind) {
      case 'number':
        this.#tokens.advance();
        return { kind: 'literal', value: Number(text) };
      case 'string':
        this.#tokens.advance();
        return { kind: 'literal', value: text };
      case 'temporal':
        this.#tokens.advance();
        return { kind: 'temporal', text };
      case 'quoted name':
        this.#tokens.advance();
        return this.#tokens.is('(')
          ? { kind: 'call', name: text, arguments: this.#arguments() }
          : { kind: 'variable', name: text };
      case 'name':
        return this.#named(text);
      case 'symbol':
        return this.#symbol(text);
      case 'end':
        return this.#tokens.fail('expected a value');
    }
  }

  #named(text: string): SyntaxNode {
    const call = this.#multiWordCall();
    if (call !== undefined) return call;
    switch (text) {
      case 'true':
      case 'false':
        this.#tokens.advance();
        return { kind: 'literal', value: text === 'true' };
      case 'null':
        this.#tokens.advance();
        return { kind: 'literal', value: null };
      case 'if':
        return this.#if();
      case 'function':
        return this.#function();
    }
    // `for`, `some` and `every` are keywords only in front of a loop variable.
    if (['name', 'quoted name'].includes(this.#tokens.peek(1).kind)) {
      if (text === 'for') return this.#for();
      if (text === 'some' || text === 'every') return this.#quantified(text);
    }
    // `and` and `or` are also functions of a list.
    const isListFunction = (text === 'and' || text === 'or') && this.#tokens.peek(1).text === '(';
    if (reserved.has(text) && !isListFunction) this.#tokens.fail('expected a value');
    this.#tokens.advance();
    if (this.#tokens.is('(')) return { kind: 'call', name: text, arguments: this.#arguments() };
    return { kind: 'variable', name: text };
  }

  #multiWordCall(): SyntaxNode | undefined {
    const name = readMultiWordName(this.#tokens);
    return name === undefined ? undefined : { kind: 'call', name, arguments: this.#arguments() };
  }

  #symbol(text: string): SyntaxNode {
    switch (text) {
      case '?':
        this.#tokens.advance();
        return { kind: 'variable', name: '?' };
      case '{':
        return this.#context();
      case '[':
        return this.#listOrRange();
      case '(':
      case ']':
        return this.#bracketOrRange(text === '(');
      default:
        return this.#tokens.fail('expected a value');
    }
  }

  #if(): SyntaxNode {
    this.#tokens.advance();
    const condition = this.#expression();
    this.#tokens.expect('then');
    const whenTrue = this.#expression();
    this.#tokens.expect('else');
    return { kind: 'if', condition, whenTrue, whenFalse: this.#expression() };
  }

  #for(): SyntaxNode {
    this.#tokens.advance();
    const iterators = this.#commaSeparated(() => this.#iterator());
    this.#tokens.expect('return');
    return { kind: 'for', iterators, body: this.#expression() };
  }

  #quantified(quantifier: 'some' | 'every'): SyntaxNode {
    this.#tokens.advance();
    const iterators = this.#commaSeparated(() => this.#iterator());
    this.#tokens.expect('satisfies');
    return { kind: 'quantified', quantifier, iterators, condition: this.#expression() };
  }

  #iterator(): IteratorNode {
    const name = this.#tokens.name();
    this.#tokens.expect('in');
    const from = this.#expression();
    return this.#tokens.accept('..') ? { name, from, to: this.#expression() } : { name, from };
  }

  #function(): SyntaxNode {
    this.#tokens.advance();
    this.#tokens.expect('(');
    const parameters = this.#tokens.is(')') ? [] : this.#commaSeparated(() => this.#parameter());
    this.#tokens.expect(')');
    if (this.#tokens.is('external')) this.#tokens.fail('expected a FEEL function');
    return { kind: 'function', parameters, body: this.#expression() };
  }

  #parameter(): string {
    const name = this.#tokens.name();
    if (this.#tokens.accept(':')) parseType(this.#tokens);
    return name;
  }

  #context(): SyntaxNode {
    this.#tokens.advance();
    if (this.#tokens.accept('}')) return { kind: 'context', entries: [] };
    const entries = this.#commaSeparated(() => {
      const key =
        this.#tokens.current.kind === 'string' ? this.#tokens.advance().text : readWords(this.#tokens);
      this.#tokens.expect(':');
      return { key, value: this.#expression() };
    });
    this.#tokens.expect('}');
    return { kind: 'context', entries };
  }

  #listOrRange(): SyntaxNode {
    this.#tokens.advance();
    if (this.#tokens.accept(']')) return { kind: 'list', items: [] };
    const first = this.#expression();
    if (this.#tokens.accept('..')) return this.#rangeEnd(first, true);
    const items = [first];
    while (this.#tokens.accept(',')) items.push(this.#expression());
    this.#tokens.expect(']');
    return { kind: 'list', items };
  }

  #bracketOrRange(bracket: boolean): SyntaxNode {
    this.#tokens.advance();
    const node = this.#expression();
    if (this.#tokens.accept('..')) return this.#rangeEnd(node, false);
    if (!bracket) this.#tokens.fail("expected '..'");
    this.#tokens.expect(')');
    return node;
  }

  #rangeEnd(start: SyntaxNode, startIncluded: boolean): SyntaxNode {
    const outer = this.#filtersAllowed;
    this.#filtersAllowed = false;
    const end = this.#additive();
    this.#filtersAllowed = outer;
    const endIncluded = this.#tokens.accept(']');
    if (!endIncluded && !this.#tokens.accept(')') && !this.#tokens.accept('['))
      this.#tokens.fail("expected ']', ')' or '['");
    return { kind: 'range', start, end, startIncluded, endIncluded };
  }

  #arguments(): ArgumentsNode {
    this.#tokens.expect('(');
    if (this.#tokens.accept(')')) return { kind: 'positional', values: [] };
    const names: string[] = [];
    const values = this.#commaSeparated(() => {
      const name = readArgumentName(this.#tokens);
      if (name !== undefined) names.push(name);
      return this.#expression();
    });
    this.#tokens.expect(')');
    if (names.length === 0) return { kind: 'positional', values };
    if (names.length < values.length) this.#tokens.fail('expected all arguments by name or all by position');
    return { kind: 'named', names, values };
  }
}
