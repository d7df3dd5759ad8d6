import type { FeelRange } from 'feelin';
import { compareValues, makeRange } from './compare.ts';
import { compileCall, compileInvocation } from './compile-call.ts';
import { compileFilter } from './compile-filter.ts';
import { compileFor, compileQuantified } from './compile-loop.ts';
import { compileTests } from './compile-tests.ts';
import { parseTemporal } from './conversion-functions.ts';
import { type Frame, LocalFrame, notBoolean, suppress } from './frame.ts';
import { UnusableArgument } from './function-signature.ts';
import { isInstanceOf } from './instance-of.ts';
import { incomparable, negate, operations } from './operators.ts';
import { setOwn } from './own-record.ts';
import { propertyOf } from './property-access.ts';
import type { SyntaxNode } from './syntax-tree.ts';

/** A compiled part of an expression. */
export type Evaluator = (frame: Frame) => unknown;

/** Turns syntax trees into functions, and gathers the names that they read from the outermost frame. */
export class Compiler {
  readonly variablesRead = new Set<string>();
  #locals: readonly string[] = [];

  /** Compiles a part in which these names are local. */
  compileWith(locals: readonly string[], node: SyntaxNode): Evaluator {
    const outer = this.#locals;
    this.#locals = [...outer, ...locals];
    const compiled = this.compile(node);
    this.#locals = outer;
    return compiled;
  }

  isLocal(name: string): boolean {
    return this.#locals.includes(name);
  }

  compile(node: SyntaxNode): Evaluator {
    switch (node.kind) {
      case 'literal': {
        const { value } = node;
        return () => value;
      }
      case 'temporal':
        return compileTemporal(node.text);
      case 'variable':
        return this.variable(node.name);
      case 'binary':
        return this.#binary(node);
      case 'logical':
        return this.#logical(node);
      case 'negate': {
        const value = this.compile(node.value);
        return (frame) => negate(value(frame), frame);
      }
      case 'path': {
        const target = this.compile(node.target);
        const { name } = node;
        return (frame) => propertyOf(target(frame), name, frame);
      }
      case 'filter':
        return compileFilter(this, node);
      case 'call':
        return compileCall(this, node);
      case 'invoke':
        return compileInvocation(this, node);
      case 'list': {
        const items = node.items.map((item) => this.compile(item));
        return (frame) => items.map((item) => item(frame));
      }
      case 'if':
        return this.#if(node);
      case 'for':
        return compileFor(this, node);
      case 'quantified':
        return compileQuantified(this, node);
      default:
        return this.#rest(node);
    }
  }

  /** Reads a name, noting it unless it is local. */
  variable(name: string): Evaluator {
    if (!this.isLocal(name)) this.variablesRead.add(name);
    return (frame) => {
      const value = frame.get(name);
      return value === undefined
        ? suppress(frame, 'NO_VARIABLE_FOUND', `No variable found with name '${name}'`)
        : value;
    };
  }

  #rest(
    node: Extract<SyntaxNode, { kind: 'context' | 'range' | 'between' | 'in' | 'instance of' | 'function' }>,
  ): Evaluator {
    switch (node.kind) {
      case 'context':
        return this.#context(node.entries);
      case 'range':
        return this.#range(node);
      case 'between':
        return this.#between(node);
      case 'in': {
        const value = this.compile(node.value);
        const tests = compileTests(this, node.tests, false);
        return (frame) => tests(value(frame), frame);
      }
      case 'instance of': {
        const value = this.compile(node.value);
        const { type } = node;
        return (frame) => isInstanceOf(value(frame), type);
      }
      case 'function': {
        const { parameters } = node;
        const body = this.compileWith(parameters, node.body);
        return (frame) => functionValue(parameters, (values) => body(new LocalFrame(frame, values)));
      }
    }
  }

  #binary({ operator, left, right }: Extract<SyntaxNode, { kind: 'binary' }>): Evaluator {
    const leftValue = this.compile(left);
    const rightValue = this.compile(right);
    const operation = operations[operator];
    return (frame) => operation(leftValue(frame), rightValue(frame), frame);
  }

  /** Three-valued: one decisive operand is enough, anything that is no boolean is unknown. */
  #logical({ operator, left, right }: Extract<SyntaxNode, { kind: 'logical' }>): Evaluator {
    const leftValue = this.compile(left);
    const rightValue = this.compile(right);
    const decisive = operator === 'or';
    return (frame) => {
      const first = leftValue(frame);
      if (first === decisive) return decisive;
      const second = rightValue(frame);
      if (second === decisive) return decisive;
      if (first !== !decisive) return notBoolean(first, frame);
      return second === !decisive ? !decisive : notBoolean(second, frame);
    };
  }

  #if(node: Extract<SyntaxNode, { kind: 'if' }>): Evaluator {
    const condition = this.compile(node.condition);
    const whenTrue = this.compile(node.whenTrue);
    const whenFalse = this.compile(node.whenFalse);
    return (frame) => {
      const value = condition(frame);
      if (value === true) return whenTrue(frame);
      if (value !== false) notBoolean(value, frame);
      return whenFalse(frame);
    };
  }

  #context(entries: readonly { readonly key: string; readonly value: SyntaxNode }[]): Evaluator {
    const keys: string[] = [];
    const compiled = entries.map(({ key, value }) => {
      const evaluator = this.compileWith([...keys], value);
      keys.push(key);
      return { key, evaluator };
    });
    return (frame) => {
      const context: Record<string, unknown> = {};
      // Later entries read the earlier ones.
      const inner = new LocalFrame(frame, context);
      for (const { key, evaluator } of compiled) setOwn(context, key, evaluator(inner));
      return context;
    };
  }

  #range(node: Extract<SyntaxNode, { kind: 'range' }>): Evaluator {
    const start = this.compile(node.start);
    const end = this.compile(node.end);
    const { startIncluded, endIncluded } = node;
    return (frame): FeelRange | null => {
      const low = start(frame);
      const high = end(frame);
      return makeRange(low, high, startIncluded, endIncluded) ?? incomparable(low, high, frame);
    };
  }

  #between(node: Extract<SyntaxNode, { kind: 'between' }>): Evaluator {
    const value = this.compile(node.value);
    const low = this.compile(node.low);
    const high = this.compile(node.high);
    return (frame) => {
      const tested = value(frame);
      const least = low(frame);
      const greatest = high(frame);
      const fromLow = compareValues(tested, least);
      const toHigh = compareValues(tested, greatest);
      if (fromLow === null) return incomparable(tested, least, frame);
      return toHigh === null ? incomparable(tested, greatest, frame) : fromLow >= 0 && toHigh <= 0;
    };
  }
}

function compileTemporal(text: string): Evaluator {
  try {
    const value = parseTemporal(text);
    return () => value;
  } catch (error) {
    if (!(error instanceof UnusableArgument)) throw error;
    const { message } = error;
    return (frame) => suppress(frame, 'INVALID_TYPE', message);
  }
}

function functionValue(
  parameters: readonly string[],
  call: (values: Record<string, unknown>) => unknown,
): unknown {
  const invoke = (...values: unknown[]) => {
    const named: Record<string, unknown> = {};
    for (const [index, name] of parameters.entries()) setOwn(named, name, values[index] ?? null);
    return call(named);
  };
  return Object.assign(invoke, { $args: parameters });
}
