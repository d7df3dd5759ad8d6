import { evaluate, parseExpression, parseUnaryTests, unaryTest } from 'feelin';
import { AssertionFailed, environmentFunctions, extensionFunctions } from './extension-functions.ts';
import type {
  FeelContext,
  FeelEnvironment,
  FeelExpression,
  FeelParseResult,
  FeelRawResult,
  FeelResult,
  FeelWarning,
} from './feel-expression.ts';
import { toJsonValue } from './to-json-value.ts';

const dialect = 'camunda';
const parseContext = { ...extensionFunctions, ...environmentFunctions({ now: () => 0, random: () => 0 }) };

/** Whether a text is one expression, or the comma-separated tests of a decision table's cell about the value `?`. */
export type FeelGrammar = 'expression' | 'unary tests';

/** An expression that feelin parses and evaluates each time, with only the variables it reads in scope. */
export function parseWithFeelin(text: string, grammar: FeelGrammar): FeelParseResult {
  const names = new Set<string>();
  let problem: string | undefined;
  const parse = grammar === 'expression' ? parseExpression : parseUnaryTests;
  parse(text, parseContext, dialect).iterate({
    enter(node) {
      if (node.type.isError) problem ??= `syntax error at position ${node.from + 1}`;
      if (node.name === 'VariableName') names.add(text.slice(node.from, node.to).replaceAll('`', ''));
    },
  });
  if (problem !== undefined) return { ok: false, message: problem };
  const variablesRead = [...names].filter((name) => !(name in parseContext));
  if (grammar === 'unary tests') variablesRead.push('?');
  return { ok: true, expression: new FeelinExpression(text, variablesRead, grammar) };
}

class FeelinExpression implements FeelExpression {
  readonly text: string;
  readonly variablesRead: readonly string[];

  readonly #grammar: FeelGrammar;

  constructor(text: string, variablesRead: readonly string[], grammar: FeelGrammar) {
    this.text = text;
    this.variablesRead = variablesRead;
    this.#grammar = grammar;
  }

  evaluate(context: FeelContext, environment: FeelEnvironment): FeelResult {
    const { value, warnings, failure } = this.evaluateRaw(context, environment);
    if (failure !== undefined) return { value: null, warnings, failure };
    const converted = toJsonValue(value);
    return 'value' in converted
      ? { value: converted.value, warnings }
      : { value: null, warnings, failure: converted.problem };
  }

  evaluateRaw(context: FeelContext, environment: FeelEnvironment): FeelRawResult {
    const scope: Record<string, unknown> = { ...extensionFunctions, ...environmentFunctions(environment) };
    for (const name of this.variablesRead) {
      const value =
        typeof context === 'function'
          ? context(name)
          : Object.hasOwn(context, name)
            ? context[name]
            : undefined;
      if (value !== undefined) scope[name] = value;
    }
    try {
      const run = this.#grammar === 'expression' ? evaluate : unaryTest;
      const result = run(this.text, scope, dialect);
      return { value: result.value ?? null, warnings: result.warnings.map(plainWarning) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof AssertionFailed) return { value: null, warnings: [], failure: message };
      return { value: null, warnings: [{ type: 'FUNCTION_INVOCATION_FAILURE', message }] };
    }
  }
}

function plainWarning({ type, message }: FeelWarning): FeelWarning {
  return { type, message };
}
