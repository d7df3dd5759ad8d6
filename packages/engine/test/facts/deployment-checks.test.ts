import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  error,
  errorEvent,
  eventSubProcess,
  extensions,
  flow,
  flows,
  mapping,
  serviceTask,
  start,
  subProcess,
} from '../bpmn.ts';
import { catchEvent, message, on, signal, throwEvent } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

const k = '=&quot;k&quot;';
const roots = `${error('err', 'E')}${error('err2', 'E2')}${error('same', 'E')}<bpmn:error id="nocode"/><bpmn:escalation id="esc" escalationCode="X"/><bpmn:escalation id="noesc"/>${message('m', k)}${signal('x')}`;
const model = (content: string) => bpmn('p', `${start}${content}${end}`, roots);
const around = (task: string, more = '') => {
  const id = /id="([^"]+)"/.exec(task)?.[1] ?? '';
  return model(`${task}${more}${flows(`start ${id} end`)}`);
};
const extended = (kind: string, inside: string, more = '') =>
  element(kind, 'odd', `${extensions(inside)}${more}`);
const job = '<zeebe:taskDefinition type="a"/>';
const loop = (attributes: string) =>
  `<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics ${attributes}/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
const listener = (eventType: string, type = 'l') =>
  `<zeebe:executionListener eventType="${eventType}" type="${type}"/>`;
const listening = (...all: string[]) =>
  `<zeebe:executionListeners>${all.join('')}</zeebe:executionListeners>`;
const escalate = (reference?: string) =>
  `<bpmn:escalationEventDefinition${reference === undefined ? '' : ` escalationRef="${reference}"`}/>`;
const link = (name: string) => `<bpmn:linkEventDefinition name="${name}"/>`;
const sub = (content: string) => subProcess('sub', content);
const handled = (id: string, definition: string, attributes = '') =>
  `${boundary(id, 'task', definition, attributes)}${element('endEvent', `${id}-end`)}${flows(`${id} ${id}-end`)}`;
const task = serviceTask('task', 'a');

describe('deployments are refused, naming the element (3.2.1)', () => {
  it.each([
    ['a process without a start event', bpmn('odd', end), 'odd'],
    ['a transaction', around(element('transaction', 'odd', element('startEvent', 's'))), 'odd'],
    ['a complex gateway', around(element('complexGateway', 'odd')), 'odd'],
    [
      'a standard loop',
      around(element('serviceTask', 'odd', `${extensions(job)}<bpmn:standardLoopCharacteristics/>`)),
      'odd',
    ],
    [
      'a cancel end event',
      model(`${element('endEvent', 'odd', '<bpmn:cancelEventDefinition/>')}${flows('start odd')}`),
      'odd',
    ],
    ['an event of two kinds', around(catchEvent('odd', on.message('m') + on.signal('x'))), 'odd'],
    ['an embedded sub-process without a start event', around(subProcess('odd', element('task', 't'))), 'odd'],
    [
      'an embedded sub-process with two',
      around(subProcess('odd', element('startEvent', 's1') + element('startEvent', 's2'))),
      'odd',
    ],
    [
      'an embedded sub-process with a message start',
      around(subProcess('odd', element('startEvent', 's', on.message('m')))),
      '',
    ],
    [
      'an event sub-process with a none start',
      model(
        `${flows('start end')}${subProcess('odd', element('startEvent', 's'), 'triggeredByEvent="true"')}`,
      ),
      '',
    ],
    [
      'an event sub-process with two starts',
      model(
        `${flows('start end')}${subProcess('odd', element('startEvent', 's1', on.message('m')) + element('startEvent', 's2', on.signal('x')), 'triggeredByEvent="true"')}`,
      ),
      'odd',
    ],
    [
      'an ad-hoc sub-process with a start event',
      around(element('adHocSubProcess', 'odd', element('startEvent', 's') + element('task', 't'))),
      '',
    ],
    [
      'an ad-hoc sub-process with an end event',
      around(element('adHocSubProcess', 'odd', element('task', 't') + element('endEvent', 'e'))),
      '',
    ],
    ['an ad-hoc sub-process without an activity', around(element('adHocSubProcess', 'odd', '')), 'odd'],
    [
      'an error end event without a reference',
      model(`${element('endEvent', 'odd', errorEvent())}${flows('start odd')}`),
      'odd',
    ],
    [
      'an error end event without a code',
      model(`${element('endEvent', 'odd', errorEvent('nocode'))}${flows('start odd')}`),
      'odd',
    ],
    [
      'an error at a process start',
      model(`${element('startEvent', 'odd', errorEvent('err'))}${flows('start end')}${flow('odd', 'end')}`),
      'odd',
    ],
    [
      'an error boundary event that does not interrupt',
      around(task, handled('odd', errorEvent('err'), 'cancelActivity="false"')),
      'odd',
    ],
    [
      'an error event sub-process that does not interrupt',
      model(
        `${flows('start end')}${eventSubProcess('odd', errorEvent('err'), '', 'isInterrupting="false"')}`,
      ),
      'odd',
    ],
    [
      'two error boundary events with one code',
      around(task, handled('b1', errorEvent('err')) + handled('odd', errorEvent('same'))),
      'odd',
    ],
    [
      'two catch-all error boundary events',
      around(task, handled('b1', errorEvent()) + handled('odd', errorEvent())),
      'odd',
    ],
    [
      'two error event sub-processes with one code',
      model(
        `${flows('start end')}${eventSubProcess('one', errorEvent('err'), '')}${eventSubProcess('two', errorEvent('same'), '')}`,
      ),
      '',
    ],
    [
      'an escalation throw event without a reference',
      around(element('intermediateThrowEvent', 'odd', escalate())),
      'odd',
    ],
    [
      'an escalation throw event without a code',
      around(element('intermediateThrowEvent', 'odd', escalate('noesc'))),
      'odd',
    ],
    ['an escalation boundary event at a service task', around(task, handled('odd', escalate('esc'))), 'odd'],
    ['an escalation catch event', around(catchEvent('odd', escalate('esc'))), 'odd'],
    ['an error catch event', around(catchEvent('odd', errorEvent('err'))), 'odd'],
    ['a throwing timer', around(throwEvent('odd', on.timer('duration', 'PT1S'))), 'odd'],
    ['a terminate throw event', around(throwEvent('odd', '<bpmn:terminateEventDefinition/>')), 'odd'],
    ['a boundary event without a kind', around(task, handled('odd', '')), 'odd'],
    [
      'an exclusive gateway with a flow without condition',
      model(
        `${element('exclusiveGateway', 'odd')}${element('endEvent', 'e2')}${flows('start odd')}${flow('odd', 'end', '=a')}${flow('odd', 'e2')}`,
      ),
      '',
    ],
    [
      'a default flow with a condition',
      model(
        `${element('exclusiveGateway', 'odd', '', 'default="d"')}${element('endEvent', 'e2')}${flows('start odd')}${flow('odd', 'end', '=a')}${flow('odd', 'e2', '=b', 'd')}`,
      ),
      '',
    ],
    [
      'an inclusive gateway with a flow without condition',
      model(
        `${element('inclusiveGateway', 'odd')}${element('endEvent', 'e2')}${flows('start odd')}${flow('odd', 'end', '=a')}${flow('odd', 'e2')}`,
      ),
      '',
    ],
    [
      'a condition after a task',
      model(`${element('task', 'odd')}${flows('start odd')}${flow('odd', 'end', '=a', 'conditional')}`),
      '',
    ],
    [
      'a condition that does not parse',
      model(
        `${element('exclusiveGateway', 'odd')}${element('endEvent', 'e2')}${flows('start odd')}${flow('odd', 'end', '=a +')}${flow('odd', 'e2', '=b')}`,
      ),
      '',
    ],
    [
      'a link throw without a catch',
      model(
        `${flows('start odd')}${element('intermediateThrowEvent', 'odd', link('L'))}${flow('start', 'end')}`,
      ),
      'odd',
    ],
    [
      'a link without a name',
      model(
        `${flows('start odd')}${element('intermediateThrowEvent', 'odd', link(''))}${flow('start', 'end')}`,
      ),
      'odd',
    ],
    [
      'two link catches of one name',
      model(
        `${flows('start end')}${catchEvent('c1', link('L'))}${catchEvent('odd', link('L'))}${flow('c1', 'end')}${flow('odd', 'end')}`,
      ),
      '',
    ],
    [
      'a link catch in another scope than its throw',
      model(
        `${sub(`${element('startEvent', 's')}${element('intermediateThrowEvent', 'odd', link('L'))}${flows('s odd')}`)}${flows('start sub end')}${catchEvent('c1', link('L'))}${flow('c1', 'end')}`,
      ),
      'odd',
    ],
    ['a service task with an empty type', around(serviceTask('odd', '')), 'odd'],
    [
      'a script task with job and expression',
      around(extended('scriptTask', `${job}<zeebe:script expression="=1" resultVariable="r"/>`)),
      'odd',
    ],
    ['a script task with neither', around(element('scriptTask', 'odd')), 'odd'],
    [
      'a script without a result variable',
      around(extended('scriptTask', '<zeebe:script expression="=1"/>')),
      'odd',
    ],
    [
      'a business rule task with job and decision',
      around(extended('businessRuleTask', `${job}<zeebe:calledDecision decisionId="d" resultVariable="r"/>`)),
      'odd',
    ],
    ['a business rule task with neither', around(element('businessRuleTask', 'odd')), 'odd'],
    [
      'a decision without a result variable',
      around(extended('businessRuleTask', '<zeebe:calledDecision decisionId="d"/>')),
      'odd',
    ],
    [
      'a decision without an id',
      around(extended('businessRuleTask', '<zeebe:calledDecision resultVariable="r"/>')),
      'odd',
    ],
    ['a call activity without a process id', around(element('callActivity', 'odd')), 'odd'],
    [
      'a call activity with an empty process id',
      around(extended('callActivity', '<zeebe:calledElement processId=""/>')),
      'odd',
    ],
    [
      'a version tag binding without a tag',
      around(extended('callActivity', '<zeebe:calledElement processId="x" bindingType="versionTag"/>')),
      'odd',
    ],
    [
      'an unknown binding',
      around(extended('callActivity', '<zeebe:calledElement processId="x" bindingType="sometimes"/>')),
      'odd',
    ],
    ['a multi-instance without a collection', around(extended('serviceTask', job, loop(''))), 'odd'],
    [
      'an output collection without an element',
      around(extended('serviceTask', job, loop('inputCollection="=[1]" outputCollection="o"'))),
      'odd',
    ],
    [
      'an output element without a collection',
      around(extended('serviceTask', job, loop('inputCollection="=[1]" outputElement="=o"'))),
      'odd',
    ],
    [
      'an input element that is no name',
      around(extended('serviceTask', job, loop('inputCollection="=[1]" inputElement="a b"'))),
      'odd',
    ],
    [
      'an input collection that does not parse',
      around(extended('serviceTask', job, loop('inputCollection="=[1"'))),
      'odd',
    ],
    [
      'a mapping to a target that is no path',
      around(serviceTask('odd', 'a', mapping({ inputs: { 'a b': '=1' } }))),
      'odd',
    ],
    [
      'a mapping to an empty target',
      around(serviceTask('odd', 'a', mapping({ inputs: { '': '=1' } }))),
      'odd',
    ],
    ['a mapping to a literal', around(serviceTask('odd', 'a', mapping({ outputs: { '1a': '=1' } }))), 'odd'],
    ['a mapping to a keyword', around(serviceTask('odd', 'a', mapping({ outputs: { null: '=1' } }))), 'odd'],
    [
      'a mapping to a path with an empty member',
      around(serviceTask('odd', 'a', mapping({ outputs: { 'a..b': '=1' } }))),
      'odd',
    ],
    [
      'a mapping source that does not parse',
      around(serviceTask('odd', 'a', mapping({ inputs: { a: '=1 +' } }))),
      'odd',
    ],
    [
      'a mapping source that is an empty expression',
      around(serviceTask('odd', 'a', mapping({ inputs: { a: '=' } }))),
      'odd',
    ],
    [
      'two listeners of one event and type',
      around(serviceTask('odd', 'a', listening(listener('start'), listener('start')))),
      'odd',
    ],
    ['a listener without a type', around(serviceTask('odd', 'a', listening(listener('start', '')))), 'odd'],
    ['an unknown listener event', around(serviceTask('odd', 'a', listening(listener('sometimes')))), 'odd'],
    [
      'a start listener on a start event',
      bpmn(
        'p',
        `${element('startEvent', 'odd', extensions(listening(listener('start'))))}${end}${flows('odd end')}`,
      ),
      'odd',
    ],
    [
      'a start listener on a boundary event',
      around(
        task,
        boundary('odd', 'task', extensions(listening(listener('start'))) + on.message('m')) +
          flow('odd', 'end'),
      ),
      'odd',
    ],
    ['an end listener on a gateway', around(extended('exclusiveGateway', listening(listener('end')))), 'odd'],
    [
      'an end listener on an error end event',
      model(
        `${element('endEvent', 'odd', extensions(listening(listener('end'))) + errorEvent('err'))}${flows('start odd')}`,
      ),
      'odd',
    ],
    ['retries that are no number', around(serviceTask('odd', 'a', '', 'many')), 'odd'],
    [
      'a priority that is no number',
      around(serviceTask('odd', 'a', '<zeebe:jobPriorityDefinition priority="high"/>')),
      'odd',
    ],
    [
      'a compensation boundary event without a handler',
      around(task, boundary('odd', 'task', '<bpmn:compensateEventDefinition/>')),
      'odd',
    ],
    [
      'a flow into another scope',
      model(
        `${sub(`${element('startEvent', 's')}${element('task', 'inner')}${flows('s inner')}`)}${flows('start sub end')}${flow('start', 'inner', undefined, 'odd')}`,
      ),
      'odd',
    ],
    [
      'a boundary event at something that is not there',
      around(task, boundary('odd', 'nobody', on.message('m'))),
      'odd',
    ],
    [
      'a boundary event at a gateway',
      around(element('exclusiveGateway', 'g'), boundary('odd', 'g', on.message('m')) + flow('odd', 'end')),
      'odd',
    ],
    [
      'a boundary event in another scope than its activity',
      around(
        task,
        `${boundary('odd', 'inner', on.message('m'))}${flow('odd', 'end')}${sub(`${element('startEvent', 's')}${element('task', 'inner')}${flows('s inner')}`)}${flows('start sub end')}`,
      ),
      'odd',
    ],
    [
      'a default flow of another gateway',
      model(
        `${element('exclusiveGateway', 'odd', '', 'default="d"')}${element('exclusiveGateway', 'g', '', 'default="d"')}${flows('start odd')}${flow('start', 'g')}${flow('odd', 'end', '=a')}${flow('odd', 'g', '=b')}${flow('g', 'end', undefined, 'd')}`,
      ),
      'odd',
    ],
    [
      'a flow into a start event',
      model(`${flows('start end')}${element('task', 't')}${flow('t', 'start', undefined, 'odd')}`),
      '',
    ],
    [
      'a flow out of an end event',
      model(`${flows('start end')}${element('task', 't')}${flow('end', 't', undefined, 'odd')}`),
      '',
    ],
    [
      'an id twice',
      model(`${element('task', 'odd')}${element('task', 'odd')}${flows('start odd end')}`),
      'odd',
    ],
  ])('%s', async (_, content, elementId) => {
    const engine = new TestEngine();
    const form = new FormData();
    form.append('resources', new File([content], 'odd.bpmn'));
    const response = await engine.fetch('http://localhost/v2/deployments', { method: 'POST', body: form });
    const body = await response.json();
    expect([response.status, body.title]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(body.detail).toContain('odd.bpmn');
    expect(body.detail).toContain(elementId);
    expect(await engine.search('process-definitions')).toEqual([]);
  });
});

describe('deployments are taken (3.2.1)', () => {
  it.each([
    ['an exclusive gateway with one flow without a condition', around(element('exclusiveGateway', 'g'))],
    [
      'an exclusive gateway that only joins and ends',
      model(`${element('exclusiveGateway', 'g')}${flows('start g')}${flow('start', 'end')}`),
    ],
    [
      'a catch-all beside exact codes',
      around(
        task,
        handled('b1', errorEvent('err')) + handled('b2', errorEvent('err2')) + handled('b3', errorEvent()),
      ),
    ],
    [
      'the same code at a boundary event and at an event sub-process',
      around(task, handled('b1', errorEvent('err')) + eventSubProcess('esp', errorEvent('err'), '')),
    ],
    [
      'an error boundary event at an embedded sub-process',
      around(subProcess('task', element('startEvent', 's')), handled('b1', errorEvent('err'))),
    ],
    [
      'escalation boundary events, one of them not interrupting',
      around(
        subProcess('task', element('startEvent', 's')),
        handled('b1', escalate('esc'), 'cancelActivity="false"') + handled('b2', escalate()),
      ),
    ],
    [
      'an end listener on a start event',
      bpmn(
        'p',
        `${element('startEvent', 's', extensions(listening(listener('end'))))}${end}${flows('s end')}`,
      ),
    ],
    ['a start listener on a gateway', around(extended('exclusiveGateway', listening(listener('start'))))],
    [
      'one listener type for two events',
      around(serviceTask('t', 'a', listening(listener('start'), listener('end')))),
    ],
    [
      'a mapping to a name with other letters',
      around(serviceTask('t', 'a', mapping({ inputs: { größe: '=1', _x1: '=2' } }))),
    ],
    [
      'a static mapping source with an equals sign inside',
      around(serviceTask('t', 'a', mapping({ inputs: { a: 'x=1' } }))),
    ],
    ['a job type with an expression and blanks before it', around(serviceTask('t', ' = a'))],
    ['negative priority', around(serviceTask('t', 'a', '<zeebe:jobPriorityDefinition priority="-5"/>'))],
    [
      'unknown extension elements and attributes of other tools',
      around(
        `<bpmn:task id="t" xmlns:foo="http://foo" foo:bar="1">${extensions('<foo:thing a="1"><foo:deep/></foo:thing>')}</bpmn:task>`,
      ),
    ],
    [
      'lanes, text annotations, data objects and groups',
      model(
        `<bpmn:laneSet id="ls"><bpmn:lane id="l1"><bpmn:flowNodeRef>start</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet><bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dor" dataObjectRef="do"/><bpmn:textAnnotation id="ta"><bpmn:text>x</bpmn:text></bpmn:textAnnotation><bpmn:association id="as" sourceRef="start" targetRef="ta"/>${flows('start end')}`,
      ),
    ],
    [
      'two executable processes in one file',
      bpmn(
        'p',
        `${start}${end}${flows('start end')}`,
        `<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="qs"/></bpmn:process>`,
      ),
    ],
    [
      'a process beside one that is not executable, whatever is in it',
      bpmn(
        'p',
        `${start}${end}${flows('start end')}`,
        `<bpmn:process id="q"><bpmn:complexGateway id="cg"/></bpmn:process>`,
      ),
    ],
    [
      'a collaboration with participants and message flows',
      bpmn(
        'p',
        `${start}${end}${flows('start end')}`,
        `<bpmn:collaboration id="c"><bpmn:participant id="p1" processRef="p"/><bpmn:participant id="p2"/><bpmn:messageFlow id="mf" sourceRef="p1" targetRef="p2"/></bpmn:collaboration>`,
      ),
    ],
    ['a file with BOM and CRLF', `\uFEFF${model(flows('start end')).replaceAll('\n', '\r\n')}`],
    [
      'an error event sub-process that interrupts, with catch-all',
      model(`${flows('start end')}${eventSubProcess('esp', errorEvent(), '')}`),
    ],
    [
      'a receive task in a multi-instance',
      around(element('receiveTask', 'r', loop('inputCollection="=[1]"'), 'messageRef="message-m"')),
    ],
    [
      'a timer start with a cron text',
      bpmn(
        'p',
        `${element('startEvent', 's', on.timer('cycle', '0 0 9-17 * * MON-FRI'))}${end}${flows('s end')}`,
      ),
    ],
  ])('%s', async (_, content) => {
    const engine = new TestEngine();
    await engine.deploy(content);
    expect((await engine.search('process-definitions')).length).toBeGreaterThan(0);
  });
});
