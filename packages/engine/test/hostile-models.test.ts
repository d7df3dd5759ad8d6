import { describe, expect, it } from 'vitest';
import { bpmn, element, end, flows, start } from './bpmn.ts';
import { on, startOn } from './events.ts';
import { TestEngine } from './test-engine.ts';

const head = '<?xml version="1.0"?>';
const bomb = `<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "${'&b;'.repeat(1000)}"><!ENTITY d "${'&c;'.repeat(1000)}">]>`;
const model = bpmn('victim', start);
const afterHead = (text: string) => model.replace('?>', `?>${text}`);
const nest = (tag: string, depth: number, inside = '') =>
  Array.from(
    { length: depth },
    (_, index) => `<${tag} id="${tag}-${index}">${inside.replaceAll('#', String(index))}`,
  ).join('') + `</${tag}>`.repeat(depth);
const utf16 = (text: string) =>
  new Uint8Array(
    new Uint16Array([0xfeff, ...Array.from(text, (character) => character.charCodeAt(0))]).buffer,
  );

type Hostile = readonly [what: string, content: string | Uint8Array, reason: RegExp];

const refused: readonly Hostile[] = [
  ['an entity bomb', afterHead(bomb).replace('victim name', '&d;'), /document type/],
  ['an entity bomb in UTF-16', utf16(afterHead(bomb)), /document type/],
  ['an external entity', afterHead('<!DOCTYPE a SYSTEM "file:///etc/passwd">'), /document type/],
  [
    'an external parameter entity',
    afterHead('<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/p"> %p;]>'),
    /document type/,
  ],
  [
    'scopes ten thousand deep',
    bpmn('deep', start + nest('bpmn:subProcess', 10_000, '<bpmn:startEvent id="s#"/>')),
    /nested 200 deep/,
  ],
  [
    'ten thousand broken elements',
    bpmn('broken', start + element('serviceTask', 'odd').repeat(10_000)),
    /and \d+ more/,
  ],
  [
    'an attribute of a megabyte that is repeated',
    bpmn('x y'.repeat(300_000), start),
    /must have an id|illegal ID/,
  ],
  ['brackets, very many of them', '<'.repeat(500_000), /no id/],
  ['tags that never end', `${head}${'<a>'.repeat(100_000)}`, /no id/],
  [
    'FEEL, very deep',
    bpmn(
      'feel',
      `${start}${element('scriptTask', 'odd', `<bpmn:extensionElements><zeebe:script expression="=${'('.repeat(20_000)}" resultVariable="r"/></bpmn:extensionElements>`)}`,
    ),
    /odd/,
  ],
  [
    'a timer that fires forever at once',
    bpmn('timer', startOn('odd', on.timer('cycle', 'R99999999999/PT0S'))),
    /above zero/,
  ],
  [
    'bytes that are not UTF-8',
    new Uint8Array([...new TextEncoder().encode(model.slice(0, 300)), 0xc3, 0x28]),
    /its bytes are not/,
  ],
  ['an encoding that does not exist', model.replace('UTF-8', 'EBCDIC-9'), /is not known/],
];

describe('a hostile file', () => {
  it.each(refused.map(([what, content, reason]) => [what, { content, reason }] as const))(
    '%s is refused with a short reason, and leaves no trace',
    async (_what, { content, reason }) => {
      const engine = new TestEngine();
      const form = new FormData();
      form.append(
        'resources',
        new File([typeof content === 'string' ? content : new Uint8Array(content)], 'hostile.bpmn'),
      );
      const { status, body } = await engine.call('POST', '/deployments', undefined, {
        method: 'POST',
        body: form,
      });
      expect(status, body.detail).toBe(400);
      expect(body.detail).toMatch(reason);
      expect(body.detail.length).toBeLessThan(60_000);
      expect(engine.engine.events.list()).toEqual([]);
    },
  );

  it('whose tags do not fit is refused in words about the file, not about its reader', async () => {
    const literal = '<literalExpression id="l"><text>1<variable/></literalExpression>';
    const content = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision id="a" name="a">${literal}<informationRequirement id="i"><requiredDecision href="#a"/></informationRequirement><literalExpression id="m"><text>1</text></literalExpression></decision></definitions>`;
    const engine = new TestEngine();
    const refusal = engine.engine.deploy({ name: 'odd.dmn', content });
    await expect(refusal).rejects.toThrow(/'odd.dmn'/);
    await expect(refusal).rejects.not.toThrow(/Cannot read/);
  });

  it('takes the good files beside it along: nothing of a refused deployment stays, not even in a snapshot', async () => {
    const engine = new TestEngine();
    const good = (id: string) => ({ name: `${id}.bpmn`, content: bpmn(id, start) });
    await expect(engine.engine.deploy(good('fine'), { name: 'bad.bpmn', content: '<' })).rejects.toThrow(
      /bad/,
    );
    await expect(engine.engine.deploy(good('twice'), { ...good('twice'), name: 'b.bpmn' })).rejects.toThrow(
      /twice/,
    );
    expect(engine.engine.snapshot().sources).toEqual([]);
    await engine.engine.deploy(good('fine'), good('twice'));
    expect(engine.engine.snapshot().sources.map(({ name }) => name)).toEqual(['fine.bpmn', 'twice.bpmn']);
  });

  it('does not include another', async () => {
    const engine = new TestEngine();
    const include =
      '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>';
    await engine.deploy(
      bpmn(
        'include',
        `${start}${element('task', 'task', `<bpmn:extensionElements>${include}</bpmn:extensionElements>`)}${end}${flows('start task end')}`,
      ),
    );
    await engine.create('include');
    const [{ processDefinitionKey }] = await engine.search('process-definitions');
    const { body } = await engine.call('GET', `/process-definitions/${processDefinitionKey}/xml`);
    expect(body).toContain(include);
  });
});
