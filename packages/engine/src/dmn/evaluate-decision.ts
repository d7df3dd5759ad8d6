import type { FeelContext, FeelEnvironment } from '../feel/index.ts';
import type { BusinessKnowledge, Decision, DecisionModel } from './decision-model.ts';
import type { DecisionOutcome, EvaluatedDecision } from './decision-outcome.ts';
import { evaluateTable, type TableRecord } from './evaluate-table.ts';
import { Evaluation, storable } from './evaluation.ts';
import { EvaluationFailure } from './evaluation-failure.ts';

/**
 * Evaluates a decision of a model, after the decisions it requires, depth first and each once. A failure is part of the outcome;
 * nothing is thrown for the content of the model or the variables.
 *
 * @throws RangeError when the model has no decision of that id
 */
export function evaluateDecision(
  model: DecisionModel,
  decisionId: string,
  context: FeelContext,
  environment: FeelEnvironment,
): DecisionOutcome {
  const run = new DecisionRun(model, context, environment);
  try {
    const output = storable(run.evaluate(decisionId), `decision '${decisionId}'`);
    return { output, evaluatedDecisions: run.records };
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error;
    const failure = { decisionId: run.current ?? decisionId, message: error.message };
    return { output: null, failure, evaluatedDecisions: run.records };
  }
}

class DecisionRun {
  readonly records: EvaluatedDecision[] = [];
  /** The decision that is being evaluated, which a failure belongs to. */
  current: string | undefined;
  readonly #decisions: ReadonlyMap<string, Decision>;
  readonly #model: DecisionModel;
  readonly #variables: (name: string) => unknown;
  readonly #environment: FeelEnvironment;
  readonly #results = new Map<string, unknown>();

  constructor(model: DecisionModel, context: FeelContext, environment: FeelEnvironment) {
    this.#model = model;
    this.#decisions = new Map(model.decisions.map((decision) => [decision.id, decision]));
    this.#environment = environment;
    this.#variables =
      typeof context === 'function'
        ? context
        : (name) => (Object.hasOwn(context, name) ? context[name] : undefined);
  }

  evaluate(decisionId: string): unknown {
    if (this.#results.has(decisionId)) return this.#results.get(decisionId);
    const decision = this.#decisions.get(decisionId);
    if (decision === undefined)
      throw new RangeError(`there is no decision '${decisionId}' in the model '${this.#model.id}'`);
    const scope = new Map<string, unknown>();
    for (const id of decision.requiredDecisions) {
      const result = this.evaluate(id);
      scope.set(id, result);
      const resultName = this.#decisions.get(id)?.resultName;
      if (resultName !== undefined) scope.set(resultName, result);
    }
    this.#addKnowledge(decision.requiredKnowledge, scope);
    this.current = decisionId;
    const lookup = (name: string) => (scope.has(name) ? scope.get(name) : this.#variables(name));
    const result = this.#evaluateLogic(decision, new Evaluation(lookup, this.#environment));
    this.#results.set(decisionId, result);
    return result;
  }

  #evaluateLogic(decision: Decision, evaluation: Evaluation): unknown {
    const record: TableRecord = { evaluatedInputs: [], matchedRules: [] };
    const { logic } = decision;
    try {
      const result =
        logic.kind === 'DECISION_TABLE'
          ? evaluateTable(logic, evaluation, record)
          : evaluation.value(logic.expression, 'literal expression', logic.type);
      this.#record(decision, record, JSON.stringify(storable(result, 'result')));
      return result;
    } catch (error) {
      if (error instanceof EvaluationFailure) this.#record(decision, record, 'null', error.message);
      throw error;
    }
  }

  #record({ id, name, logic }: Decision, record: TableRecord, output: string, failureMessage?: string): void {
    this.records.push({
      decisionId: id,
      decisionName: name,
      decisionType: logic.kind,
      output,
      ...(failureMessage === undefined ? {} : { failureMessage }),
      ...record,
    });
  }

  #addKnowledge(ids: readonly string[], scope: Map<string, unknown>): void {
    for (const id of ids) {
      const knowledge = this.#model.knowledge.get(id);
      if (knowledge !== undefined) scope.set(knowledge.name, this.#knowledgeFunction(knowledge));
    }
  }

  #knowledgeFunction(knowledge: BusinessKnowledge): unknown {
    const inner = new Map<string, unknown>();
    this.#addKnowledge(knowledge.requiredKnowledge, inner);
    const call = (...values: unknown[]) => {
      const scope = new Map(inner);
      for (const [index, name] of knowledge.parameters.entries()) scope.set(name, values[index] ?? null);
      return new Evaluation((name) => scope.get(name), this.#environment).value(
        knowledge.body,
        `function '${knowledge.name}'`,
      );
    };
    return Object.assign(call, { $args: knowledge.parameters });
  }
}
