import { EvaluationFailed } from './evaluation-failed.ts';
import type { FeelEnvironment, FeelWarning } from './feel-expression.ts';
import { textOf } from './text-of.ts';

/** A loop over a long list warns no more than this often. */
const mostWarnings = 100;

/** One evaluation: where its variables come from, and the failures it suppressed. */
export interface Run {
  readonly lookup: (name: string) => unknown;
  readonly environment: FeelEnvironment;
  readonly warnings: FeelWarning[];
  /** Loop rounds and calls so far. */
  steps: number;
}

/** The names in force at one point of an expression: the variables of the run, or local ones on top of an outer frame. */
export interface Frame {
  readonly run: Run;
  /** undefined when no frame holds the name. */
  get(name: string): unknown;
}

/** The frame of the expression as a whole. */
export class RootFrame implements Frame {
  readonly run: Run;

  constructor(run: Run) {
    this.run = run;
  }

  get(name: string): unknown {
    return this.run.lookup(name);
  }
}

/** Local names: loop variables, parameters, entries of a context written so far. */
export class LocalFrame implements Frame {
  readonly run: Run;
  readonly #outer: Frame;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(outer: Frame, values: Readonly<Record<string, unknown>>) {
    this.run = outer.run;
    this.#outer = outer;
    this.#values = values;
  }

  get(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : this.#outer.get(name);
  }
}

/** More rounds than any expression needs, and few enough to end before a person gives up. */
const mostSteps = 5_000_000;

/** Counts a round of a loop or a call, so that no expression runs without end. @throws EvaluationFailed */
export function countStep({ run }: Frame): void {
  run.steps += 1;
  if (run.steps > mostSteps)
    throw new EvaluationFailed(`The evaluation was stopped after ${mostSteps} steps`);
}

/** Notes that a condition is no boolean. */
export function notBoolean(value: unknown, frame: Frame): null {
  return suppress(frame, 'INVALID_TYPE', `Expected boolean but found '${textOf(value, true)}'`);
}

/** Notes a suppressed failure and gives null, the value of what failed. */
export function suppress(frame: Frame, type: string, message: string): null {
  if (frame.run.warnings.length < mostWarnings) frame.run.warnings.push({ type, message });
  return null;
}
