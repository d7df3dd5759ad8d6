import type { DmnElement } from 'dmn-moddle';
import type {
  Aggregation,
  DecisionTable,
  HitPolicy,
  TableInput,
  TableOutput,
  TableRule,
} from './decision-model.ts';
import { elementMember, listMember, textMember } from './dmn-access.ts';
import type { ProblemList } from './problem-list.ts';
import { readValueType } from './value-type.ts';

const hitPolicies: readonly string[] = [
  'UNIQUE',
  'ANY',
  'FIRST',
  'RULE ORDER',
  'COLLECT',
] satisfies HitPolicy[];

/** Reads a decision table and checks its shape. Undefined when it cannot be used; the reasons are in the list. */
export function readDecisionTable(
  table: DmnElement,
  decisionId: string,
  problems: ProblemList,
): DecisionTable | undefined {
  const id = table.id ?? decisionId;
  const before = problems.problems.length;
  const hitPolicy = textMember(table, 'hitPolicy') ?? 'UNIQUE';
  const aggregation = textMember(table, 'aggregation');
  if (!hitPolicies.includes(hitPolicy)) problems.add(id, `the hit policy '${hitPolicy}' is not supported`);
  const inputs = listMember(table, 'input').map((input) => readInput(input, id, problems));
  const outputs = readOutputs(table, id, problems);
  if (aggregation !== undefined && hitPolicy !== 'COLLECT') {
    problems.add(id, `the aggregation '${aggregation}' needs the hit policy COLLECT`);
  }
  if (aggregation !== undefined && outputs.length > 1) {
    problems.add(id, `the aggregation '${aggregation}' needs exactly one output`);
  }
  const rules = listMember(table, 'rule').map((rule) =>
    readRule(rule, inputs.length, outputs.length, problems),
  );
  if (problems.problems.length > before) return undefined;
  return {
    kind: 'DECISION_TABLE',
    hitPolicy: hitPolicy as HitPolicy,
    ...(aggregation === undefined ? {} : { aggregation: aggregation as Aggregation }),
    inputs: inputs.filter((input) => input !== undefined),
    outputs,
    rules,
  };
}

function readInput(input: DmnElement, tableId: string, problems: ProblemList): TableInput | undefined {
  const source = elementMember(input, 'inputExpression');
  const expression = problems.expression(source, input.id ?? tableId);
  if (expression === undefined) return undefined;
  const type = readValueType(textMember(source, 'typeRef'));
  const name = textMember(input, 'label') ?? expression.text;
  return { id: input.id ?? '', name, expression, ...(type === undefined ? {} : { type }) };
}

function readOutputs(table: DmnElement, tableId: string, problems: ProblemList): TableOutput[] {
  const outputs = listMember(table, 'output');
  if (outputs.length === 0) problems.add(tableId, 'a decision table needs an output');
  const names = new Set<string>();
  return outputs.map((output) => {
    const name = output.name ?? '';
    if (outputs.length > 1 && name === '') {
      problems.add(output.id ?? tableId, 'every output needs a name when a table has several');
    } else if (names.has(name)) {
      problems.add(output.id ?? tableId, `the output name '${name}' is used twice`);
    }
    names.add(name);
    const type = readValueType(textMember(output, 'typeRef'));
    const fallback = elementMember(output, 'defaultOutputEntry');
    const defaultEntry =
      fallback === undefined ? undefined : problems.expression(fallback, output.id ?? tableId);
    return {
      id: output.id ?? '',
      name,
      label: textMember(output, 'label') ?? name,
      ...(type === undefined ? {} : { type }),
      ...(defaultEntry === undefined ? {} : { defaultEntry }),
    };
  });
}

function readRule(rule: DmnElement, inputs: number, outputs: number, problems: ProblemList): TableRule {
  const inputEntries = listMember(rule, 'inputEntry');
  const outputEntries = listMember(rule, 'outputEntry');
  if (inputEntries.length !== inputs || outputEntries.length !== outputs) {
    problems.add(
      rule.id,
      `the rule has ${inputEntries.length} input and ${outputEntries.length} output entries, the table has ${inputs} and ${outputs}`,
    );
  }
  return {
    id: rule.id ?? '',
    inputEntries: inputEntries.map((entry) =>
      ['', '-'].includes(entryText(entry)) ? undefined : problems.unaryTests(entry, rule.id),
    ),
    outputEntries: outputEntries.map((entry) =>
      entryText(entry) === '' ? undefined : problems.expression(entry, rule.id),
    ),
  };
}

const entryText = (entry: DmnElement) => (textMember(entry, 'text') ?? '').trim();
