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
import { message, on } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

const terminate = '<bpmn:terminateEventDefinition/>';
const multi = (attributes: string, inside = '', more = '') =>
  `<bpmn:multiInstanceLoopCharacteristics ${more}><bpmn:extensionElements><zeebe:loopCharacteristics ${attributes}/></bpmn:extensionElements>${inside}</bpmn:multiInstanceLoopCharacteristics>`;
const deployed = async (model: string, options = {}) => {
  const engine = new TestEngine(options);
  await engine.deploy(model);
  return engine;
};

describe('parallel joins (3.8)', () => {
  it('surplus tokens stay for the next round: two tokens over one flow do not fill a join', async () => {
    // fork sends two tokens through a merging task `a`, one through `b`.
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'fork')}${element('exclusiveGateway', 'merge')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('parallelGateway', 'join')}${serviceTask('after', 'after')}${end}
        ${flows('start fork merge a join after end')}${flow('fork', 'merge')}${flows('fork b join')}`,
      ),
    );
    const key = await engine.create('p');
    expect(await engine.work('a')).toBe(2);
    expect(await engine.activate('after')).toEqual([]);
    expect(await engine.work('b')).toBe(1);
    expect((await engine.activate('after')).length).toBe(1);
    const [after] = await engine.search('jobs', { type: 'after' });
    await engine.call('POST', `/jobs/${after.jobKey}/completion`, {});
    expect(await engine.stateOf(key)).toBe('ACTIVE');
  });

  it('a join inside a loop joins once a round', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('exclusiveGateway', 'again')}${element('parallelGateway', 'fork')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('parallelGateway', 'join')}${element('exclusiveGateway', 'more', '', 'default="out"')}${end}
        ${flows('start again fork a join more')}${flows('fork b join')}${flow('more', 'again', '=round &lt; 3'.replace('&lt;', '<'))}${flow('more', 'end', undefined, 'out')}`,
      ),
    );
    const key = await engine.create('p', { round: 1 });
    await engine.work('a', { round: 2 });
    await engine.work('b');
    await engine.work('b');
    await engine.work('a', { round: 3 });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).filter((line) => line === 'join COMPLETED').length).toBe(2);
  });

  it('one task with two outgoing flows into the same join: both count', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('a', 'a')}${element('parallelGateway', 'join')}${end}${flows('start a join end')}${flow('a', 'join')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a join that can never fill keeps the scope active until it is cancelled', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('exclusiveGateway', 'xor', '', 'default="no"')}${element('parallelGateway', 'join')}${end}${flows('start xor')}${flow('xor', 'join', '=true')}${flow('xor', 'join', undefined, 'no')}${flows('join end')}`,
      ),
    );
    const key = await engine.create('p');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect((await engine.call('POST', `/process-instances/${key}/cancellation`)).status).toBe(204);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
  });

  it('tokens at a join of a multi-instance item are its own: items do not fill each other’s joins', async () => {
    const inside = `${element('startEvent', 's')}${element('parallelGateway', 'fork')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('parallelGateway', 'join')}${element('endEvent', 'e')}${flows('s fork a join e')}${flows('fork b join')}${multi('inputCollection="=[1,2]" inputElement="item"')}`;
    const engine = await deployed(
      bpmn('p', `${start}${subProcess('sub', inside)}${end}${flows('start sub end')}`),
    );
    const key = await engine.create('p');
    const as = await engine.activate('a');
    const bs = await engine.activate('b');
    const by = (jobs: { variables: { item: number } }[], item: number) =>
      jobs.find((job) => job.variables.item === item);
    const complete = (job: unknown) =>
      engine.call('POST', `/jobs/${(job as { jobKey: string }).jobKey}/completion`, {});
    await complete(by(as, 1));
    await complete(by(bs, 2));
    expect((await engine.search('element-instances', { elementId: 'join' })).length).toBe(0);
    await complete(by(bs, 1));
    expect((await engine.search('element-instances', { elementId: 'e' })).length).toBe(1);
    await complete(by(as, 2));
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('inclusive gateways (3.8)', () => {
  const fork = (more: string) =>
    `${start}${element('inclusiveGateway', 'fork', '', 'default="else"')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${serviceTask('c', 'c')}${element('inclusiveGateway', 'join')}${serviceTask('after', 'after')}${end}${flows('start fork')}${flow('fork', 'a', '=a')}${flow('fork', 'b', '=b')}${flow('fork', 'c', undefined, 'else')}${flows('c join')}${flows('join after end')}${more}`;

  it('an interrupting boundary event on the last missing branch lets the join go on', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${fork(flows('a join') + flows('b join'))}${boundary('late', 'b', on.timer('duration', 'PT1M'))}${element('endEvent', 'lost')}${flows('late lost')}`,
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p', { a: true, b: true });
    await engine.work('a');
    expect(await engine.activate('after')).toEqual([]);
    engine.engine.clock.advance(60_000);
    expect(await engine.work('after')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a boundary event whose path leads to the join keeps it waiting', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${fork(flows('a join') + flows('b join'))}${boundary('late', 'b', on.timer('duration', 'PT1M'))}${serviceTask('repair', 'repair')}${flows('late repair join')}`,
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p', { a: true, b: true });
    await engine.work('a');
    engine.engine.clock.advance(60_000);
    expect(await engine.activate('after')).toEqual([]);
    await engine.work('repair');
    expect(await engine.work('after')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('with only the default taken the join goes on with one token', async () => {
    const engine = await deployed(bpmn('p', fork(flows('a join') + flows('b join'))));
    await engine.create('p', { a: false, b: false });
    await engine.work('c');
    expect((await engine.activate('after')).length).toBe(1);
  });

  it('a branch that loops back before the join is waited for', async () => {
    const loop = `${element('exclusiveGateway', 'check', '', 'default="on"')}${flows('b check')}${flow('check', 'b', '=again')}${flow('check', 'join', undefined, 'on')}${flows('a join')}`;
    const engine = await deployed(bpmn('p', fork(loop)));
    const key = await engine.create('p', { a: true, b: true, again: true });
    await engine.work('a');
    await engine.work('b');
    expect(await engine.activate('after')).toEqual([]);
    await engine.work('b', { again: false });
    expect(await engine.work('after')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a join inside of a branch, all of it in a loop: the two joins do not wait for each other', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('exclusiveGateway', 'again')}${element('inclusiveGateway', 'fork')}${serviceTask('a', 'a')}${element('inclusiveGateway', 'inner-fork', '', 'default="d"')}${serviceTask('b', 'b')}${serviceTask('c', 'c')}${element('inclusiveGateway', 'inner-join')}${element('inclusiveGateway', 'join')}${serviceTask('count', 'count')}${element('exclusiveGateway', 'more', '', 'default="out"')}${end}
        ${flows('start again fork')}${flow('fork', 'a', '=true')}${flow('fork', 'inner-fork', '=true')}${flow('inner-fork', 'b', '=false')}${flow('inner-fork', 'c', undefined, 'd')}${flows('a join')}${flows('b inner-join')}${flows('c inner-join join count more')}${flow('more', 'again', '=n < 2')}${flow('more', 'end', undefined, 'out')}`,
      ),
    );
    const key = await engine.create('p');
    for (const [order, n] of [
      ['a c', 1],
      ['c a', 2],
    ] as const) {
      for (const type of order.split(' ')) {
        expect(await engine.work(type)).toBe(1);
      }
      expect(await engine.work('count', { n })).toBe(1);
    }
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('no true flow and no default: CONDITION_ERROR, and the resolution looks again', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('inclusiveGateway', 'fork')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${flows('start fork')}${flow('fork', 'a', '=x = 1')}${flow('fork', 'b', '=x = 2')}`,
      ),
    );
    const key = await engine.create('p', { x: 0 });
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect([incident.errorType, incident.elementId]).toEqual(['CONDITION_ERROR', 'fork']);
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { x: 2 } });
    expect((await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`)).status).toBe(204);
    expect((await engine.activate('b')).length).toBe(1);
    expect((await engine.activate('a')).length).toBe(0);
  });

  it('nested in a sub-process: what is active outside of the scope is no reason to wait', async () => {
    const inside = `${element('startEvent', 's')}${element('inclusiveGateway', 'in')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('inclusiveGateway', 'out')}${element('endEvent', 'e')}${flows('s in')}${flow('in', 'a', '=true')}${flow('in', 'b', '=false')}${flows('a out e')}${flows('b out')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'fork')}${subProcess('sub', inside)}${serviceTask('beside', 'beside')}${serviceTask('next', 'next')}${flows('start fork sub next')}${flows('fork beside')}`,
      ),
    );
    await engine.create('p');
    await engine.work('a');
    expect((await engine.activate('next')).length).toBe(1);
  });
});

describe('interruptions (3.3, 3.10)', () => {
  it('a terminate end event with half-filled joins in two nested scopes leaves nothing that holds the outer scope', async () => {
    const inner = `${element('startEvent', 's2')}${element('parallelGateway', 'fork2')}${element('parallelGateway', 'join2')}${serviceTask('x', 'x')}${flows('s2 fork2 join2')}${flows('fork2 x join2')}`;
    const outer = `${element('startEvent', 's1')}${element('parallelGateway', 'fork1')}${element('parallelGateway', 'join1')}${subProcess('inner', inner)}${serviceTask('stopper', 'stopper')}${element('endEvent', 'stop', terminate)}${flows('s1 fork1 inner join1')}${flows('fork1 join1')}${flows('fork1 stopper stop')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('outer', outer)}${serviceTask('after', 'after')}${end}${flows('start outer after end')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('stopper');
    expect(await engine.work('after')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(
      (await engine.search('element-instances', { processInstanceKey: key, elementId: 'outer' }))[0].state,
    ).toBe('COMPLETED');
    expect(
      (await engine.search('element-instances', { processInstanceKey: key, elementId: 'inner' }))[0].state,
    ).toBe('TERMINATED');
  });

  it('a terminate end event in one item of a multi-instance ends this item alone, and its output element still counts', async () => {
    const inside = `${element('startEvent', 's')}${element('parallelGateway', 'fork')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('endEvent', 'stop', terminate)}${flows('s fork a stop')}${flows('fork b')}${multi('inputCollection="=[10,20]" inputElement="item" outputCollection="results" outputElement="=item + 1"')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside)}${serviceTask('after', 'after')}${flows('start sub after')}`,
      ),
    );
    await engine.create('p');
    const jobs = await engine.activate('a');
    await engine.call('POST', `/jobs/${jobs[0].jobKey}/completion`, {});
    expect((await engine.search('jobs', { type: 'b', state: 'CREATED' })).length).toBe(1);
    await engine.call('POST', `/jobs/${jobs[1].jobKey}/completion`, {});
    const [after] = await engine.activate('after');
    expect(after.variables.results).toEqual([11, 21]);
  });

  it('an event sub-process that interrupts ends other event sub-process instances too, and cannot be triggered again', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('a', 'a')}${end}${flows('start a end')}
        ${eventSubProcess('soft', on.message('soft'), `${serviceTask('soft-task', 'soft')}${flows('soft-start soft-task')}`, 'isInterrupting="false"')}
        ${eventSubProcess('hard', on.message('hard'), `${serviceTask('hard-task', 'hard')}${flows('hard-start hard-task')}`)}`,
        message('soft', '=&quot;k&quot;') + message('hard', '=&quot;k&quot;'),
      ),
    );
    const key = await engine.create('p');
    const publish = (name: string) =>
      engine.call('POST', '/messages/publication', { name, correlationKey: 'k' });
    await publish('soft');
    await publish('soft');
    expect((await engine.search('jobs', { type: 'soft', state: 'CREATED' })).length).toBe(2);
    await publish('hard');
    expect((await engine.search('jobs', { type: 'soft', state: 'CANCELED' })).length).toBe(2);
    await publish('hard');
    await publish('soft');
    expect((await engine.activate('soft')).length).toBe(0);
    expect(await engine.work('hard')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('the scope waits for a non-interrupting event sub-process that is still running, and its variables are those of the scope', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('a', 'a')}${end}${flows('start a end')}
        ${eventSubProcess('soft', on.message('soft'), `${serviceTask('soft-task', 'soft')}${flows('soft-start soft-task')}`, 'isInterrupting="false"')}`,
        message('soft', '=&quot;k&quot;'),
      ),
    );
    const key = await engine.create('p', { shared: 1 });
    await engine.call('POST', '/messages/publication', {
      name: 'soft',
      correlationKey: 'k',
      variables: { own: 1, shared: 5 },
    });
    await engine.work('a');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    const [job] = await engine.activate('soft');
    expect(job.variables).toMatchObject({ own: 1 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`, { variables: { shared: 2, created: true } });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const variables = await engine.variablesOf(key);
    expect(variables).not.toHaveProperty('own');
    expect(variables).toMatchObject({ created: true });
  });

  it('an interrupting boundary error on a multi-instance body gives no partial output, and the payload reaches the catching event', async () => {
    const task = serviceTask('task', 'work').replace(
      '</bpmn:serviceTask>',
      `${multi('inputCollection="=[1,2]" inputElement="i" outputCollection="out" outputElement="=i"')}</bpmn:serviceTask>`,
    );
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${task}${end}${flows('start task end')}${boundary('caught', 'task', errorEvent('e'))}${serviceTask('repair', 'repair')}${flows('caught repair')}`,
        error('e', 'E1'),
      ),
    );
    const key = await engine.create('p');
    const [one, two] = await engine.activate('work');
    await engine.call('POST', `/jobs/${one.jobKey}/completion`, {});
    await engine.call('POST', `/jobs/${two.jobKey}/error`, { errorCode: 'E1', variables: { why: 'x' } });
    const [repair] = await engine.activate('repair');
    expect(repair.variables).toMatchObject({ why: 'x' });
    expect(await engine.variablesOf(key)).not.toHaveProperty('out');
    expect((await engine.search('jobs', { jobKey: two.jobKey }))[0].state).toBe('ERROR_THROWN');
  });
});

describe('catching errors (3.17)', () => {
  it('exact code before catch-all at the same level; nearer level before a better match further out', async () => {
    const inner = `${element('startEvent', 's')}${serviceTask('task', 'work')}${flows('s task')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inner)}${flows('start sub')}
         ${boundary('all', 'sub', errorEvent())}${serviceTask('h-all', 'h-all')}${flows('all h-all')}
         ${boundary('exact', 'sub', errorEvent('e'))}${serviceTask('h-exact', 'h-exact')}${flows('exact h-exact')}`,
        error('e', 'E1'),
      ),
    );
    await engine.create('p');
    await engine.create('p');
    const [one, two] = await engine.activate('work');
    await engine.call('POST', `/jobs/${one.jobKey}/error`, { errorCode: 'E1' });
    await engine.call('POST', `/jobs/${two.jobKey}/error`, { errorCode: 'other' });
    expect((await engine.activate('h-exact')).map((job) => job.processInstanceKey)).toEqual([
      one.processInstanceKey,
    ]);
    expect((await engine.activate('h-all')).map((job) => job.processInstanceKey)).toEqual([
      two.processInstanceKey,
    ]);
  });

  it('a catch-all at the task wins over an exact event sub-process around it', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work')}${flows('start task')}${boundary('all', 'task', errorEvent())}${serviceTask('near', 'near')}${flows('all near')}
        ${eventSubProcess('esp', errorEvent('e'), `${serviceTask('far', 'far')}${flows('esp-start far')}`)}`,
        error('e', 'E1'),
      ),
    );
    await engine.create('p');
    const [job] = await engine.activate('work');
    await engine.call('POST', `/jobs/${job.jobKey}/error`, { errorCode: 'E1' });
    expect((await engine.activate('near')).length).toBe(1);
    expect((await engine.activate('far')).length).toBe(0);
  });

  it('an error thrown inside the event sub-process that caught it goes to the boundary event further out', async () => {
    const inner = `${element('startEvent', 's')}${serviceTask('task', 'work')}${flows('s task')}${eventSubProcess('esp', errorEvent('e'), `${element('endEvent', 'again', errorEvent('e'))}${flows('esp-start again')}`)}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inner)}${flows('start sub')}${boundary('out', 'sub', errorEvent('e'))}${serviceTask('outer', 'outer')}${flows('out outer')}`,
        error('e', 'E1'),
      ),
    );
    const key = await engine.create('p');
    const [job] = await engine.activate('work');
    await engine.call('POST', `/jobs/${job.jobKey}/error`, { errorCode: 'E1' });
    expect(await engine.work('outer')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('an error end event that nobody catches: UNHANDLED_ERROR_EVENT; resolving it, it recurs with a new key', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('endEvent', 'boom', errorEvent('e'))}${flows('start boom')}`,
        error('e', 'E1'),
      ),
    );
    const key = await engine.create('p');
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect([incident.errorType, incident.elementId, incident.jobKey]).toEqual([
      'UNHANDLED_ERROR_EVENT',
      'boom',
      null,
    ]);
    expect((await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`)).status).toBe(204);
    const [again] = await engine.search('incidents', { processInstanceKey: key, state: 'ACTIVE' });
    expect(again.incidentKey).not.toBe(incident.incidentKey);
  });

  it('an unhandled error of a job: the job refuses completion (409); resolving makes it activatable again', async () => {
    const engine = await deployed(
      bpmn('p', `${start}${serviceTask('task', 'work')}${end}${flows('start task end')}`),
    );
    const key = await engine.create('p');
    const [job] = await engine.activate('work');
    expect(
      (await engine.call('POST', `/jobs/${job.jobKey}/error`, { errorCode: 'E1', errorMessage: 'bad' }))
        .status,
    ).toBe(204);
    const complete = await engine.call('POST', `/jobs/${job.jobKey}/completion`, {});
    expect([complete.status, complete.body.title]).toEqual([409, 'INVALID_STATE']);
    expect((await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 1 })).status).toBe(409);
    expect((await engine.call('POST', `/jobs/${job.jobKey}/error`, { errorCode: 'E1' })).status).toBe(409);
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident).toMatchObject({
      errorType: 'UNHANDLED_ERROR_EVENT',
      jobKey: job.jobKey,
      elementId: 'task',
    });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.work('work')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('an error leaves two levels of called processes to a boundary event of the outermost', async () => {
    const engine = new TestEngine();
    const call = (id: string, target: string) =>
      element('callActivity', id, extensions(`<zeebe:calledElement processId="${target}"/>`));
    await engine.deploy(
      bpmn(
        'leaf',
        `${start}${element('endEvent', 'boom', errorEvent('e'))}${flows('start boom')}`,
        error('e', 'E1'),
      ),
      'leaf.bpmn',
    );
    await engine.deploy(
      bpmn('middle', `${start}${call('c', 'leaf')}${end}${flows('start c end')}`),
      'middle.bpmn',
    );
    await engine.deploy(
      bpmn(
        'top',
        `${start}${call('c', 'middle')}${flows('start c')}${boundary('caught', 'c', errorEvent('e'))}${element('endEvent', 'ok')}${flows('caught ok')}`,
        error('e', 'E1'),
      ),
      'top.bpmn',
    );
    const key = await engine.create('top');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const others = await engine.search('process-instances', { parentProcessInstanceKey: { $exists: true } });
    expect(others.map(({ state, rootProcessInstanceKey }) => [state, rootProcessInstanceKey])).toEqual([
      ['TERMINATED', key],
      ['TERMINATED', key],
    ]);
  });
});

describe('variables of scopes (3.4)', () => {
  it('a result is propagated to the nearest scope that holds the name, else to the root', async () => {
    const inner = `${element('startEvent', 's')}${serviceTask('task', 'work')}${serviceTask('hold', 'hold')}${flows('s task hold')}${extensions(mapping({ inputs: { local: '=0' } }))}`;
    const engine = await deployed(bpmn('p', `${start}${subProcess('sub', inner)}${flows('start sub')}`));
    const key = await engine.create('p');
    await engine.work('work', { local: 1, fresh: 2 });
    expect(await engine.variablesOf(key)).toEqual({ fresh: 2 });
    const [sub] = await engine.search('element-instances', { elementId: 'sub' });
    expect(await engine.variablesOf(sub.elementInstanceKey)).toEqual({ local: 1 });
  });

  it('output mapping with a dotted target keeps the siblings of the variable outside', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work', mapping({ outputs: { 'order.status.code': '=code' } }))}${end}${flows('start task end')}`,
      ),
    );
    const key = await engine.create('p', { order: { id: 1, status: { text: 'x' } } });
    await engine.work('work', { code: 7, unmapped: true });
    expect(await engine.variablesOf(key)).toEqual({ order: { id: 1, status: { text: 'x', code: 7 } } });
  });

  it('output mapping with a dotted target under a value that is no object replaces it', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work', mapping({ outputs: { 'a.b': '=code' } }))}${end}${flows('start task end')}`,
      ),
    );
    const key = await engine.create('p', { a: 3 });
    await engine.work('work', { code: 7 });
    expect(await engine.variablesOf(key)).toEqual({ a: { b: 7 } });
  });

  it('two input mappings with a common root build one object that hides the outer one; a static source is text', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work', mapping({ inputs: { 'sender.name': '=name', 'sender.iban': 'DE1', later: '=sender.iban' } }))}${flows('start task')}`,
      ),
    );
    await engine.create('p', { name: 'Ann', sender: { old: true } });
    const [job] = await engine.activate('work');
    expect(job.variables).toEqual({ name: 'Ann', sender: { name: 'Ann', iban: 'DE1' }, later: 'DE1' });
  });

  it('a failed job’s variables are local to the task: its output mappings see them, the instance does not', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work', mapping({ outputs: { kept: '=progress' } }))}${end}${flows('start task end')}`,
      ),
    );
    const key = await engine.create('p');
    const [job] = await engine.activate('work');
    await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 2, variables: { progress: 50 } });
    const [again] = await engine.activate('work');
    expect(again.variables).toEqual({ progress: 50 });
    await engine.call('POST', `/jobs/${again.jobKey}/completion`, {});
    expect(await engine.variablesOf(key)).toEqual({ kept: 50 });
  });

  it('a multi-instance output element that is a plain variable keeps job results inside its item', async () => {
    const task = serviceTask('task', 'work').replace(
      '</bpmn:serviceTask>',
      `${multi('inputCollection="=[1,2,3]" inputElement="i" outputCollection="out" outputElement="=r.value"')}</bpmn:serviceTask>`,
    );
    const engine = await deployed(bpmn('p', `${start}${task}${end}${flows('start task end')}`));
    const key = await engine.create('p');
    const jobs = await engine.activate('work');
    expect(jobs.map(({ variables }) => variables.loopCounter)).toEqual([1, 2, 3]);
    for (const job of [...jobs].reverse()) {
      await engine.call('POST', `/jobs/${job.jobKey}/completion`, {
        variables: { r: { value: job.variables.i * 10 } },
      });
    }
    expect(await engine.variablesOf(key)).toEqual({ out: [10, 20, 30] });
  });

  it('a called process with output mappings gives only what is mapped, from its root variables', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('child', `${start}${serviceTask('task', 'work')}${end}${flows('start task end')}`),
      'child.bpmn',
    );
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('callActivity', 'call', extensions(`<zeebe:calledElement processId="child" propagateAllParentVariables="false"/>${mapping({ inputs: { given: '=a' }, outputs: { taken: '=result' } })}`))}${end}${flows('start call end')}`,
      ),
      'p.bpmn',
    );
    const key = await engine.create('p', { a: 1, hidden: 2 });
    const [job] = await engine.activate('work');
    expect(job.variables).toEqual({ given: 1 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`, { variables: { result: 9, other: 8 } });
    expect(await engine.variablesOf(key)).toEqual({ a: 1, hidden: 2, taken: 9 });
  });
});
