import { describe, expect, it } from 'vitest';
import { bpmn, element, end, flows, serviceTask, start, subProcess } from './bpmn.ts';
import { boundary, catchEvent, message, on, signal, startOn, throwEvent } from './events.ts';
import { TestEngine } from './test-engine.ts';

type Case = readonly [what: string, elementId: string, reason: RegExp, content: string, root?: string];

const line = (middle: string) => `${start}${middle}${end}${flows('start odd end')}`;
const timer = on.timer('duration', 'PT1S');
const inner = `<bpmn:startEvent id="inner"/>`;
const eventSub = (definition: string) =>
  `${start}${subProcess('odd', startOn('odd-start', definition), 'triggeredByEvent="true"')}`;

const cases: readonly Case[] = [
  ['a transaction', 'odd', /Transaction/, line(element('transaction', 'odd', inner))],
  ['a complex gateway', 'odd', /ComplexGateway/, line(element('complexGateway', 'odd'))],
  [
    'a cancel end event',
    'odd',
    /cancel/,
    `${start}${element('endEvent', 'odd', '<bpmn:cancelEventDefinition/>')}${flows('start odd')}`,
  ],
  [
    'a cancel boundary event',
    'cancelled',
    /cancel/,
    line(`${element('task', 'odd')}${boundary('cancelled', 'odd', '<bpmn:cancelEventDefinition/>')}`),
  ],
  [
    'a standard loop',
    'odd',
    /standard loop/,
    line(element('task', 'odd', '<bpmn:standardLoopCharacteristics/>')),
  ],
  [
    'a catch event with two definitions',
    'odd',
    /more than one event definition/,
    line(catchEvent('odd', timer + on.signal('s'))),
    signal('s'),
  ],
  [
    'a boundary event with two definitions',
    'twice',
    /more than one event definition/,
    line(`${element('task', 'odd')}${boundary('twice', 'odd', timer + on.signal('s'))}`),
    signal('s'),
  ],
  [
    'a parallel multiple start',
    'odd',
    /more than one event definition/,
    startOn('odd', timer + on.signal('s')),
    signal('s'),
  ],
  [
    'a multi-instance without a collection',
    'odd',
    /input collection/,
    line(element('task', 'odd', '<bpmn:multiInstanceLoopCharacteristics/>')),
  ],
  ['a call choreography', 'odd', /CallChoreography|not supported/, line(element('callChoreography', 'odd'))],
  ['a choreography task', 'odd', /ChoreographyTask/, line(element('choreographyTask', 'odd'))],
  ['a sub-choreography', 'odd', /SubChoreography/, line(element('subChoreography', 'odd'))],
  ['an implicit throw event', 'odd', /ImplicitThrowEvent/, line(element('implicitThrowEvent', 'odd'))],
  ['a plain event', 'odd', /Event/, line(element('event', 'odd'))],
  ['a thrown timer', 'odd', /timer/, line(throwEvent('odd', timer))],
  ['a thrown condition', 'odd', /conditional/, line(throwEvent('odd', on.condition('=true')))],
  [
    'an end that waits for a time',
    'odd',
    /timer/,
    `${start}${throwEvent('odd', timer, '', 'endEvent')}${flows('start odd')}`,
  ],
  ['a caught error in the middle', 'odd', /error/i, line(catchEvent('odd', '<bpmn:errorEventDefinition/>'))],
  [
    'a caught escalation in the middle',
    'odd',
    /escalation/,
    line(catchEvent('odd', '<bpmn:escalationEventDefinition/>')),
  ],
  [
    'a caught compensation in the middle',
    'odd',
    /compensat/i,
    line(catchEvent('odd', '<bpmn:compensateEventDefinition/>')),
  ],
  [
    'a caught termination in the middle',
    'odd',
    /terminate/,
    line(catchEvent('odd', '<bpmn:terminateEventDefinition/>')),
  ],
  ['a thrown error in the middle', 'odd', /error/i, line(throwEvent('odd', '<bpmn:errorEventDefinition/>'))],
  [
    'a thrown termination in the middle',
    'odd',
    /terminate/,
    line(throwEvent('odd', '<bpmn:terminateEventDefinition/>')),
  ],
  ['a link at a start', 'odd', /link/, startOn('odd', '<bpmn:linkEventDefinition name="l"/>')],
  [
    'a compensation event sub-process',
    'odd-start',
    /compensat/i,
    eventSub('<bpmn:compensateEventDefinition/>'),
  ],
  ['an event sub-process that catches nothing', 'odd', /event definition/, eventSub('')],
  [
    'a conditional start without a condition',
    'odd',
    /condition/,
    startOn('odd', '<bpmn:conditionalEventDefinition/>'),
  ],
  ['a timer without a time', 'odd', /exactly one/, line(catchEvent('odd', '<bpmn:timerEventDefinition/>'))],
  [
    'a message without a correlation key',
    'odd',
    /correlation key/,
    line(catchEvent('odd', on.message('m'))),
    message('m'),
  ],
  ['a service task without a type', 'odd', /task definition/, line(element('serviceTask', 'odd'))],
  ['an expression that is none', 'odd', /odd|expression/i, line(serviceTask('odd', '=1 +'))],
  ['a call activity that calls nobody', 'odd', /called element/, line(element('callActivity', 'odd'))],
  [
    'a flow to nowhere',
    'odd',
    /odd|target/,
    `${start}<bpmn:sequenceFlow id="odd" sourceRef="start" targetRef="gone"/>`,
  ],
  [
    'a flow to the process itself',
    'odd',
    /leave its scope/,
    `${start}<bpmn:sequenceFlow id="odd" sourceRef="start" targetRef="unsupported"/>`,
  ],
  [
    'a flow into a sub-process',
    'odd',
    /leave its scope/,
    `${start}${subProcess('sub', inner)}<bpmn:sequenceFlow id="odd" sourceRef="start" targetRef="inner"/>`,
  ],
  ['a boundary event at nobody', 'odd', /attached/, `${start}${boundary('odd', 'gone', timer)}`],
  [
    'two elements of one id',
    'odd',
    /duplicate/,
    `${start}${element('task', 'odd')}${element('task', 'odd')}`,
  ],
  ['a process without a start', 'unsupported', /start event/, element('task', 'odd')],
  ['two none starts', 'unsupported', /none start/, `${start}${element('startEvent', 'odd')}`],
];

describe('an unsupported model is refused, and nothing of it stays', () => {
  it.each(cases.map((one) => [one[0], one] as const))('%s', async (_what, one) => {
    const [, elementId, reason, content, root = ''] = one;
    const engine = new TestEngine();
    const form = new FormData();
    form.append('resources', new File([bpmn('unsupported', content, root)], 'unsupported.bpmn'));
    const { status, body } = await engine.call('POST', '/deployments', undefined, {
      method: 'POST',
      body: form,
    });
    expect({ status, title: body.title }).toEqual({ status: 400, title: 'INVALID_ARGUMENT' });
    expect(body.detail).toContain(`Element '${elementId}'`);
    expect(body.detail).toMatch(reason);
    expect(engine.engine.events.list()).toEqual([]);
  });

  it('an unknown element of BPMN, whatever the prefix is', async () => {
    const model = bpmn('strange', `${start}<bpmn:dreamTask id="odd"/>`);
    for (const prefix of ['bpmn', 'any']) {
      const content = model.replaceAll('bpmn:', `${prefix}:`).replace('xmlns:bpmn', `xmlns:${prefix}`);
      await expect(new TestEngine().deploy(content)).rejects.toThrow(/<(bpmn|any):dreamTask>/);
    }
  });

  it('a process without an id, or with one that the API does not know', async () => {
    const model = bpmn('unnamed', start);
    await expect(new TestEngine().deploy(model.replace('id="unnamed"', ''))).rejects.toThrow(
      /must have an id/,
    );
    await expect(new TestEngine().deploy(bpmn('a:b', start))).rejects.toThrow(/'a:b': [^\n]*must have an id/);
  });

  it('a broken event has one finding, not two', async () => {
    const model = bpmn('broken', line(catchEvent('odd', '<bpmn:timerEventDefinition/>')));
    await expect(new TestEngine().deploy(model)).rejects.toThrow(/:\n- [^\n]*exactly one[^\n]*$/);
  });
});
