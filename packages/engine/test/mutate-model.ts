import * as fc from 'fast-check';

/** A file damaged one to four times, in the ways that files are damaged: by accident, by tools, and on purpose. */
export function mutation(content: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...gentleChanges) },
      { weight: 1, arbitrary: fc.constantFrom(...roughChanges) },
    ),
    fc.nat(),
    fc.nat(),
  );
  const bytes = fc.oneof(
    { weight: 9, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(byteChange, { maxLength: 2 }) },
  );
  return fc.tuple(fc.array(change, { minLength: 1, maxLength: 3 }), bytes).map(([list, flips]) => {
    const text = list.reduce(
      (made, [apply, first, second]) => apply(made, first, second),
      new TextDecoder().decode(content),
    );
    return flips.reduce<Uint8Array>(
      (made, [at, value]) => made.map((byte, index) => (index === at % made.length ? value : byte)),
      new TextEncoder().encode(text),
    );
  });
}

const byteChange = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));

type Change = (text: string, first: number, second: number) => string;

const values = [
  '',
  ' ',
  '=',
  '=1 +',
  '=null',
  '=[1,2]',
  '0',
  '-1',
  '1e99',
  'x'.repeat(100_000),
  '__proto__',
  'constructor',
  '&amp;',
  '&#0;',
  '&#xD800;',
  '\u{1F680}',
  'true',
  'PT1S',
  'R/PT1S',
  '=start',
  'start',
  'task',
  'end',
  '#none',
  'toString',
];
const snippets = [
  '<!-- -- -->',
  '<![CDATA[',
  ']]>',
  '<?x',
  '&bomb;',
  '\u0000',
  '<a xmlns="urn:a"/>',
  '<bpmn:task id="more"/>',
  '<task/>',
  '<startEvent/>',
  '<endEvent id="__proto__"/>',
  '<scriptTask id="s"/>',
  '<subProcess id="sp"/>',
  '<multiInstanceLoopCharacteristics/>',
  '<standardLoopCharacteristics/>',
  '<extensionElements/>',
  '<timerEventDefinition/>',
  '<messageEventDefinition messageRef="none"/>',
  '<sequenceFlow id="f-x" sourceRef="start" targetRef="start"/>',
  '<sequenceFlow id="f-y" sourceRef="task" targetRef="start"/>',
  '<boundaryEvent id="b-x" attachedToRef="b-x"/>',
  '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
];
const heads = [
  '<!DOCTYPE a [<!ENTITY b "bomb"><!ENTITY c "&b;&b;&b;&b;">]>',
  '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
  '<!doctype html>',
  '\uFEFF\uFEFF',
  ' ',
  '<?xml version="1.1" encoding="UTF-7"?>',
];

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
const replaceAt = (text: string, at: number, length: number, by: string) =>
  text.slice(0, at) + by + text.slice(at + length);

/** What lies between the tags' beginnings and ends: `<…>`. */
const tags = (text: string) => [...text.matchAll(/<[^!?][^<>]*>/g)];
const attributes = (text: string) => [...text.matchAll(/([\w:]+)="([^"]*)"/g)];
const references = (text: string) => [...text.matchAll(/(\w*Ref|default)="([^"]*)"/g)];
const ids = (text: string) => [...text.matchAll(/\b(id)="([^"]*)"/g)];
/** Elements without others inside, or whole with what is inside. */
const elements = (text: string) => [...text.matchAll(/<([\w:]+)[^<>]*(?:\/>|>[^<]*<\/\1>|>[\s\S]*?<\/\1>)/g)];

/** After these a file is often a model still. */
const gentleChanges: readonly Change[] = [
  // An element is dropped, doubled, or takes another's place.
  (text, first) => edit(text, elements(text), first, () => ''),
  (text, first) => edit(text, elements(text), first, (whole) => whole + whole),
  (text, first, second) => edit(text, elements(text), first, () => pick(elements(text), second)?.[0] ?? ''),
  // An attribute gets another value, another's value, or goes.
  (text, first, second) =>
    edit(text, attributes(text), first, (_, name) => `${name}="${pick(values, second)}"`),
  (text, first, second) =>
    edit(
      text,
      attributes(text),
      first,
      (_, name) => `${name}="${pick(attributes(text), second)?.[2] ?? ''}"`,
    ),
  (text, first) => edit(text, attributes(text), first, () => ''),
  (text, first) => edit(text, attributes(text), first, (whole) => `${whole} ${whole}`),
  // All elements of one kind become another kind.
  (text, first, second) => {
    const [from, to] = [pick(kinds, first), pick(kinds, second)];
    return text.replaceAll(new RegExp(`(</?(?:\\w+:)?)${from}\\b`, 'g'), `$1${to}`);
  },
  (text, first, second) => edit(text, tags(text), first, (whole) => whole + pick(snippets, second)),
  // A reference leads elsewhere.
  (text, first, second) =>
    edit(text, references(text), first, (_, name) => `${name}="${pick(ids(text), second)?.[2] ?? ''}"`),
];

/** After these it hardly ever is. */
const roughChanges: readonly Change[] = [
  (text, first) => edit(text, tags(text), first, () => ''),
  // Something is put anywhere, or at the front.
  (text, first, second) => replaceAt(text, first % (text.length + 1), 0, pick(snippets, second)),
  (text, first) => pick(heads, first) + text,
  (text, first, second) => text.replace(/\?>/, `?>${pick(heads, first + second)}`),
  // The file ends early, or a stretch of it is missing.
  (text, first) => text.slice(0, first % (text.length + 1)),
  (text, first, second) => replaceAt(text, first % (text.length + 1), second % 200, ''),
  // Something is inside itself, very often.
  (text, first, second) =>
    edit(text, elements(text), first, (whole, name) => {
      const depth = [3, 50, 3000][second % 3] ?? 3;
      return (
        Array.from({ length: depth }, (_, index) => `<${name} id="deep-${index}">`).join('') +
        whole +
        `</${name}>`.repeat(depth)
      );
    }),
];

const kinds = [
  'task',
  'serviceTask',
  'userTask',
  'subProcess',
  'adHocSubProcess',
  'callActivity',
  'startEvent',
  'endEvent',
  'boundaryEvent',
  'intermediateCatchEvent',
  'intermediateThrowEvent',
  'exclusiveGateway',
  'parallelGateway',
  'inclusiveGateway',
  'eventBasedGateway',
  'receiveTask',
  'scriptTask',
  'businessRuleTask',
  'timerEventDefinition',
  'messageEventDefinition',
  'errorEventDefinition',
  'conditionalEventDefinition',
  'terminateEventDefinition',
  'compensateEventDefinition',
  'linkEventDefinition',
  'signalEventDefinition',
  'escalationEventDefinition',
];

function edit(
  text: string,
  found: readonly RegExpExecArray[],
  at: number,
  by: (whole: string, name: string) => string,
): string {
  const match = pick(found, at);
  return match === undefined
    ? text
    : replaceAt(text, match.index, match[0].length, by(match[0], match[1] ?? ''));
}
