import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  extensions,
  flows,
  mapping,
  serviceTask,
  start,
  subProcess,
} from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const definition = (activity?: string) =>
  `<bpmn:compensateEventDefinition ${activity === undefined ? '' : `activityRef="${activity}"`}/>`;
const handler = (id: string) =>
  serviceTask(id, id).replace('<bpmn:serviceTask', '<bpmn:serviceTask isForCompensation="true"');
/** An activity with a compensation handler `undo-<id>`, without its association. */
const undoable = (id: string) =>
  `${serviceTask(id, id)}${boundary(`b-${id}`, id, definition())}${handler(`undo-${id}`)}`;
const association = (id: string) =>
  `<bpmn:association id="as-${id}" sourceRef="b-${id}" targetRef="undo-${id}"/>`;
const thrower = (activity?: string) => element('intermediateThrowEvent', 'throw', definition(activity));

describe('compensation', () => {
  it('starts the handlers of completed activities, and the throw event waits for all of them', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${undoable('a')}${undoable('b')}${thrower()}${end}${flows('start a b throw end')}${association('a')}${association('b')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    await engine.work('b');
    expect(await engine.work('undo-a')).toBe(1);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect(await engine.work('undo-b', { undone: true })).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ undone: true });
  });

  it('of one activity starts its handler only, once for each completion', async () => {
    const engine = new TestEngine();
    const stop = element('endEvent', 'end', definition('a'));
    await engine.deploy(
      bpmn(
        'p',
        `${start}${undoable('a')}${undoable('b')}${stop}${flows('start a b end')}${association('a')}${association('b')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    await engine.work('b');
    expect((await engine.activate('undo-b')).length).toBe(0);
    expect(await engine.work('undo-a')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('with nothing to compensate goes on', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('p', `${start}${undoable('a')}${thrower()}${end}${flows('start throw end')}${association('a')}`),
    );
    expect(await engine.stateOf(await engine.create('p'))).toBe('COMPLETED');
  });

  it('enters completed sub-processes and shows their variables to the handlers', async () => {
    const engine = new TestEngine();
    const inside = `${extensions(mapping({ inputs: { local: '=7' } }))}${element('startEvent', 's')}${undoable('a')}${flows('s a')}${association('a')}`;
    await engine.deploy(
      bpmn('p', `${start}${subProcess('sub', inside)}${thrower('sub')}${end}${flows('start sub throw end')}`),
    );
    const key = await engine.create('p');
    await engine.work('a');
    const [job] = await engine.activate('undo-a');
    expect(job.variables).toEqual({ local: 7 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('leaves nothing open when the instance is cancelled', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('p', `${start}${undoable('a')}${thrower()}${flows('start a throw')}${association('a')}`),
    );
    const key = await engine.create('p');
    await engine.work('a');
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    expect(await engine.search('element-instances', { state: 'ACTIVE' })).toEqual([]);
    expect(await engine.activate('undo-a')).toEqual([]);
  });

  it.each([
    ['a boundary event without a handler', start + undoable('a')],
    ['a handler with a flow', start + undoable('a') + flows('start undo-a') + association('a')],
    [
      'an activity that is not in the scope',
      `${start}${thrower('missing')}${subProcess('sub', element('startEvent', 's') + element('task', 'missing'))}`,
    ],
  ])('is refused at deployment: %s', async (_, content) => {
    const engine = new TestEngine();
    await expect(engine.deploy(bpmn('p', content))).rejects.toThrow(/Element '/);
  });
});
