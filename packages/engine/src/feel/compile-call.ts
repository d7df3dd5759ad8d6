import { builtins } from './builtins.ts';
import type { Compiler, Evaluator } from './compiler.ts';
import { countStep, type Frame, RootFrame, suppress } from './frame.ts';
import {
  callByName,
  callByPosition,
  type FeelFunctionValue,
  type Overload,
  UnusableArgument,
} from './function-signature.ts';
import type { ArgumentsNode, SyntaxNode } from './syntax-tree.ts';
import { textOf } from './text-of.ts';

/** Compiles a call of a named function: a local one, a built-in one, or a function among the variables. */
export function compileCall(
  compiler: Compiler,
  { name, arguments: list }: Extract<SyntaxNode, { kind: 'call' }>,
): Evaluator {
  const overloads = compiler.isLocal(name) ? undefined : builtins.get(name);
  if (overloads === undefined) return invocation(compiler, compiler.variable(name), list, `'${name}'`);
  const values = list.values.map((value) => compiler.compile(value));
  const call = builtinCall(name, overloads, list);
  const constant = foldConstant(overloads, list, values, call);
  if (constant !== undefined) return () => constant;
  return (frame) =>
    call(
      values.map((value) => value(frame)),
      frame,
    );
}

/** Compiles a call of whatever value stands before the brackets. */
export function compileInvocation(
  compiler: Compiler,
  node: Extract<SyntaxNode, { kind: 'invoke' }>,
): Evaluator {
  return invocation(compiler, compiler.compile(node.target), node.arguments, 'the value');
}

type Call = (values: readonly unknown[], frame: Frame) => unknown;

function builtinCall(name: string, overloads: readonly Overload[], list: ArgumentsNode): Call {
  return (values, frame) => {
    try {
      const result =
        list.kind === 'named'
          ? callByName(overloads, list.names, values, frame)
          : callByPosition(overloads, values, frame);
      if (result !== undefined) return result.value ?? null;
      const given = values.map((value) => textOf(value, true)).join(', ');
      return suppress(
        frame,
        'FUNCTION_INVOCATION_FAILURE',
        `Failed to invoke function '${name}' with arguments (${given})`,
      );
    } catch (error) {
      // The temporal library throws a RangeError for values beyond its calendar.
      if (!(error instanceof UnusableArgument) && !(error instanceof RangeError)) throw error;
      return suppress(
        frame,
        'FUNCTION_INVOCATION_FAILURE',
        `Failed to invoke function '${name}': ${error.message}`,
      );
    }
  };
}

/** The value of a call such as `date("2026-01-31")`, computed once; undefined when it depends on anything or fails. */
function foldConstant(
  overloads: readonly Overload[],
  list: ArgumentsNode,
  values: readonly Evaluator[],
  call: Call,
): unknown {
  if (values.length === 0 || overloads.some(({ needsFrame }) => needsFrame)) return undefined;
  if (!list.values.every(({ kind }) => kind === 'literal')) return undefined;
  const frame = new RootFrame({
    lookup: () => undefined,
    environment: { now: () => 0, random: () => 0 },
    warnings: [],
    steps: 0,
  });
  try {
    const value = call(
      values.map((evaluate) => evaluate(frame)),
      frame,
    );
    return frame.run.warnings.length > 0 ||
      (typeof value === 'object' && !Object.isFrozen(value) && isMutable(value))
      ? undefined
      : value;
  } catch {
    // `assert` throws: it is left to each evaluation.
    return undefined;
  }
}

const isMutable = (value: object | null) =>
  Array.isArray(value) || value === null || Object.getPrototypeOf(value) === Object.prototype;

function invocation(compiler: Compiler, target: Evaluator, list: ArgumentsNode, label: string): Evaluator {
  const values = list.values.map((value) => compiler.compile(value));
  return (frame) => {
    const value = target(frame);
    if (typeof value !== 'function')
      return suppress(frame, 'NO_FUNCTION_FOUND', `No function found: ${label} cannot be invoked`);
    countStep(frame);
    const callable = value as FeelFunctionValue;
    const parameters = callable.$args ?? [];
    const ordered = order(
      parameters,
      list,
      values.map((argument) => argument(frame)),
    );
    if (ordered === undefined) {
      return suppress(
        frame,
        'NO_FUNCTION_FOUND',
        `No function found: ${label} takes (${parameters.join(', ')})`,
      );
    }
    return (callable as (...args: unknown[]) => unknown)(...ordered) ?? null;
  };
}

function order(
  parameters: readonly string[],
  list: ArgumentsNode,
  values: readonly unknown[],
): unknown[] | undefined {
  if (values.length !== parameters.length) return undefined;
  if (list.kind === 'positional') return [...values];
  const indexes = parameters.map((name) => list.names.indexOf(name));
  return indexes.includes(-1) ? undefined : indexes.map((index) => values[index]);
}
