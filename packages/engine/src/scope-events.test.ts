import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  eventSubProcess,
  flow,
  flows,
  serviceTask,
  start,
  subProcess,
} from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const escalation = '<bpmn:escalationEventDefinition escalationRef="e"/>';
const root = '<bpmn:escalation id="e" escalationCode="E"/>';
const inside = `${element('startEvent', 's')}${element('intermediateThrowEvent', 'throw', escalation)}${serviceTask('inside', 'inside')}${flows('s throw inside')}`;
const after = `${serviceTask('after', 'after')}${flows('caught after')}`;

describe('an escalation', () => {
  it.each([
    ['interrupting', '', [], 1],
    ['not interrupting', 'cancelActivity="false"', ['inside'], 1],
  ])('is caught by a boundary event that is %s', async (_, attributes, alive, handled) => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside)}${end}${boundary('caught', 'sub', escalation, attributes)}${after}${flows('start sub end')}`,
        root,
      ),
    );
    await engine.create('p');
    expect((await engine.activate('inside')).map(({ elementId }) => elementId)).toEqual(alive);
    expect((await engine.activate('after')).length).toBe(handled);
  });

  it('is caught by an event sub-process beside it, once for each throw', async () => {
    const engine = new TestEngine();
    const handler = eventSubProcess(
      'handler',
      '<bpmn:escalationEventDefinition/>',
      serviceTask('after', 'after') + flows('handler-start after'),
      'isInterrupting="false"',
    );
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('intermediateThrowEvent', 'throw', escalation)}${element('endEvent', 'end', escalation)}${handler}${flows('start throw end')}`,
        root,
      ),
    );
    const key = await engine.create('p');
    expect(await engine.work('after')).toBe(2);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('does nothing when nobody catches it', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('p', `${start}${element('endEvent', 'end', escalation)}${flows('start end')}`, root),
    );
    expect(await engine.stateOf(await engine.create('p'))).toBe('COMPLETED');
    expect(await engine.search('incidents')).toEqual([]);
  });
});

describe('a terminate end event', () => {
  it('ends everything else in its scope, half-filled joins too, and the scope goes on', async () => {
    const engine = new TestEngine();
    const content = `${element('startEvent', 's')}${element('parallelGateway', 'fork')}${element('parallelGateway', 'join')}${serviceTask('never', 'never')}${serviceTask('quick', 'quick')}${element('endEvent', 'stop', '<bpmn:terminateEventDefinition/>')}
      ${flows('s fork quick stop')}${flows('fork join')}${flows('fork never join')}`;
    await engine.deploy(
      bpmn(
        'p',
        `${start}${subProcess('sub', content)}${serviceTask('after', 'after')}${flows('start sub after')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('quick');
    expect(await engine.activate('never')).toEqual([]);
    expect(await engine.work('after')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const [sub] = await engine.search('element-instances', { elementId: 'sub' });
    expect(sub.state).toBe('COMPLETED');
  });

  it('completes the process instance at its top', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${serviceTask('slow', 'slow')}${element('endEvent', 'stop', '<bpmn:terminateEventDefinition/>')}${element('parallelGateway', 'fork')}${flows('start fork slow')}${flows('fork stop')}`,
      ),
    );
    expect(await engine.stateOf(await engine.create('p'))).toBe('COMPLETED');
    expect(await engine.search('element-instances', { state: 'ACTIVE' })).toEqual([]);
  });
});

describe('a link', () => {
  const link = (name: string) => `<bpmn:linkEventDefinition name="${name}"/>`;
  it('goes on at the catch event of its name', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('intermediateThrowEvent', 'jump', link('L'))}${element('intermediateCatchEvent', 'land', link('L'))}${end}${flows('start jump')}${flows('land end')}`,
      ),
    );
    const key = await engine.create('p');
    expect(await engine.history(key)).toEqual([
      'start COMPLETED',
      'jump COMPLETED',
      'land COMPLETED',
      'end COMPLETED',
    ]);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it.each([
    ['without a catch event', element('intermediateThrowEvent', 'jump', link('L'))],
    [
      'with two catch events',
      element('intermediateCatchEvent', 'a', link('L')) + element('intermediateCatchEvent', 'b', link('L')),
    ],
    ['without a name', element('intermediateThrowEvent', 'jump', '<bpmn:linkEventDefinition/>')],
  ])('is refused at deployment: %s', async (_, content) => {
    const engine = new TestEngine();
    await expect(engine.deploy(bpmn('p', start + content))).rejects.toThrow(/link/);
  });
});

describe('an inclusive gateway', () => {
  const gateway = (id: string, attributes = '') => element('inclusiveGateway', id, '', attributes);
  const model = bpmn(
    'p',
    `${start}${gateway('fork', 'default="none"')}${gateway('join')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${serviceTask('c', 'c')}${serviceTask('after', 'after')}${end}
    ${flow('start', 'fork')}${flow('fork', 'a', '=a')}${flow('fork', 'b', '=b')}${flow('fork', 'c', undefined, 'none')}${flows('a join after end')}${flows('b join')}${flows('c join')}`,
  );

  it('takes every true flow and joins when all of them have come', async () => {
    const engine = new TestEngine();
    await engine.deploy(model);
    const key = await engine.create('p', { a: true, b: true });
    await engine.work('a');
    expect(await engine.activate('after')).toEqual([]);
    await engine.work('b');
    expect(await engine.work('after')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('does not wait for flows that nothing can take any more', async () => {
    const engine = new TestEngine();
    await engine.deploy(model);
    await engine.create('p', { a: true, b: false });
    await engine.work('a');
    expect(await engine.work('after')).toBe(1);
  });

  it('takes the default flow when no condition holds', async () => {
    const engine = new TestEngine();
    await engine.deploy(model);
    await engine.create('p', { a: false, b: false });
    expect(await engine.work('c')).toBe(1);
    expect(await engine.work('after')).toBe(1);
  });

  it('joins when the last path that could have come goes elsewhere', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${gateway('fork')}${gateway('join')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('exclusiveGateway', 'choice', '', 'default="else"')}${element('endEvent', 'elsewhere')}${serviceTask('after', 'after')}
        ${flow('start', 'fork')}${flow('fork', 'a', '=true')}${flow('fork', 'b', '=true')}${flows('a join after')}${flow('b', 'choice')}${flow('choice', 'elsewhere', '=leave')}${flow('choice', 'join', undefined, 'else')}`,
      ),
    );
    await engine.create('p', { leave: true });
    await engine.work('a');
    expect(await engine.activate('after')).toEqual([]);
    await engine.work('b');
    expect(await engine.work('after')).toBe(1);
  });

  it('raises CONDITION_ERROR when a condition compares a text with a number', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${gateway('fork')}${element('endEvent', 'a')}${element('endEvent', 'b')}${flow('start', 'fork')}${flow('fork', 'a', '=x &gt; 1'.replace('&gt;', '>'))}${flow('fork', 'b', '=true')}`,
      ),
    );
    await engine.create('p', { x: 'text' });
    expect(await engine.search('incidents')).toMatchObject([
      { errorType: 'CONDITION_ERROR', elementId: 'fork' },
    ]);
  });
});
