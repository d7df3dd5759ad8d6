import { describe, expect, it } from 'vitest';
import { bpmn, end, flow, flows, serviceTask, start } from '../test/bpmn.ts';
import {
  boundary,
  catchEvent,
  eventSubProcess,
  message,
  on,
  signal,
  startOn,
  throwEvent,
} from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const root = `${message('keyed', '=key')}${message('plain')}${signal('s')}<bpmn:message id="message-nameless"/><bpmn:signal id="signal-nameless"/>`;
const process = (content: string) => bpmn('checked', content, root);
const withCatch = (definition: string) =>
  process(`${start}${catchEvent('e', definition)}${end}${flows('start e end')}`);
const withBoundary = (...definitions: string[]) =>
  process(
    `${start}${serviceTask('task', 'work')}${definitions.map((definition, index) => boundary(`e${index}`, 'task', definition)).join('')}${end}${flows('start task end')}`,
  );
const withStart = (...definitions: string[]) =>
  process(
    `${definitions.map((definition, index) => `${startOn(`e${index}`, definition)}${flow(`e${index}`, 'end')}`).join('')}${end}`,
  );
const withEnd = (definition: string) =>
  process(`${start}${throwEvent('e', definition, '', 'endEvent')}${flows('start e')}`);
const withHandler = (definition: string, interrupting = true) =>
  process(
    `${start}${end}${flows('start end')}${eventSubProcess('handler', startOn('e', definition, '', interrupting), 'x')}`,
  );
const gatewayTo = (targets: string, rest = '') =>
  process(`${start}<bpmn:eventBasedGateway id="e"/>${targets}${end}${flow('start', 'e')}${rest}`);
const two = `${catchEvent('a', on.message('keyed'))}${catchEvent('b', on.timer('duration', 'PT1S'))}`;

describe('deployment checks of events (3.2.1)', () => {
  it.each([
    ['a message without a name', withCatch(on.message('nameless')), /'e'.*name/],
    [
      'a message catch event without a correlation key',
      withCatch(on.message('plain')),
      /'e'.*correlation key/,
    ],
    [
      'an event sub-process message without a correlation key',
      withHandler(on.message('plain')),
      /'e'.*correlation/,
    ],
    [
      'a receive task without a message',
      process(`${start}<bpmn:receiveTask id="e"/>${flows('start e')}`),
      /'e'.*name/,
    ],
    [
      'two boundary events for one message',
      withBoundary(on.message('keyed'), on.message('keyed')),
      /'e1'.*keyed/,
    ],
    ['two start events for one message', withStart(on.message('plain'), on.message('plain')), /'e1'.*plain/],
    ['a signal without a name', withCatch(on.signal('nameless')), /'e'.*name/],
    ['two boundary events for one signal', withBoundary(on.signal('s'), on.signal('s')), /'e1'.*signal 's'/],
    ['a message end event without a job type', withEnd(on.message('plain')), /'e'.*job type/],
    ['a timer end event', withEnd(on.timer('duration', 'PT1S')), /'e'.*timer/],
    ['a conditional end event', withEnd(on.condition('=true')), /'e'.*conditional/],
    ['a start event with a duration', withStart(on.timer('duration', 'PT1S')), /'e0'.*duration/],
    ['a catch event with a cycle', withCatch(on.timer('cycle', 'R3/PT1S')), /'e'.*cycle/],
    [
      'an interrupting boundary event with a cycle',
      withBoundary(on.timer('cycle', 'R3/PT1S')),
      /'e0'.*cycle/,
    ],
    [
      'an interrupting event sub-process with a cycle',
      withHandler(on.timer('cycle', 'R3/PT1S')),
      /'e'.*cycle/,
    ],
    ['a timer text that cannot be read', withCatch(on.timer('duration', 'soon')), /'e'.*soon/],
    ['a timer without a time', withCatch('<bpmn:timerEventDefinition/>'), /'e'.*exactly one/],
    ['a condition without an expression', withCatch(on.condition('')), /'e'.*condition/],
    ['a condition that is no FEEL', withCatch(on.condition('=a +')), /'e'/],
    ['an intermediate catch event without a definition', withCatch(''), /'e'.*must wait/],
    [
      'an event-based gateway with one flow',
      gatewayTo(two, `${flows('e a end')}${flow('b', 'end')}`),
      /'e'.*two/,
    ],
    [
      'an event-based gateway that leads to a receive task',
      gatewayTo(
        `${two}<bpmn:receiveTask id="r" messageRef="message-keyed"/>`,
        `${flows('e a end')}${flows('e b end')}${flows('e r end')}`,
      ),
      /'e'.*'r'/,
    ],
    [
      'an event behind an event-based gateway with another way in',
      gatewayTo(two, `${flows('e a end')}${flows('e b end')}${flow('start', 'a')}`),
      /'a'.*incoming/,
    ],
    [
      'an event-based gateway that waits for one message twice',
      gatewayTo(
        `${two}${catchEvent('c', on.message('keyed'))}`,
        `${flows('e a end')}${flows('e b end')}${flows('e c end')}`,
      ),
      /'c'.*keyed/,
    ],
  ])('refuse %s', async (_, model, expected) => {
    const engine = new TestEngine();
    await expect(engine.deploy(model)).rejects.toThrow(expected);
  });

  it.each([
    ['a message start event without a correlation key', withStart(on.message('plain'))],
    ['a cycle at a non-interrupting event sub-process', withHandler(on.timer('cycle', 'R3/PT1S'), false)],
    ['a duration at an interrupting event sub-process', withHandler(on.timer('duration', 'PT1S'))],
  ])('accept %s', async (_, model) => {
    const engine = new TestEngine();
    await engine.deploy(model);
  });
});
