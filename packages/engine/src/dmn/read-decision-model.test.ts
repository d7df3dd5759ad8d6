import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decision, file, grades, namespace, table } from '../../test/dmn/dmn-source.ts';
import { evaluateDecision } from './evaluate-decision.ts';
import { readDecisionModel } from './read-decision-model.ts';

const environment = { now: () => Date.UTC(2026, 0, 2), random: () => 0.5 };

async function evaluate(xml: string, id: string, context: Record<string, unknown> = {}) {
  const result = await readDecisionModel(xml);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return evaluateDecision(result.model, id, context, environment);
}

describe('readDecisionModel', () => {
  it('reads ids, names and version tags, also of other versions of the standard', async () => {
    const content =
      '<decision id="d" name="D"><extensionElements><zeebe:versionTag value="v2"/></extensionElements><literalExpression><text>1</text></literalExpression></decision>';
    for (const uri of [
      namespace,
      'http://www.omg.org/spec/DMN/20180521/MODEL/',
      'https://www.omg.org/spec/DMN/20230324/MODEL/',
    ]) {
      const result = await readDecisionModel(file(content, uri));
      expect(result).toMatchObject({
        ok: true,
        model: {
          id: 'requirements',
          name: 'Requirements',
          namespace: 'test',
          decisions: [{ id: 'd', name: 'D', versionTag: 'v2' }],
        },
      });
    }
  });

  it.each([
    ['not xml', /no DMN model/, undefined],
    ['<!DOCTYPE x [<!ENTITY a "b">]><x/>', /document type/, undefined],
    [file('<foo/>'), /unknown type <dmn:Foo>/, undefined],
    [file(''), /holds no decision/, 'requirements'],
    [file(decision('d', '')), /no decision table and no literal/, 'd'],
    [
      file(decision('d', '<literalExpression id="le"><text>1 +</text></literalExpression>')),
      /failed to parse/,
      'le',
    ],
    [
      file(decision('d', '<literalExpression expressionLanguage="juel"><text>1</text></literalExpression>')),
      /'juel' is not supported/,
      'd',
    ],
    [file(decision('d', '<invocation id="i"/>')), /'dmn:Invocation' is not supported/, 'd'],
    [
      file(decision('d', table({ ...grades, hitPolicy: 'PRIORITY' }))),
      /'PRIORITY' is not supported/,
      'table',
    ],
    [
      file(decision('d', table({ ...grades, hitPolicy: 'OUTPUT ORDER' }))),
      /'OUTPUT ORDER' is not supported/,
      'table',
    ],
    [file(decision('d', table({ ...grades, aggregation: 'SUM' }))), /needs the hit policy COLLECT/, 'table'],
    [file(decision('d', table({ ...grades, outputs: [] }))), /needs an output/, 'table'],
    [file(decision('d', table({ ...grades, inputs: [['', '']] }))), /failed to parse/, 'ie1'],
    [
      file(decision('d', table({ ...grades, rules: [[['1', '2'], ['3']]] }))),
      /2 input and 1 output entries/,
      'rule1',
    ],
    [
      file(decision('d', table({ ...grades, outputs: [['a'], ['a']], rules: [] }))),
      /the output name 'a' is used twice/,
      'out2',
    ],
    [
      file(
        decision(
          'd',
          '<informationRequirement><requiredDecision href="#gone"/></informationRequirement><literalExpression><text>1</text></literalExpression>',
        ),
      ),
      /'gone' is not in the file/,
      'd',
    ],
    [
      file(
        decision(
          'd',
          '<informationRequirement><requiredDecision href="#d"/></informationRequirement><literalExpression><text>1</text></literalExpression>',
        ),
      ),
      /requires itself/,
      'd',
    ],
    [
      file(decision('d', '<literalExpression><text>1</text></literalExpression>').repeat(2)),
      /used twice|duplicate ID/,
      undefined,
    ],
  ])('refuses %s', async (xml, message, elementId) => {
    const result = await readDecisionModel(xml);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    const problem = result.problems.find((entry) => message.test(entry.message));
    expect(problem, JSON.stringify(result.problems)).toBeDefined();
    if (elementId !== undefined) expect(problem?.elementId).toBe(elementId);
  });

  it('keeps out of the extensions and diagrams of other tools', async () => {
    const xml = file(
      '<decision id="d" name="D"><extensionElements><other:thing xmlns:other="http://other" a="1"/></extensionElements><literalExpression><text>1</text></literalExpression></decision><dmndi:DMNDI xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"/>',
    );
    expect(await readDecisionModel(`\uFEFF${xml.replaceAll('\n', '\r\n')}`)).toMatchObject({ ok: true });
  });

  it.each([
    ['as the modelling tool writes it', (xml: string) => xml],
    ['with a byte order mark and other line ends', (xml: string) => `\uFEFF${xml.replaceAll('\n', '\r\n')}`],
    [
      'in version 1.2',
      (xml: string) =>
        xml.replaceAll('https://www.omg.org/spec/DMN/20191111', 'http://www.omg.org/spec/DMN/20180521'),
    ],
    ['in version 1.4', (xml: string) => xml.replaceAll('20191111', '20211108')],
    ['in version 1.5', (xml: string) => xml.replaceAll('20191111', '20230324')],
  ])('reads a file with a diagram, types and annotations %s', async (_, change) => {
    const source = readFileSync(new URL('../../test/dmn/modelled.dmn', import.meta.url), 'utf8');
    const outcome = await evaluate(change(source), 'Decision_1', { customer: { age: 20, kind: 'gold' } });
    expect(outcome).toMatchObject({
      output: 'a',
      evaluatedDecisions: [
        { evaluatedInputs: [{ inputName: 'Age' }, { inputName: 'Kind' }], matchedRules: [{ ruleIndex: 1 }] },
      ],
    });
  });

  it('survives any damage to a file', async () => {
    const xml = file(decision('d', table(grades)));
    await fc.assert(
      fc.asyncProperty(fc.nat(xml.length), fc.nat(40), fc.string(), async (at, removed, inserted) => {
        const result = await readDecisionModel(xml.slice(0, at) + inserted + xml.slice(at + removed));
        expect(typeof result.ok).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });
});
