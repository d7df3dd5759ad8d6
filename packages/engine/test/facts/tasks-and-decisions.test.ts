import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, mapping, start } from '../bpmn.ts';
import { TestEngine } from '../test-engine.ts';
import { UserTaskScene } from '../user-task.ts';

const table = (hitPolicy: string, outputs: string[], rules: [string, ...string[]][], more = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="file" name="file" namespace="test">
  <decision id="d" name="D"><decisionTable id="t" ${hitPolicy}><input id="i" label="Amount"><inputExpression id="ie"${more}><text>amount</text></inputExpression></input>${outputs
    .map((name) => `<output id="o-${name}" name="${name}"/>`)
    .join('')}${rules
    .map(
      ([test, ...values], index) =>
        `<rule id="r${index}"><inputEntry id="in${index}"><text>${test.replaceAll('<', '&lt;')}</text></inputEntry>${values.map((value, at) => `<outputEntry id="out${index}-${at}"><text>${value}</text></outputEntry>`).join('')}</rule>`,
    )
    .join('')}</decisionTable></decision>
</definitions>`;
const evaluate = async (dmn: string, variables: object) => {
  const engine = new TestEngine();
  await engine.deploy(dmn, 'd.dmn');
  const { status, body } = await engine.call('POST', '/decision-definitions/evaluation', {
    decisionDefinitionId: 'd',
    variables,
  });
  return { engine, status, body };
};

describe('hit policies (2.3, 3.20)', () => {
  const rules: [string, string][] = [
    ['> 0', '10'],
    ['> 5', '20'],
    ['> 8', '20'],
    ['-', '5'],
  ];
  it.each([
    ['hitPolicy="FIRST"', 7, '10'],
    ['hitPolicy="FIRST"', -1, '5'],
    ['hitPolicy="RULE ORDER"', 7, '[10,20,5]'],
    ['hitPolicy="COLLECT"', 7, '[10,20,5]'],
    ['hitPolicy="COLLECT" aggregation="SUM"', 7, '35'],
    ['hitPolicy="COLLECT" aggregation="MIN"', 7, '5'],
    ['hitPolicy="COLLECT" aggregation="MAX"', 9, '20'],
    ['hitPolicy="COLLECT" aggregation="COUNT"', 9, '4'],
    ['', -1, '5'],
    ['hitPolicy="ANY"', -1, '5'],
  ])('%s with %d gives %s', async (policy, amount, output) => {
    const { status, body } = await evaluate(table(policy, ['o'], rules), { amount });
    expect([status, body.output, body.failureMessage]).toEqual([200, output, null]);
    expect(body).toMatchObject({
      decisionDefinitionId: 'd',
      decisionDefinitionVersion: 1,
      failedDecisionDefinitionId: null,
      tenantId: '<default>',
    });
  });

  it.each([
    ['hitPolicy="UNIQUE"', 7],
    ['', 7],
    ['hitPolicy="ANY"', 7],
  ])(
    '%s with several different matches fails: output null, the failure in the answer',
    async (policy, amount) => {
      const { engine, status, body } = await evaluate(table(policy, ['o'], rules), { amount });
      expect(status).toBe(200);
      expect(body.output).toBe('null');
      expect(body.failedDecisionDefinitionId).toBe('d');
      expect(body.failureMessage).not.toBe('');
      expect((await engine.search('decision-instances'))[0].state).toBe('FAILED');
    },
  );

  it('ANY with equal outputs is that output', async () => {
    const { body } = await evaluate(
      table(
        'hitPolicy="ANY"',
        ['o'],
        [
          ['> 0', '1'],
          ['> 1', '1'],
        ],
      ),
      { amount: 2 },
    );
    expect(body.output).toBe('1');
  });

  it.each([
    ['', 'null'],
    ['hitPolicy="FIRST"', 'null'],
    ['hitPolicy="ANY"', 'null'],
    ['hitPolicy="RULE ORDER"', '[]'],
    ['hitPolicy="COLLECT"', '[]'],
  ])('%s without a match gives %s', async (policy, output) => {
    const { body } = await evaluate(table(policy, ['o'], [['> 0', '1']]), { amount: -2 });
    expect([body.output, body.failureMessage]).toEqual([output, null]);
  });

  it('several outputs are an object by output name; rules have indexes from 1', async () => {
    const { body } = await evaluate(
      table(
        'hitPolicy="COLLECT"',
        ['a', 'b'],
        [
          ['> 0', '1', '"x"'],
          ['> 100', '2', '"y"'],
          ['-', '3', '"z"'],
        ],
      ),
      { amount: 2 },
    );
    expect(JSON.parse(body.output)).toEqual([
      { a: 1, b: 'x' },
      { a: 3, b: 'z' },
    ]);
    const [evaluated] = body.evaluatedDecisions;
    expect(evaluated.matchedRules.map(({ ruleIndex }: { ruleIndex: number }) => ruleIndex)).toEqual([1, 3]);
    expect(evaluated.evaluatedInputs[0]).toMatchObject({ inputName: 'Amount', inputValue: '2' });
  });

  it.each(['PRIORITY', 'OUTPUT ORDER'])('%s is refused at deployment', async (policy) => {
    await expect(evaluate(table(`hitPolicy="${policy}"`, ['o'], rules), {})).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  it('an input of another type than declared fails; a missing input is null and matches what accepts it', async () => {
    const dmn = table(
      '',
      ['o'],
      [
        ['"x"', '1'],
        ['null', '2'],
      ],
      ' typeRef="string"',
    );
    expect((await evaluate(dmn, { amount: 3 })).body.failureMessage).toContain('Amount');
    expect((await evaluate(dmn, {})).body.output).toBe('2');
  });

  it('a business rule task that fails: DECISION_EVALUATION_ERROR; resolved with a good variable it goes on', async () => {
    const engine = new TestEngine();
    await engine.deploy(table('', ['o'], rules), 'd.dmn');
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('businessRuleTask', 'b', extensions(`<zeebe:calledDecision decisionId="d" resultVariable="r"/>${mapping({ outputs: { final: '=r + 1' } })}`))}${end}${flows('start b end')}`,
      ),
    );
    const key = await engine.create('p', { amount: 7 });
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident).toMatchObject({ errorType: 'DECISION_EVALUATION_ERROR', elementId: 'b' });
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { amount: -7 } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.variablesOf(key)).toEqual({ amount: -7, final: 6 });
    const instances = await engine.search('decision-instances', { processInstanceKey: key });
    expect(instances.map(({ state }) => state)).toEqual(['FAILED', 'EVALUATED']);
  });
});

describe('user tasks (3.13)', () => {
  it('update: empty lists and texts clear, null and absent keep', async () => {
    const scene = await UserTaskScene.begin(
      '<zeebe:assignmentDefinition candidateGroups="g" candidateUsers="u"/><zeebe:taskSchedule dueDate="2030-01-01T00:00:00Z" followUpDate="2030-01-01T00:00:00Z"/>',
    );
    expect(
      (await scene.update({ candidateGroups: [], candidateUsers: null, dueDate: '', priority: 77 })).status,
    ).toBe(204);
    expect(await scene.task()).toMatchObject({
      candidateGroups: [],
      candidateUsers: ['u'],
      dueDate: null,
      followUpDate: '2030-01-01T00:00:00.000Z',
      priority: 77,
    });
  });

  it.each([
    [{ priority: 1.5 }],
    [{ priority: 'high' }],
    [{ candidateUsers: 'x' }],
    [{ followUpDate: 'never' }],
    [{ nobody: 1 }],
  ])('update with %j is 400', async (changeset) => {
    const scene = await UserTaskScene.begin();
    expect((await scene.update(changeset)).status).toBe(400);
  });

  it('unassigning somebody who is not assigned is fine, assigning again without override is not', async () => {
    const scene = await UserTaskScene.begin();
    expect((await scene.engine.call('DELETE', `${scene.path}/assignee`)).status).toBe(204);
    expect((await scene.assign('a')).status).toBe(204);
    expect((await scene.assign('b')).status).toBe(204);
    expect((await scene.assign('c', { allowOverride: false })).status).toBe(409);
    expect((await scene.task()).assignee).toBe('b');
    expect((await scene.engine.call('DELETE', `${scene.path}/assignee`)).status).toBe(204);
    expect((await scene.assign('c', { allowOverride: false })).status).toBe(204);
  });

  it('a cancelled task: CANCELED with its time, and refuses everything', async () => {
    const scene = await UserTaskScene.begin('', {}, { startTime: Date.UTC(2030, 0, 1) });
    scene.engine.engine.clock.advance(60_000);
    expect(await scene.task()).toMatchObject({
      state: 'CANCELED',
      completionDate: '2030-01-01T00:01:00.000Z',
    });
    for (const answer of [
      await scene.assign('a'),
      await scene.update({ priority: 1 }),
      await scene.complete(),
    ]) {
      expect([404, 409]).toContain(answer.status);
    }
  });

  it.each([
    ['<zeebe:assignmentDefinition assignee="=1"/>'],
    ['<zeebe:assignmentDefinition candidateGroups="=1"/>'],
    ['<zeebe:taskSchedule dueDate="=1"/>'],
    ['<zeebe:priorityDefinition priority="=101"/>'],
    ['<zeebe:priorityDefinition priority="=&quot;high&quot;"/>'],
  ])('%s: EXTRACT_VALUE_ERROR', async (inside) => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('userTask', 'u', extensions(`<zeebe:userTask/>${inside}`))}${flows('start u')}`,
      ),
    );
    const key = await engine.create('p');
    expect((await engine.search('incidents', { processInstanceKey: key }))[0]).toMatchObject({
      errorType: 'EXTRACT_VALUE_ERROR',
      elementId: 'u',
    });
    expect(await engine.search('user-tasks', { state: 'CREATED' })).toEqual([]);
  });

  it('effective variables: the nearest of each name; all: one row for each scope', async () => {
    const scene = await UserTaskScene.begin(mapping({ inputs: { a: '=1', own: '=2' } }), { a: 0, b: 0 });
    const rows = async (path: string) =>
      (await scene.engine.call('POST', `${scene.path}${path}`, {})).body.items
        .map(({ name, value }: { name: string; value: string }) => `${name}=${value}`)
        .sort();
    expect(await rows('/variables/search')).toEqual(['a=0', 'a=1', 'b=0', 'own=2']);
    expect(await rows('/effective-variables/search')).toEqual(['a=1', 'b=0', 'own=2']);
  });

  it('completion with variables: local ones stay, with an output mapping only what is mapped leaves', async () => {
    const scene = await UserTaskScene.begin(mapping({ outputs: { decision: '=ok' } }));
    expect((await scene.complete({ variables: { ok: true, comment: 'x' } })).status).toBe(204);
    expect(await scene.engine.variablesOf(scene.instance)).toEqual({ decision: true });
  });
});
