import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decision, file, grades, type TableSpec, table } from '../../test/dmn/dmn-source.ts';
import { evaluateDecision } from './evaluate-decision.ts';
import { readDecisionModel } from './read-decision-model.ts';

const environment = { now: () => Date.UTC(2026, 0, 2), random: () => 0.5 };
async function evaluate(xml: string, id: string, context: Record<string, unknown> = {}) {
  const result = await readDecisionModel(xml);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return evaluateDecision(result.model, id, context, environment);
}

const evaluateTable = (spec: TableSpec, context: Record<string, unknown>) =>
  evaluate(file(decision('d', table(spec))), 'd', context);

const overlapping = (hitPolicy: string, outputs: string[], aggregation?: string): TableSpec => ({
  hitPolicy,
  ...(aggregation === undefined ? {} : { aggregation }),
  inputs: [['x']],
  outputs: [['y']],
  rules: outputs.map((output) => [['> 0'], [output]]),
});

describe('evaluateDecision', () => {
  it('records inputs, matched rules and outputs as JSON text', async () => {
    expect(await evaluateTable(grades, { points: 70 })).toEqual({
      output: 'B',
      evaluatedDecisions: [
        {
          decisionId: 'd',
          decisionName: 'd name',
          decisionType: 'DECISION_TABLE',
          output: '"B"',
          evaluatedInputs: [{ inputId: 'in1', inputName: 'points', inputValue: '70' }],
          matchedRules: [
            {
              ruleId: 'rule2',
              ruleIndex: 2,
              evaluatedOutputs: [{ outputId: 'out1', outputName: 'grade', outputValue: '"B"' }],
            },
          ],
        },
      ],
    });
  });

  it('gives an object for several outputs and null when no rule matches', async () => {
    const spec: TableSpec = { inputs: [['x']], outputs: [['a'], ['b']], rules: [[['1'], ['x + 1', '']]] };
    expect((await evaluateTable(spec, { x: 1 })).output).toEqual({ a: 2, b: null });
    expect((await evaluateTable(spec, { x: 2 })).output).toBeNull();
  });

  it.each([
    ['FIRST', undefined, ['1', '2'], 1],
    ['ANY', undefined, ['1', '1'], 1],
    ['RULE ORDER', undefined, ['2', '1'], [2, 1]],
    ['COLLECT', undefined, ['2', '1'], [2, 1]],
    ['COLLECT', 'SUM', ['2', '1'], 3],
    ['COLLECT', 'MIN', ['2', '1'], 1],
    ['COLLECT', 'MAX', ['2', '1'], 2],
    ['COLLECT', 'COUNT', ['2', '1'], 2],
  ])('applies %s %s', async (hitPolicy, aggregation, outputs, expected) => {
    expect((await evaluateTable(overlapping(hitPolicy, outputs, aggregation), { x: 1 })).output).toEqual(
      expected,
    );
  });

  it.each([
    ['UNIQUE', undefined, null],
    ['ANY', undefined, null],
    ['FIRST', undefined, null],
    ['RULE ORDER', undefined, []],
    ['COLLECT', undefined, []],
    ['COLLECT', 'SUM', null],
    ['COLLECT', 'COUNT', 0],
  ])('gives the empty result of %s %s', async (hitPolicy, aggregation, expected) => {
    expect((await evaluateTable(overlapping(hitPolicy, ['1'], aggregation), { x: 0 })).output).toEqual(
      expected,
    );
  });

  it.each([
    ['UNIQUE', undefined, ['1', '1'], /UNIQUE allows one matching rule, but rules 1, 2 match/],
    ['ANY', undefined, ['1', '2'], /ANY needs equal outputs, but the outputs of rules 1, 2 differ/],
    ['COLLECT', 'SUM', ['1', '"a"'], /SUM needs numbers/],
    ['FIRST', undefined, ['assert(x, x > 5, "too low")'], /output 'y' of rule 1: too low/],
  ])('fails %s %s', async (hitPolicy, aggregation, outputs, message) => {
    const outcome = await evaluateTable(overlapping(hitPolicy, outputs, aggregation), { x: 1 });
    expect(outcome).toMatchObject({ output: null, failure: { decisionId: 'd' } });
    expect(outcome.failure?.message).toMatch(message);
    expect(outcome.evaluatedDecisions.at(-1)).toMatchObject({ decisionId: 'd', output: 'null' });
  });

  it('checks the declared types of inputs and outputs and lets null pass', async () => {
    expect((await evaluateTable(grades, { points: '70' })).failure?.message).toBe(
      "input 'points': expected a value of type 'number' but found a string",
    );
    expect(await evaluateTable(grades, {})).toMatchObject({
      output: null,
      evaluatedDecisions: [{ output: 'null' }],
    });
    expect((await evaluateTable(grades, {})).failure).toBeUndefined();
    const wrong = { ...grades, outputs: [['grade', 'number']] } satisfies TableSpec;
    expect((await evaluateTable(wrong, { points: 70 })).failure?.message).toMatch(
      /output 'grade' of rule 2: expected/,
    );
  });

  it('stops at the first match with FIRST and reports every match otherwise', async () => {
    const matched = async (hitPolicy: string) => {
      const { evaluatedDecisions } = await evaluateTable(overlapping(hitPolicy, ['1', '2']), { x: 1 });
      return evaluatedDecisions[0]?.matchedRules.map(({ ruleIndex }) => ruleIndex);
    };
    expect(await matched('FIRST')).toEqual([1]);
    expect(await matched('COLLECT')).toEqual([1, 2]);
  });

  it('compares dates in cells', async () => {
    const spec: TableSpec = {
      inputs: [['date(day)', 'date']],
      outputs: [['late', 'boolean']],
      rules: [
        [['> date("2026-01-01")'], ['true']],
        [['not(> date("2026-01-01"))'], ['false']],
      ],
    };
    expect((await evaluateTable(spec, { day: '2026-02-01' })).output).toBe(true);
    expect((await evaluateTable(spec, { day: '2025-02-01' })).output).toBe(false);
  });

  it('evaluates required decisions first, each once, and offers results by id and by variable name', async () => {
    const requires = (...ids: string[]) =>
      ids
        .map((id) => `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`)
        .join('');
    const literal = (text: string, name = '') =>
      `${name && `<variable name="${name}"/>`}<literalExpression><text>${text}</text></literalExpression>`;
    const xml = file(
      decision('top', `${requires('left', 'right')}${literal('left + rightResult')}`) +
        decision('left', `${requires('base')}${literal('base * 2')}`) +
        decision('right', `<variable name="rightResult"/>${requires('base')}${literal('base * 3')}`) +
        decision('base', literal('x + 1')),
    );
    const outcome = await evaluate(xml, 'top', { x: 1, base: 100 });
    expect(outcome.output).toBe(10);
    expect(outcome.evaluatedDecisions.map(({ decisionId, output }) => [decisionId, output])).toEqual([
      ['base', '2'],
      ['left', '4'],
      ['right', '6'],
      ['top', '10'],
    ]);
  });

  it('names the required decision that failed', async () => {
    const xml = file(
      decision(
        'top',
        '<informationRequirement><requiredDecision href="#low"/></informationRequirement><literalExpression><text>low</text></literalExpression>',
      ) + decision('low', '<literalExpression><text>assert(x, x = 1)</text></literalExpression>'),
    );
    const outcome = await evaluate(xml, 'top', { x: 2 });
    expect(outcome.failure?.decisionId).toBe('low');
    expect(outcome.evaluatedDecisions.map(({ decisionId }) => decisionId)).toEqual(['low']);
  });

  it('calls the functions of business knowledge models', async () => {
    const xml = file(
      `${decision(
        'd',
        '<knowledgeRequirement><requiredKnowledge href="#double"/></knowledgeRequirement><literalExpression><text>twice(x) + 1</text></literalExpression>',
      )}<businessKnowledgeModel id="double" name="twice"><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>`,
    );
    expect((await evaluate(xml, 'd', { x: 4 })).output).toBe(9);
  });

  it('agrees with a plain reading of the table for any numbers', async () => {
    const result = await readDecisionModel(file(decision('d', table(grades))));
    if (!result.ok) throw new Error('unreadable');
    const { model } = result;
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 0, max: 120 }), fc.double({ noNaN: true })), (points) => {
        const expected = points >= 90 ? 'A' : points >= 50 ? 'B' : 'C';
        fc.pre(Number.isFinite(points));
        expect(evaluateDecision(model, 'd', { points }, environment).output).toBe(expected);
      }),
    );
  });
});
