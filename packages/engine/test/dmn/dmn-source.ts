/** The namespace of DMN 1.3. */
export const namespace = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

/** A DMN file with this content. */
export function file(content: string, modelNamespace = namespace): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${modelNamespace}" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="requirements" name="Requirements" namespace="test">${content}</definitions>`;
}

/** A decision table in short. */
export interface TableSpec {
  hitPolicy?: string;
  aggregation?: string;
  inputs: [text: string, type?: string][];
  outputs: [name: string, type?: string][];
  rules: [tests: string[], outputs: string[]][];
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The XML of a decision table. */
export function table({ hitPolicy, aggregation, inputs, outputs, rules }: TableSpec): string {
  const type = (value: string | undefined) => (value === undefined ? '' : ` typeRef="${value}"`);
  const attributes = [
    hitPolicy && ` hitPolicy="${hitPolicy}"`,
    aggregation && ` aggregation="${aggregation}"`,
  ].join('');
  return `<decisionTable id="table"${attributes}>
${inputs.map(([text, typeRef], i) => `<input id="in${i + 1}"><inputExpression id="ie${i + 1}"${type(typeRef)}><text>${escaped(text)}</text></inputExpression></input>`).join('')}
${outputs.map(([name, typeRef], i) => `<output id="out${i + 1}" name="${name}"${type(typeRef)}/>`).join('')}
${rules
  .map(
    ([tests, values], i) =>
      `<rule id="rule${i + 1}">${tests.map((text) => `<inputEntry><text>${escaped(text)}</text></inputEntry>`).join('')}${values
        .map((text) => `<outputEntry><text>${escaped(text)}</text></outputEntry>`)
        .join('')}</rule>`,
  )
  .join('')}
</decisionTable>`;
}

/** The XML of a decision. */
export const decision = (id: string, content: string) =>
  `<decision id="${id}" name="${id} name">${content}</decision>`;

/** Grades from points, one rule for each. */
export const grades: TableSpec = {
  inputs: [['points', 'number']],
  outputs: [['grade', 'string']],
  rules: [
    [['>= 90'], ['"A"']],
    [['[50..90)'], ['"B"']],
    [['< 50'], ['"C"']],
  ],
};
