import type { JsonValue } from '../feel/index.ts';
import type { Aggregation, DecisionTable } from './decision-model.ts';
import { EvaluationFailure } from './evaluation-failure.ts';

/** The outputs of one matched rule as FEEL values, in the order of the columns. */
export interface RuleOutputs {
  readonly ruleIndex: number;
  readonly values: readonly unknown[];
  /** The same as JSON, by which ANY compares. */
  readonly json: readonly JsonValue[];
}

/** Combines the outputs of the matched rules as the table's hit policy says. @throws EvaluationFailure */
export function applyHitPolicy(table: DecisionTable, matches: readonly RuleOutputs[]): unknown {
  const results = matches.map((match) => ruleResult(table, match));
  const indexes = matches.map(({ ruleIndex }) => ruleIndex).join(', ');
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (matches.length > 1)
        throw new EvaluationFailure(
          `the hit policy UNIQUE allows one matching rule, but rules ${indexes} match`,
        );
      return results[0] ?? null;
    case 'ANY': {
      const texts = new Set(matches.map(({ json }) => JSON.stringify(json)));
      if (texts.size > 1)
        throw new EvaluationFailure(
          `the hit policy ANY needs equal outputs, but the outputs of rules ${indexes} differ`,
        );
      return results[0] ?? null;
    }
    case 'FIRST':
      return results[0] ?? null;
    case 'RULE ORDER':
      return results;
    case 'COLLECT':
      return table.aggregation === undefined ? results : aggregate(table.aggregation, results);
  }
}

function ruleResult(table: DecisionTable, { values }: RuleOutputs): unknown {
  if (table.outputs.length === 1) return values[0] ?? null;
  return Object.fromEntries(table.outputs.map(({ name }, index) => [name, values[index] ?? null]));
}

function aggregate(aggregation: Aggregation, results: readonly unknown[]): number | null {
  if (aggregation === 'COUNT') return results.length;
  const numbers = results.filter((result) => typeof result === 'number');
  if (numbers.length < results.length) {
    throw new EvaluationFailure(
      `the aggregation ${aggregation} needs numbers, but an output of a matching rule is none`,
    );
  }
  if (numbers.length === 0) return null;
  switch (aggregation) {
    case 'SUM':
      return numbers.reduce((sum, value) => sum + value, 0);
    case 'MIN':
      return numbers.reduce((least, value) => Math.min(least, value));
    case 'MAX':
      return numbers.reduce((greatest, value) => Math.max(greatest, value));
  }
}
