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
  oneTask,
  serviceTask,
  start,
  subProcess,
} from '../bpmn.ts';
import { catchEvent, message, on, signal, startOn } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

const k = '=&quot;k&quot;';
const terminate = '<bpmn:terminateEventDefinition/>';
const escalate = '<bpmn:escalationEventDefinition escalationRef="esc"/>';
const escalation = '<bpmn:escalation id="esc" escalationCode="E"/>';
const call = (id: string, target: string, attributes = '', more = '') =>
  element(
    'callActivity',
    id,
    extensions(`<zeebe:calledElement processId="${target}" ${attributes}/>${more}`),
  );
const loop = (attributes: string, more = '') =>
  `<bpmn:multiInstanceLoopCharacteristics ${more}><bpmn:extensionElements><zeebe:loopCharacteristics ${attributes}/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
const listeners = (...list: string[]) =>
  `<zeebe:executionListeners>${list
    .map((one) => {
      const [eventType, type] = one.split(' ');
      return `<zeebe:executionListener eventType="${eventType}" type="${type}"/>`;
    })
    .join('')}</zeebe:executionListeners>`;
const deployed = async (model: string, options = {}) => {
  const engine = new TestEngine(options);
  await engine.deploy(model);
  return engine;
};
const set = (engine: TestEngine, key: string, variables: object, more: object = {}) =>
  engine.call('PUT', `/element-instances/${key}/variables`, { variables, ...more });
const publish = (engine: TestEngine, name: string, more: object = {}) =>
  engine.call('POST', '/messages/publication', { name, correlationKey: 'k', ...more });
const resolve = async (engine: TestEngine, processInstanceKey: string) => {
  const [incident] = await engine.search('incidents', { processInstanceKey, state: 'ACTIVE' });
  return engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
};
const elementOf = async (engine: TestEngine, elementId: string) =>
  (await engine.search('element-instances', { elementId }))[0];

describe('inclusive joins in strange places (3.8)', () => {
  const fork = `${element('inclusiveGateway', 'fork')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('inclusiveGateway', 'join')}`;

  it('a path that comes back by a link is waited for', async () => {
    const link = '<bpmn:linkEventDefinition name="L"/>';
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${fork}${element('intermediateThrowEvent', 'jump', link)}${catchEvent('land', link)}${end}${flows('start fork')}${flow('fork', 'a', '=true')}${flow('fork', 'b', '=true')}${flows('a join end')}${flows('b jump')}${flows('land join')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    expect(await engine.history(key)).not.toContain('join COMPLETED');
    await engine.work('b');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).filter((line) => line === 'join COMPLETED')).toHaveLength(1);
  });

  it('a flow straight from the fork to the join counts', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${fork}${end}${flows('start fork')}${flow('fork', 'a', '=true')}${flow('fork', 'join', '=true')}${flow('fork', 'b', '=false')}${flows('a join end')}${flows('b join')}`,
      ),
    );
    const key = await engine.create('p');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.work('a');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).filter((line) => line === 'join COMPLETED')).toHaveLength(1);
  });

  it('in a loop around both gateways every round joins once', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('exclusiveGateway', 'm')}${fork}${element('exclusiveGateway', 'x', '', 'default="out"')}${end}${flows('start m fork')}${flow('fork', 'a', '=true')}${flow('fork', 'b', '=n = 0')}${flows('a join x')}${flows('b join')}${flow('x', 'm', '=n < 2')}${flow('x', 'end', undefined, 'out')}`,
      ),
    );
    const key = await engine.create('p', { n: 0 });
    await engine.work('b');
    await engine.work('a', { n: 1 });
    await engine.work('a', { n: 2 });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).filter((line) => line === 'join COMPLETED')).toHaveLength(2);
  });

  it('a path that waits in an incident is waited for, and one that is modified away is not', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${fork}${end}${flows('start fork')}${flow('fork', 'a', '=true')}${flow('fork', 'b', '=true')}${flows('a join end')}${flows('b join')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    const [job] = await engine.activate('b');
    await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 0 });
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    const b = await elementOf(engine, 'b');
    expect(
      (
        await engine.call('POST', `/process-instances/${key}/modification`, {
          terminateInstructions: [{ elementInstanceKey: b.elementInstanceKey }],
        })
      ).status,
    ).toBe(204);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a join behind a parallel join that still waits is waited for', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'all')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${serviceTask('c', 'c')}${element('parallelGateway', 'pj')}${element('inclusiveGateway', 'join')}${end}${flows('start all a pj join end')}${flows('all b pj')}${flows('all c join')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    await engine.work('c');
    expect(await engine.history(key)).not.toContain('join COMPLETED');
    await engine.work('b');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).filter((line) => line === 'join COMPLETED')).toHaveLength(1);
  });

  it('a path that an interrupting event sub-process has ended does not hold a join inside the same scope’s event sub-process', async () => {
    const inside = `${element('inclusiveGateway', 'f2', '', 'default="d2"')}${serviceTask('x', 'x')}${serviceTask('y', 'y')}${element('inclusiveGateway', 'j2')}${element('endEvent', 'e2')}${flows('esp-start f2')}${flow('f2', 'x', '=true')}${flow('f2', 'y', '=true')}${flow('f2', 'j2', undefined, 'd2')}${flows('x j2 e2')}${flows('y j2')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('a', 'a')}${flows('start a')}${eventSubProcess('esp', on.message('m'), inside)}`,
        message('m', k),
      ),
    );
    const key = await engine.create('p');
    await publish(engine, 'm');
    await engine.work('x');
    await engine.work('y');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('terminate end events (3.17)', () => {
  it('in an event sub-process end only that one', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('a', 'a')}${end}${flows('start a end')}${eventSubProcess('esp', on.message('m'), `${element('parallelGateway', 'f')}${serviceTask('x', 'x')}${element('endEvent', 'stop', terminate)}${flows('esp-start f x')}${flows('f stop')}`, 'isInterrupting="false"')}`,
        message('m', k),
      ),
    );
    const key = await engine.create('p');
    await publish(engine, 'm');
    expect(await engine.history(key)).toEqual(
      expect.arrayContaining(['esp COMPLETED', 'x TERMINATED', 'a ACTIVE']),
    );
    await engine.work('a');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('in a called process complete it, and its variables come back to the caller', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'child',
        `${start}${element('parallelGateway', 'f')}${serviceTask('x', 'x')}${serviceTask('y', 'y')}${element('endEvent', 'stop', terminate)}${flows('start f x')}${flows('f y stop')}`,
      ),
      'c.bpmn',
    );
    await engine.deploy(bpmn('p', `${start}${call('c', 'child')}${end}${flows('start c end')}`), 'p.bpmn');
    const key = await engine.create('p');
    await engine.work('y', { r: 1 });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ r: 1 });
    expect((await engine.search('process-instances', { processDefinitionId: 'child' }))[0].state).toBe(
      'COMPLETED',
    );
  });

  it('at the top end called processes too', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child'), 'c.bpmn');
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'f')}${call('c', 'child')}${serviceTask('y', 'y')}${element('endEvent', 'stop', terminate)}${flows('start f c')}${flows('f y stop')}`,
      ),
      'p.bpmn',
    );
    const key = await engine.create('p');
    await engine.work('y');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.search('process-instances', { processDefinitionId: 'child' }))[0].state).toBe(
      'TERMINATED',
    );
    expect((await engine.search('jobs', { type: 'work' }))[0].state).toBe('CANCELED');
  });
});

describe('incident retry points (3.3, 3.18)', () => {
  it('a boundary timer that cannot be read holds the activity before its job; the resolution runs mappings again and makes one job', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't', mapping({ inputs: { x: '=y' } }))}${end}${flows('start t end')}${boundary('b', 't', on.timer('duration', '=wait'))}${element('endEvent', 'e2')}${flows('b e2')}`,
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p', { y: 1 });
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident.elementId).toBe('t');
    expect(await engine.activate('t')).toEqual([]);
    await set(engine, key, { wait: 'PT1S', y: 2 });
    await resolve(engine, key);
    const jobs = await engine.activate('t');
    expect(jobs.map(({ variables }) => variables.x)).toEqual([2]);
    engine.engine.clock.advance(1000);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('an event sub-process of the process whose correlation key is missing holds the instance before its start event', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${flows('start t')}${eventSubProcess('esp', on.message('m'), `${serviceTask('x', 'x')}${flows('esp-start x')}`)}`,
        message('m', '=id'),
      ),
    );
    const key = await engine.create('p');
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident.errorType).toBe('EXTRACT_VALUE_ERROR');
    expect(await engine.activate('t')).toEqual([]);
    await set(engine, key, { id: 'k' });
    expect((await resolve(engine, key)).status).toBe(204);
    expect(await engine.search('jobs', { type: 't', state: 'CREATED' })).toHaveLength(1);
    await publish(engine, 'm');
    expect((await engine.activate('x')).length).toBe(1);
  });

  it('a script that fails runs its input mappings again', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('scriptTask', 's', extensions(`<zeebe:script expression="=assert(x, x &gt; 1)" resultVariable="r"/>${mapping({ inputs: { x: '=y' } })}`))}${end}${flows('start s end')}`,
      ),
    );
    const key = await engine.create('p', { y: 1 });
    await set(engine, key, { y: 5 });
    await resolve(engine, key);
    expect(await engine.variablesOf(key)).toEqual({ y: 5, r: 5 });
  });

  it('an incident in a called process shows at every instance above, until it is resolved', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('leaf', `${start}${serviceTask('t', '=kind')}${end}${flows('start t end')}`),
      'l.bpmn',
    );
    await engine.deploy(
      bpmn('middle', `${start}${call('c', 'leaf')}${end}${flows('start c end')}`),
      'm.bpmn',
    );
    await engine.deploy(
      bpmn(
        'top',
        `${start}${subProcess('sub', `${element('startEvent', 's')}${call('c2', 'middle')}${flows('s c2')}`)}${end}${flows('start sub end')}`,
      ),
      't.bpmn',
    );
    const key = await engine.create('top');
    const flags = async () =>
      (await engine.search('process-instances', {}, { sort: [{ field: 'processInstanceKey' }] })).map(
        ({ hasIncident }) => hasIncident,
      );
    expect(await flags()).toEqual([true, true, true]);
    for (const id of ['sub', 'c2', 'c', 't']) {
      expect((await elementOf(engine, id)).hasIncident, id).toBe(true);
    }
    const leaf = (await engine.search('process-instances', { processDefinitionId: 'leaf' }))[0]
      .processInstanceKey;
    await set(engine, leaf, { kind: 'work' });
    await resolve(engine, leaf);
    expect(await flags()).toEqual([false, false, false]);
    await engine.work('work');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('an interrupting boundary event takes an element with an incident, whose incident is over', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${end}${flows('start t end')}${boundary('b', 't', on.message('m'))}${element('endEvent', 'e2')}${flows('b e2')}`,
        message('m', k),
      ),
    );
    const key = await engine.create('p');
    const [job] = await engine.activate('t');
    await engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 0 });
    await publish(engine, 'm');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.search('incidents', { processInstanceKey: key }))[0].state).toBe('RESOLVED');
    expect((await engine.call('GET', `/process-instances/${key}`)).body.hasIncident).toBe(false);
  });
});

describe('errors and escalations across event sub-processes (3.17)', () => {
  it('an error of a non-interrupting event sub-process reaches the boundary event of the scope around it', async () => {
    const inside = `${element('startEvent', 's')}${serviceTask('t', 't')}${flows('s t')}${eventSubProcess('esp', on.message('m'), `${element('endEvent', 'boom', errorEvent('e'))}${flows('esp-start boom')}`, 'isInterrupting="false"')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside)}${end}${flows('start sub end')}${boundary('b', 'sub', errorEvent('e'))}${element('endEvent', 'e2')}${flows('b e2')}`,
        error('e', 'E') + message('m', k),
      ),
    );
    const key = await engine.create('p');
    await publish(engine, 'm');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.history(key)).toEqual(
      expect.arrayContaining(['sub TERMINATED', 't TERMINATED', 'e2 COMPLETED']),
    );
  });

  it('an escalation thrown in the event sub-process that an escalation has started does not start it again', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('intermediateThrowEvent', 'throw', escalate)}${end}${flows('start throw end')}${eventSubProcess('esp', escalate, `${element('endEvent', 'again', escalate)}${flows('esp-start again')}`, 'isInterrupting="false"')}`,
        escalation,
      ),
    );
    const key = await engine.create('p');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).filter((line) => line === 'esp COMPLETED')).toHaveLength(1);
  });

  it('an error with its own variables: the event sub-process that catches it has them as locals', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${flows('start t')}${eventSubProcess('esp', errorEvent(), `${serviceTask('x', 'x')}${flows('esp-start x')}`)}`,
      ),
    );
    const key = await engine.create('p', { keep: 1 });
    const [job] = await engine.activate('t');
    await engine.call('POST', `/jobs/${job.jobKey}/error`, {
      errorCode: 'any',
      variables: { why: 'because' },
    });
    const [x] = await engine.activate('x');
    expect(x.variables).toEqual({ keep: 1, why: 'because' });
    expect(await engine.variablesOf(key)).toEqual({ keep: 1 });
  });

  it('an escalation end event in every item of a multi-instance fires a non-interrupting boundary event for each', async () => {
    const inside = `${element('startEvent', 's')}${element('endEvent', 'throw', escalate)}${flows('s throw')}${loop('inputCollection="=[1,2,3]"')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside)}${end}${flows('start sub end')}${boundary('b', 'sub', escalate, 'cancelActivity="false"')}${serviceTask('x', 'x')}${flows('b x')}`,
        escalation,
      ),
    );
    const key = await engine.create('p');
    expect(await engine.work('x')).toBe(3);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('the first item’s interrupting escalation ends the others before they throw', async () => {
    const inside = `${element('startEvent', 's')}${serviceTask('t', 't')}${element('endEvent', 'throw', escalate)}${flows('s t throw')}${loop('inputCollection="=[1,2,3]"')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside)}${end}${flows('start sub end')}${boundary('b', 'sub', escalate)}${serviceTask('x', 'x')}${flows('b x')}`,
        escalation,
      ),
    );
    const key = await engine.create('p');
    const [job] = await engine.activate('t');
    await engine.call('POST', `/jobs/${job.jobKey}/completion`, {});
    expect(await engine.work('x')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('event-based gateways (3.8)', () => {
  const gateway = `${element('eventBasedGateway', 'g')}${catchEvent('m1', on.message('m'))}${catchEvent('t1', on.timer('duration', 'PT1M'))}${catchEvent('s1', on.signal('x'))}`;

  it('in every item of a multi-instance sub-process on its own', async () => {
    const inside = `${element('startEvent', 's')}${gateway}${flows('s g m1')}${flows('g t1')}${flows('g s1')}${loop('inputCollection="=[&quot;a&quot;,&quot;b&quot;]" inputElement="id"')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside)}${end}${flows('start sub end')}`,
        message('m', '=id') + signal('x'),
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p');
    await publish(engine, 'm', { correlationKey: 'b' });
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    engine.engine.clock.advance(60_000);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const history = await engine.history(key);
    expect(history.filter((line) => line === 'm1 COMPLETED' || line === 't1 COMPLETED')).toEqual([
      'm1 COMPLETED',
      't1 COMPLETED',
    ]);
  });

  it('a signal and a buffered message: what is buffered wins at once', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${gateway}${flows('start g m1')}${flows('g t1')}${flows('g s1')}`,
        message('m', k) + signal('x'),
      ),
      { startTime: 0 },
    );
    await publish(engine, 'm', { timeToLive: 1000, variables: { got: 1 } });
    const key = await engine.create('p');
    expect(await engine.history(key)).toEqual(['start COMPLETED', 'g COMPLETED', 'm1 COMPLETED']);
    expect(await engine.variablesOf(key)).toEqual({ got: 1 });
  });
});

describe('call activities (3.10, 3.2)', () => {
  it('binding latest, deployment and version tag choose different versions', async () => {
    const engine = new TestEngine();
    const child = (value: number, tag = '') =>
      bpmn(
        'child',
        `${tag === '' ? '' : extensions(`<zeebe:versionTag value="${tag}"/>`)}${start}${element('scriptTask', 's', extensions(`<zeebe:script expression="=${value}" resultVariable="r"/>`))}${end}${flows('start s end')}`,
      );
    const parent = bpmn(
      'p',
      `${start}${call('latest', 'child', '', mapping({ outputs: { a: '=r' } }))}${call('same', 'child', 'bindingType="deployment"', mapping({ outputs: { b: '=r' } }))}${call('tagged', 'child', 'bindingType="versionTag" versionTag="v1"', mapping({ outputs: { c: '=r' } }))}${end}${flows('start latest same tagged end')}`,
    );
    await engine.deploy(child(1, 'v1'), 'c.bpmn');
    const form = new FormData();
    form.append('resources', new File([child(2)], 'c.bpmn'));
    form.append('resources', new File([parent], 'p.bpmn'));
    expect(
      (await engine.fetch('http://localhost/v2/deployments', { method: 'POST', body: form })).status,
    ).toBe(200);
    await engine.deploy(child(3), 'c.bpmn');
    expect(await engine.variablesOf(await engine.create('p'))).toEqual({ a: 3, b: 2, c: 1 });
  });

  it('a call activity with a boundary timer: the child is ended, its incident too', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(
      bpmn('child', `${start}${serviceTask('t', '=nothing')}${flows('start t')}`),
      'c.bpmn',
    );
    await engine.deploy(
      bpmn(
        'p',
        `${start}${call('c', 'child')}${end}${flows('start c end')}${boundary('b', 'c', on.timer('duration', 'PT1S'))}${element('endEvent', 'e2')}${flows('b e2')}`,
      ),
      'p.bpmn',
    );
    const key = await engine.create('p');
    engine.engine.clock.advance(1000);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.search('incidents', { state: 'ACTIVE' })).toEqual([]);
    expect((await engine.search('process-instances', { processDefinitionId: 'child' }))[0]).toMatchObject({
      state: 'TERMINATED',
      hasIncident: false,
    });
  });

  it('a target without a none start event: CALLED_ELEMENT_ERROR', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('child', `${startOn('s', on.message('m'))}${end}${flows('s end')}`, message('m')),
      'c.bpmn',
    );
    await engine.deploy(bpmn('p', `${start}${call('c', 'child')}${end}${flows('start c end')}`), 'p.bpmn');
    const key = await engine.create('p');
    expect((await engine.search('incidents', { processInstanceKey: key }))[0]).toMatchObject({
      errorType: 'CALLED_ELEMENT_ERROR',
      elementId: 'c',
    });
  });

  it('parent keys: the child knows its caller, the root and the business id; its jobs the root', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child'), 'c.bpmn');
    await engine.deploy(bpmn('p', `${start}${call('c', 'child')}${end}${flows('start c end')}`), 'p.bpmn');
    const key = await engine.create('p', {}, { businessId: 'order-1' });
    const [child] = await engine.search('process-instances', { processDefinitionId: 'child' });
    const { elementInstanceKey } = await elementOf(engine, 'c');
    expect(child).toMatchObject({
      parentProcessInstanceKey: key,
      parentElementInstanceKey: elementInstanceKey,
      rootProcessInstanceKey: key,
      businessId: 'order-1',
    });
    expect((await engine.activate('work'))[0]).toMatchObject({
      rootProcessInstanceKey: key,
      businessId: 'order-1',
    });
  });
});

describe('execution listeners with the rest (3.12)', () => {
  it('on a multi-instance: beforeAll once, start and end for every item', async () => {
    const task = serviceTask('t', 't', listeners('beforeAll all', 'start begin', 'end done')).replace(
      '</bpmn:serviceTask>',
      `${loop('inputCollection="=list"')}</bpmn:serviceTask>`,
    );
    const engine = await deployed(bpmn('p', `${start}${task}${end}${flows('start t end')}`));
    const key = await engine.create('p');
    expect(await engine.work('all', { list: [1, 2] })).toBe(1);
    expect(await engine.work('begin')).toBe(2);
    expect(await engine.work('t')).toBe(2);
    expect(await engine.work('done')).toBe(2);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('an end listener’s variables go to the scope around the element; a start listener’s are its locals', async () => {
    const engine = await deployed(oneTask('p', 'work', listeners('start begin', 'end done')));
    const key = await engine.create('p');
    await engine.work('begin', { local: 1 });
    const [job] = await engine.activate('work');
    expect(job.variables).toEqual({ local: 1 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`, {});
    await engine.work('done', { outer: 2 });
    expect(await engine.variablesOf(key)).toEqual({ outer: 2 });
  });

  it('a boundary timer does not run while start listeners do: it is opened after them', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't', listeners('start begin'))}${end}${flows('start t end')}${boundary('b', 't', on.timer('duration', 'PT1M'))}${element('endEvent', 'e2')}${flows('b e2')}`,
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p');
    engine.engine.clock.advance(120_000);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.work('begin');
    engine.engine.clock.advance(59_999);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    engine.engine.clock.advance(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('an end listener of the process delays an awaited creation, and its variables are in the answer', async () => {
    const engine = await deployed(
      bpmn('p', `${extensions(listeners('end last'))}${start}${end}${flows('start end')}`),
    );
    const waits = engine.call('POST', '/process-instances', {
      processDefinitionId: 'p',
      awaitCompletion: true,
      requestTimeout: 5000,
    });
    await expect.poll(() => engine.work('last', { done: true })).toBe(1);
    expect((await waits).body.variables).toEqual({ done: true });
  });

  it('cancelling an instance that waits in a listener ends the listener’s job', async () => {
    const engine = await deployed(oneTask('p', 'work', listeners('start begin')));
    const key = await engine.create('p');
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    expect((await engine.search('jobs', { type: 'begin' }))[0].state).toBe('CANCELED');
    expect(await engine.history(key)).toEqual(['start COMPLETED', 'task TERMINATED']);
  });
});

describe('setting variables (3.4)', () => {
  it('local writes there, otherwise to the nearest holder from that scope outwards', async () => {
    const inside = `${element('startEvent', 's')}${serviceTask('t', 't', mapping({ inputs: { own: '=0' } }))}${flows('s t')}${extensions(mapping({ inputs: { mid: '=0' } }))}`;
    const engine = await deployed(bpmn('p', `${start}${subProcess('sub', inside)}${flows('start sub')}`));
    const key = await engine.create('p');
    const t = (await elementOf(engine, 't')).elementInstanceKey;
    const sub = (await elementOf(engine, 'sub')).elementInstanceKey;
    expect((await set(engine, t, { own: 1, mid: 1, top: 1 })).status).toBe(204);
    expect(await Promise.all([t, sub, key].map((scope) => engine.variablesOf(scope)))).toEqual([
      { own: 1 },
      { mid: 1 },
      { top: 1 },
    ]);
    await set(engine, t, { top: 2, mid: 2 }, { local: true });
    expect(await Promise.all([t, sub, key].map((scope) => engine.variablesOf(scope)))).toEqual([
      { own: 1, mid: 2, top: 2 },
      { mid: 1 },
      { top: 1 },
    ]);
  });

  it('an element or instance that has ended: 404', async () => {
    const engine = await deployed(oneTask());
    const key = await engine.create('one-task');
    const task = (await elementOf(engine, 'task')).elementInstanceKey;
    await engine.work('work');
    expect((await set(engine, task, { a: 1 })).status).toBe(404);
    expect((await set(engine, key, { a: 1 })).status).toBe(404);
  });

  it('values of every JSON kind come back as JSON text, in searches and by key', async () => {
    const engine = await deployed(oneTask());
    const values = {
      n: 1.5,
      big: 9007199254740991,
      t: 'a "b" \\ ü 😀',
      yes: true,
      nothing: null,
      list: [1, [2]],
      object: { a: { b: [] } },
      empty: '',
    };
    const key = await engine.create('one-task', values);
    expect(await engine.variablesOf(key)).toEqual(values);
    const [row] = await engine.search('variables', { name: 'object' });
    expect(row).toMatchObject({
      value: '{"a":{"b":[]}}',
      isTruncated: false,
      scopeKey: key,
      processInstanceKey: key,
      tenantId: '<default>',
    });
    expect((await engine.call('GET', `/variables/${row.variableKey}`)).body.value).toBe('{"a":{"b":[]}}');
  });
});
