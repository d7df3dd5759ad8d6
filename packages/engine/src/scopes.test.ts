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
  flows,
  mapping,
  serviceTask,
  start,
  subProcess,
} from '../test/bpmn.ts';
import { message, on } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const inner = (content: string, path: string) =>
  `${element('startEvent', 'inner-start')}${content}${element('endEvent', 'inner-end')}${flows(path)}`;
const oneInside = inner(serviceTask('inside', 'inside'), 'inner-start inside inner-end');

describe('an embedded sub-process', () => {
  it('runs from its none start and completes when no path is left', async () => {
    const engine = new TestEngine();
    const two = inner(
      serviceTask('a', 'a') + serviceTask('b', 'b') + element('parallelGateway', 'fork'),
      'inner-start fork a inner-end',
    );
    await engine.deploy(
      bpmn('p', start + subProcess('sub', two + flows('fork b')) + end + flows('start sub end')),
    );
    const key = await engine.create('p');
    await engine.work('a');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.work('b');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const [sub] = await engine.search('element-instances', { elementId: 'sub' });
    expect(sub).toMatchObject({ type: 'SUB_PROCESS', state: 'COMPLETED' });
    const children = await engine.search('element-instances', {
      elementInstanceScopeKey: sub.elementInstanceKey,
    });
    expect(children.map(({ elementId }) => elementId).sort()).toEqual([
      'a',
      'b',
      'fork',
      'inner-end',
      'inner-start',
    ]);
  });

  it('ends when a message that was published before interrupts it while its start event completes', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${subProcess('sub', oneInside)}${boundary('bound', 'sub', on.message('go'))}${element('endEvent', 'caught')}${end}${flows('start sub end')}${flows('bound caught')}`,
        message('go', '=1'),
      ),
    );
    await engine.call('POST', '/messages/publication', {
      name: 'go',
      correlationKey: '1',
      timeToLive: 60_000,
    });
    const key = await engine.create('p');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.history(key)).toContain('caught COMPLETED');
  });

  it('keeps its locals to itself unless output mappings lift them', async () => {
    const engine = new TestEngine();
    const maps = extensions(
      mapping({ inputs: { local: '=1', other: '=2' }, outputs: { lifted: '=local + 1' } }),
    );
    await engine.deploy(
      bpmn('p', start + subProcess('sub', maps + oneInside) + end + flows('start sub end')),
    );
    const key = await engine.create('p');
    await engine.work('inside', { local: 10, fresh: true });
    expect(await engine.variablesOf(key)).toEqual({ lifted: 11, fresh: true });
  });

  it('is ended with everything inside by an interrupting boundary event, half-filled joins too', async () => {
    const engine = new TestEngine();
    const half = inner(
      element('parallelGateway', 'fork') +
        element('parallelGateway', 'join') +
        serviceTask('inside', 'inside'),
      'inner-start fork join inner-end',
    );
    await engine.deploy(
      bpmn(
        'p',
        `${start}${subProcess('sub', half + flows('fork inside join'))}${end}${boundary('caught', 'sub', errorEvent())}
        ${serviceTask('after', 'after')}${flows('start sub end')}${flows('caught after')}`,
      ),
    );
    const key = await engine.create('p');
    const [{ jobKey }] = await engine.activate('inside');
    await engine.call('POST', `/jobs/${jobKey}/error`, { errorCode: 'X', variables: { why: 1 } });
    expect(await engine.work('after')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ why: 1 });
  });
});

describe('an event sub-process', () => {
  const withErrorSub = (inside: string, extra = '') =>
    bpmn(
      'p',
      `${start}${inside}${end}${extra}${eventSubProcess('handler', errorEvent('e'), serviceTask('handle', 'handle') + element('endEvent', 'handled') + flows('handler-start handle handled'))}`,
      error('e', 'E'),
    );

  it('interrupts its scope, takes the payload as locals, and completes the scope when it ends', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      withErrorSub(
        serviceTask('a', 'a') + serviceTask('b', 'b') + element('parallelGateway', 'fork'),
        flows('start fork a end') + flows('fork b end'),
      ),
    );
    const key = await engine.create('p');
    const [{ jobKey }] = await engine.activate('a');
    await engine.call('POST', `/jobs/${jobKey}/error`, { errorCode: 'E', variables: { why: 1 } });
    expect(await engine.activate('b')).toEqual([]);
    const [job] = await engine.activate('handle');
    expect(job.variables).toEqual({ why: 1 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({});
    expect(await engine.history(key)).toEqual([
      'start COMPLETED',
      'fork COMPLETED',
      'a TERMINATED',
      'b TERMINATED',
      'handler COMPLETED',
      'handler-start COMPLETED',
      'handle COMPLETED',
      'handled COMPLETED',
    ]);
  });

  it('drops the tokens that wait at a join of the scope it interrupts', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      withErrorSub(
        serviceTask('a', 'a') + element('parallelGateway', 'fork') + element('parallelGateway', 'join'),
        flows('start fork a join end') + flows('fork join'),
      ),
    );
    const key = await engine.create('p');
    const [{ jobKey }] = await engine.activate('a');
    await engine.call('POST', `/jobs/${jobKey}/error`, { errorCode: 'E' });
    await engine.work('handle');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('does not catch what is thrown inside itself', async () => {
    const engine = new TestEngine();
    await engine.deploy(withErrorSub(serviceTask('a', 'a'), flows('start a end')));
    const key = await engine.create('p');
    for (const type of ['a', 'handle']) {
      const [{ jobKey }] = await engine.activate(type);
      await engine.call('POST', `/jobs/${jobKey}/error`, { errorCode: 'E' });
    }
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident).toMatchObject({ errorType: 'UNHANDLED_ERROR_EVENT', elementId: 'handle' });
  });

  it.each([
    [
      'a sub-process with two starts',
      subProcess('sub', element('startEvent', 's1') + element('startEvent', 's2')),
    ],
    ['an event sub-process with a none start', eventSubProcess('sub', '', '')],
    [
      'an error event sub-process that does not interrupt',
      eventSubProcess('sub', errorEvent(), '', 'isInterrupting="false"'),
    ],
    [
      'two event sub-processes that catch the same',
      eventSubProcess('s1', errorEvent(), '') + eventSubProcess('s2', errorEvent(), ''),
    ],
  ])('is refused at deployment: %s', async (_, content) => {
    const engine = new TestEngine();
    await expect(engine.deploy(bpmn('p', start + content))).rejects.toThrow(/Element '/);
  });
});
