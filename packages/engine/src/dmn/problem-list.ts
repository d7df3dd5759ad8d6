import type { DmnElement } from 'dmn-moddle';
import { compileExpression, compileUnaryTests, type FeelExpression } from '../feel/index.ts';
import type { DecisionProblem } from './decision-model.ts';

/** Gathers what is wrong with a file, so that a deployment reports everything at once. */
export class ProblemList {
  readonly problems: DecisionProblem[] = [];

  add(elementId: string | undefined, message: string): void {
    this.problems.push(elementId === undefined ? { message } : { elementId, message });
  }

  /** Compiles the text of an element that holds an expression; adds a problem and returns undefined when that fails. */
  expression(element: DmnElement | undefined, ownerId: string | undefined): FeelExpression | undefined {
    return this.#compile(element, ownerId, compileExpression);
  }

  /** Compiles an input entry. */
  unaryTests(element: DmnElement | undefined, ownerId: string | undefined): FeelExpression | undefined {
    return this.#compile(element, ownerId, compileUnaryTests);
  }

  #compile(
    element: DmnElement | undefined,
    ownerId: string | undefined,
    compile: typeof compileExpression,
  ): FeelExpression | undefined {
    const id = element?.id ?? ownerId;
    const language = element?.expressionLanguage;
    if (typeof language === 'string' && !/(^|\/)feel\/?$/i.test(language)) {
      this.add(id, `the expression language '${language}' is not supported, only FEEL is`);
      return undefined;
    }
    const text = typeof element?.text === 'string' ? element.text : '';
    const parsed = compile(text);
    if (parsed.ok) return parsed.expression;
    this.add(id, `failed to parse the expression '${text}': ${parsed.message}`);
    return undefined;
  }
}
