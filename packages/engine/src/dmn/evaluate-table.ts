import type { DecisionTable, TableRule } from './decision-model.ts';
import type { EvaluatedInput, MatchedRule } from './decision-outcome.ts';
import { type Evaluation, storable } from './evaluation.ts';
import { applyHitPolicy, type RuleOutputs } from './hit-policy.ts';

/** What evaluating a table leaves for its record, filled step by step so that a failure keeps what was reached. */
export interface TableRecord {
  readonly evaluatedInputs: EvaluatedInput[];
  readonly matchedRules: MatchedRule[];
}

/** Evaluates a table: inputs, then rules from top to bottom, then the hit policy. @throws EvaluationFailure */
export function evaluateTable(table: DecisionTable, evaluation: Evaluation, record: TableRecord): unknown {
  const inputs = table.inputs.map((input) => {
    const place = `input '${input.name}'`;
    const value = evaluation.value(input.expression, place, input.type);
    const inputValue = JSON.stringify(storable(value, place));
    record.evaluatedInputs.push({ inputId: input.id, inputName: input.name, inputValue });
    return value;
  });
  const matches: RuleOutputs[] = [];
  for (const [index, rule] of table.rules.entries()) {
    if (!ruleMatches(rule, index + 1, inputs, evaluation)) continue;
    matches.push(evaluateOutputs(table, rule, index + 1, evaluation, record));
    if (table.hitPolicy === 'FIRST') break;
  }
  const fallback = matches.length === 0 ? defaultOutputs(table, evaluation) : undefined;
  return applyHitPolicy(table, fallback === undefined ? matches : [fallback]);
}

function ruleMatches(
  rule: TableRule,
  ruleIndex: number,
  inputs: readonly unknown[],
  evaluation: Evaluation,
): boolean {
  return rule.inputEntries.every(
    (entry, column) =>
      entry === undefined ||
      evaluation.matches(entry, inputs[column], `input entry ${column + 1} of rule ${ruleIndex}`),
  );
}

function evaluateOutputs(
  table: DecisionTable,
  rule: TableRule,
  ruleIndex: number,
  evaluation: Evaluation,
  record: TableRecord,
): RuleOutputs {
  const values = table.outputs.map((output, column) => {
    const entry = rule.outputEntries[column];
    const place = `output '${output.label}' of rule ${ruleIndex}`;
    return entry === undefined ? null : evaluation.value(entry, place, output.type);
  });
  const json = values.map((value, column) => storable(value, `output ${column + 1} of rule ${ruleIndex}`));
  const evaluatedOutputs = table.outputs.map((output, column) => ({
    outputId: output.id,
    outputName: output.label,
    outputValue: JSON.stringify(json[column] ?? null),
  }));
  record.matchedRules.push({ ruleId: rule.id, ruleIndex, evaluatedOutputs });
  return { ruleIndex, values, json };
}

function defaultOutputs(table: DecisionTable, evaluation: Evaluation): RuleOutputs | undefined {
  if (table.outputs.every(({ defaultEntry }) => defaultEntry === undefined)) return undefined;
  const values = table.outputs.map(({ defaultEntry, label, type }) =>
    defaultEntry === undefined ? null : evaluation.value(defaultEntry, `default of output '${label}'`, type),
  );
  return { ruleIndex: 0, values, json: values.map((value) => storable(value, 'default output')) };
}
