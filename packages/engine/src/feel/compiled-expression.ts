import { compileUnaryTestsNode } from './compile-tests.ts';
import { Compiler, type Evaluator } from './compiler.ts';
import { EvaluationFailed } from './evaluation-failed.ts';
import type {
  FeelContext,
  FeelEnvironment,
  FeelExpression,
  FeelRawResult,
  FeelResult,
  FeelWarning,
} from './feel-expression.ts';
import { RootFrame } from './frame.ts';
import { UnusableArgument } from './function-signature.ts';
import { parseSyntax, parseUnaryTestsSyntax } from './parser.ts';
import { toJsonValue } from './to-json-value.ts';

/** Parses and compiles an expression once. @throws FeelSyntaxError */
export function createExpression(text: string): FeelExpression {
  const compiler = new Compiler();
  const evaluator = compiler.compile(parseSyntax(text));
  return new CompiledExpression(text, [...compiler.variablesRead], evaluator);
}

/** Parses and compiles the tests of a cell about `?`. @throws FeelSyntaxError */
export function createUnaryTests(text: string): FeelExpression {
  const compiler = new Compiler();
  const tester = compileUnaryTestsNode(compiler, parseUnaryTestsSyntax(text));
  compiler.variablesRead.add('?');
  const evaluator: Evaluator = (frame) => tester(frame.get('?') ?? null, frame) === true;
  return new CompiledExpression(text, [...compiler.variablesRead], evaluator);
}

class CompiledExpression implements FeelExpression {
  readonly text: string;
  readonly variablesRead: readonly string[];
  readonly #evaluator: Evaluator;

  constructor(text: string, variablesRead: readonly string[], evaluator: Evaluator) {
    this.text = text;
    this.variablesRead = variablesRead;
    this.#evaluator = evaluator;
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
    const warnings: FeelWarning[] = [];
    const lookup =
      typeof context === 'function'
        ? context
        : (name: string) => (Object.hasOwn(context, name) ? context[name] : undefined);
    try {
      return { value: this.#evaluator(new RootFrame({ lookup, environment, warnings, steps: 0 })), warnings };
    } catch (error) {
      return failed(error, warnings);
    }
  }
}

function failed(error: unknown, warnings: FeelWarning[]): FeelRawResult {
  if (error instanceof EvaluationFailed) return { value: null, warnings, failure: error.message };
  // A RangeError is a calendar value out of range, or a function that calls itself without end.
  if (!(error instanceof RangeError) && !(error instanceof UnusableArgument)) throw error;
  warnings.push({ type: 'FUNCTION_INVOCATION_FAILURE', message: error.message });
  return { value: null, warnings };
}
