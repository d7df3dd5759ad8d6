/** A DMN file `<id>-file` with one decision over `amount`: unary tests to outputs. */
export function decisionTable(id: string, rules: Record<string, string>, versionTag?: string): string {
  const tag =
    versionTag === undefined
      ? ''
      : `<extensionElements><zeebe:versionTag value="${versionTag}"/></extensionElements>`;
  const rows = Object.entries(rules).map(
    ([test, output], index) =>
      `<rule id="rule-${index}"><inputEntry id="in-${index}"><text>${test}</text></inputEntry><outputEntry id="out-${index}"><text>${output}</text></outputEntry></rule>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="${id}-file" name="${id} file" namespace="test">
  <decision id="${id}" name="${id} name">${tag}
    <decisionTable id="table"><input id="input"><inputExpression id="expression"><text>amount</text></inputExpression></input><output id="output" name="${id}"/>${rows.join('')}</decisionTable>
  </decision>
</definitions>`;
}
