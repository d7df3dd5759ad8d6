import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, start } from '../test/bpmn.ts';
import { decision, file, table } from '../test/dmn/dmn-source.ts';
import { TestEngine } from '../test/test-engine.ts';

const size = decision(
  'size',
  table({
    inputs: [['amount', 'number']],
    outputs: [['size', 'string']],
    rules: [
      [['>= 10'], ['"big"']],
      [['< 10'], ['"small"']],
    ],
  }),
);
const price = decision(
  'price',
  '<informationRequirement><requiredDecision href="#size"/></informationRequirement><literalExpression><text>if size = "big" then 100 else 10</text></literalExpression>',
);

async function begin(content = size + price) {
  const engine = new TestEngine();
  await engine.deploy(file(content), 'prices.dmn');
  const evaluate = (body: object) => engine.call('POST', '/decision-definitions/evaluation', body);
  return { engine, evaluate };
}

describe('evaluateDecision', () => {
  it('by id: the newest version, with inputs, matched rules and outputs', async () => {
    const { evaluate } = await begin();
    const { status, body } = await evaluate({ decisionDefinitionId: 'size', variables: { amount: 12 } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      decisionDefinitionId: 'size',
      decisionDefinitionName: 'size name',
      decisionDefinitionVersion: 1,
      decisionRequirementsId: 'requirements',
      output: '"big"',
      failureMessage: null,
      failedDecisionDefinitionId: null,
      evaluatedDecisions: [
        {
          decisionDefinitionType: 'DECISION_TABLE',
          decisionEvaluationInstanceKey: `${body.decisionEvaluationKey}-1`,
          evaluatedInputs: [{ inputId: 'in1', inputName: 'amount', inputValue: '12' }],
          matchedRules: [
            {
              ruleId: 'rule1',
              ruleIndex: 1,
              evaluatedOutputs: [
                { outputId: 'out1', outputName: 'size', outputValue: '"big"', ruleId: 'rule1', ruleIndex: 1 },
              ],
            },
          ],
        },
      ],
    });
  });

  it('a decision instance per evaluated decision: key of the run, dash, place in it', async () => {
    const { engine, evaluate } = await begin();
    const { body } = await evaluate({ decisionDefinitionId: 'price', variables: { amount: 1 } });
    expect(body.output).toBe('10');
    const run = body.decisionEvaluationKey;
    const items = await engine.search('decision-instances', { decisionEvaluationKey: run });
    expect(
      items.map((item) => [item.decisionEvaluationInstanceKey, item.decisionDefinitionId, item.result]),
    ).toEqual([
      [`${run}-1`, 'size', '"small"'],
      [`${run}-2`, 'price', '10'],
    ]);
    const [required] = await engine.search('decision-definitions', { decisionDefinitionId: 'size' });
    expect(items[0]).toMatchObject({
      decisionDefinitionKey: required.decisionDefinitionKey,
      state: 'EVALUATED',
      rootDecisionDefinitionKey: body.decisionDefinitionKey,
      processInstanceKey: '-1',
      processDefinitionKey: '-1',
      elementInstanceKey: '-1',
      evaluationFailure: null,
    });
    const one = await engine.call('GET', `/decision-instances/${run}-1`);
    expect(one.body.matchedRules).toHaveLength(1);
    expect((await engine.call('GET', `/decision-instances/${run}-3`)).status).toBe(404);
    expect((await engine.call('GET', `/decision-instances/${run}`)).status).toBe(400);
  });

  it('by key: that version', async () => {
    const { engine, evaluate } = await begin();
    await engine.deploy(file(size.replace('"big"', '"huge"')), 'prices.dmn');
    const [first, second] = await engine.search('decision-definitions', { decisionDefinitionId: 'size' });
    const outputOf = async ({ decisionDefinitionKey }: { decisionDefinitionKey: string }) =>
      (await evaluate({ decisionDefinitionKey, variables: { amount: 10 } })).body.output;
    expect([await outputOf(first), await outputOf(second)]).toEqual(['"big"', '"huge"']);
  });

  it('a failed evaluation answers 200 with the failure, and its instance is FAILED', async () => {
    const { engine, evaluate } = await begin();
    const { status, body } = await evaluate({ decisionDefinitionId: 'price', variables: { amount: 'x' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ output: 'null', failedDecisionDefinitionId: 'size' });
    expect(body.failureMessage).toContain("input 'amount'");
    const items = await engine.search('decision-instances', { state: 'FAILED' });
    expect(items).toMatchObject([{ decisionDefinitionId: 'size', evaluationFailure: body.failureMessage }]);
    expect(
      await engine.search('decision-instances', { evaluationFailure: body.failureMessage }),
    ).toHaveLength(1);
  });

  it.each([
    ['both key and id', { decisionDefinitionId: 'size', decisionDefinitionKey: '1' }, 400],
    ['neither key nor id', { variables: {} }, 400],
    ['variables that are no object', { decisionDefinitionId: 'size', variables: [] }, 400],
    ['a key that is none', { decisionDefinitionKey: 'x' }, 400],
    ['another tenant', { decisionDefinitionId: 'size', tenantId: 'other' }, 400],
    ['an unknown id', { decisionDefinitionId: 'unknown' }, 404],
    ['an unknown key', { decisionDefinitionKey: '1' }, 404],
  ])('refuses %s', async (_, body, status) => {
    const { evaluate } = await begin();
    expect((await evaluate(body)).status).toBe(status);
  });
});

describe('decisions in a process', () => {
  const rule = element(
    'businessRuleTask',
    'task',
    extensions('<zeebe:calledDecision decisionId="price" resultVariable="price"/>'),
  );

  it('a business rule task leaves decision instances, for failed evaluations too', async () => {
    const { engine } = await begin();
    await engine.deploy(bpmn('p', `${start}${rule}${end}${flows('start task end')}`));
    const good = await engine.create('p', { amount: 20 }, { businessId: 'order-1' });
    const bad = await engine.create('p', { amount: 'x' });
    const found = await engine.search('decision-instances', { processInstanceKey: good });
    const [task] = await engine.search('element-instances', { processInstanceKey: good, elementId: 'task' });
    expect(found).toHaveLength(2);
    expect(found[1]).toMatchObject({
      result: '100',
      businessId: 'order-1',
      rootProcessInstanceKey: good,
      elementInstanceKey: task.elementInstanceKey,
      processDefinitionKey: task.processDefinitionKey,
    });
    const failed = await engine.search('decision-instances', { processInstanceKey: bad });
    expect(failed.map(({ state }) => state)).toEqual(['FAILED']);
    expect(await engine.search('decision-instances', { businessId: { $like: 'order-*' } })).toHaveLength(2);
  });
});

describe('deployed decisions', () => {
  it('definitions: get, XML, search by name, version and latest', async () => {
    const { engine } = await begin();
    await engine.deploy(file(size), 'prices.dmn');
    const latest = await engine.search('decision-definitions', { isLatestVersion: true });
    expect(latest.map((item) => [item.decisionDefinitionId, item.version]).sort()).toEqual([
      ['price', 1],
      ['size', 2],
    ]);
    const [old] = await engine.search('decision-definitions', { name: 'size name', version: 1 });
    expect(old).toMatchObject({ decisionRequirementsName: 'Requirements', decisionRequirementsVersion: 1 });
    const path = `/decision-definitions/${old.decisionDefinitionKey}`;
    expect((await engine.call('GET', path)).body).toEqual(old);
    expect((await engine.call('GET', `${path}/xml`)).body).toBe(file(size + price));
    expect((await engine.call('GET', '/decision-definitions/1')).status).toBe(404);
    expect((await engine.call('GET', '/decision-definitions/1/xml')).status).toBe(404);
    const sorted = await engine.search(
      'decision-definitions',
      {},
      { sort: [{ field: 'version', order: 'DESC' }] },
    );
    expect(sorted[0].version).toBe(2);
  });

  it('requirements: get, XML, search by resource name', async () => {
    const { engine } = await begin();
    const [item] = await engine.search('decision-requirements', { resourceName: 'prices.dmn' });
    expect(item).toMatchObject({
      decisionRequirementsId: 'requirements',
      decisionRequirementsName: 'Requirements',
      version: 1,
      tenantId: '<default>',
    });
    const path = `/decision-requirements/${item.decisionRequirementsKey}`;
    expect((await engine.call('GET', path)).body).toEqual(item);
    expect((await engine.call('GET', `${path}/xml`)).body).toBe(file(size + price));
    expect((await engine.call('GET', '/decision-requirements/1')).status).toBe(404);
    const unsortable = await engine.call('POST', '/decision-requirements/search', {
      sort: [{ field: 'resourceName' }],
    });
    expect(unsortable.status).toBe(400);
  });
});
