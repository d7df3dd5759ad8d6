/** How two values combine. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '**' | '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A type after `instance of`. */
export interface TypeNode {
  readonly name: string;
  readonly element?: TypeNode;
  readonly entries?: readonly { readonly key: string; readonly type: TypeNode }[];
}

/** A loop variable with its list, or the two ends of an iteration. */
export interface IteratorNode {
  readonly name: string;
  readonly from: SyntaxNode;
  readonly to?: SyntaxNode;
}

/** The arguments of a call: by position, or by name. */
export type ArgumentsNode =
  | { readonly kind: 'positional'; readonly values: readonly SyntaxNode[] }
  | { readonly kind: 'named'; readonly names: readonly string[]; readonly values: readonly SyntaxNode[] };

/** A test about the value in front of `in`, or about `?` in a cell of a decision table. */
export type TestNode =
  | { readonly kind: 'compare'; readonly operator: BinaryOperator; readonly value: SyntaxNode }
  | { readonly kind: 'value'; readonly value: SyntaxNode };

/** A parsed FEEL expression. */
export type SyntaxNode =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'temporal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: SyntaxNode;
      readonly right: SyntaxNode;
    }
  | {
      readonly kind: 'logical';
      readonly operator: 'and' | 'or';
      readonly left: SyntaxNode;
      readonly right: SyntaxNode;
    }
  | { readonly kind: 'negate'; readonly value: SyntaxNode }
  | { readonly kind: 'path'; readonly target: SyntaxNode; readonly name: string }
  | { readonly kind: 'filter'; readonly target: SyntaxNode; readonly condition: SyntaxNode }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: ArgumentsNode }
  | { readonly kind: 'invoke'; readonly target: SyntaxNode; readonly arguments: ArgumentsNode }
  | { readonly kind: 'list'; readonly items: readonly SyntaxNode[] }
  | {
      readonly kind: 'context';
      readonly entries: readonly { readonly key: string; readonly value: SyntaxNode }[];
    }
  | {
      readonly kind: 'range';
      readonly start: SyntaxNode;
      readonly end: SyntaxNode;
      readonly startIncluded: boolean;
      readonly endIncluded: boolean;
    }
  | {
      readonly kind: 'if';
      readonly condition: SyntaxNode;
      readonly whenTrue: SyntaxNode;
      readonly whenFalse: SyntaxNode;
    }
  | { readonly kind: 'for'; readonly iterators: readonly IteratorNode[]; readonly body: SyntaxNode }
  | {
      readonly kind: 'quantified';
      readonly quantifier: 'some' | 'every';
      readonly iterators: readonly IteratorNode[];
      readonly condition: SyntaxNode;
    }
  | {
      readonly kind: 'between';
      readonly value: SyntaxNode;
      readonly low: SyntaxNode;
      readonly high: SyntaxNode;
    }
  | { readonly kind: 'in'; readonly value: SyntaxNode; readonly tests: readonly TestNode[] }
  | { readonly kind: 'instance of'; readonly value: SyntaxNode; readonly type: TypeNode }
  | { readonly kind: 'function'; readonly parameters: readonly string[]; readonly body: SyntaxNode };

/** The tests of a decision table's cell. */
export interface UnaryTestsNode {
  readonly negated: boolean;
  /** Empty for `-`, which matches everything. */
  readonly tests: readonly TestNode[];
}
