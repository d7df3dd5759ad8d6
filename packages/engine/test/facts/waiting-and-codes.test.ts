import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
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

const deployed = async (model: string, options = {}) => {
  const engine = new TestEngine(options);
  await engine.deploy(model);
  return engine;
};
const poll = (engine: TestEngine, more: object = {}) =>
  engine.call('POST', '/jobs/activation', {
    type: 'work',
    worker: 'w',
    timeout: 60_000,
    maxJobsToActivate: 5,
    requestTimeout: 20_000,
    ...more,
  });

describe('waiting for jobs that come together (3.11)', () => {
  const three = bpmn(
    'p',
    `${start}${element('parallelGateway', 'f')}${serviceTask('a', 'work', '<zeebe:jobPriorityDefinition priority="1"/>')}${serviceTask('b', 'work', '<zeebe:jobPriorityDefinition priority="3"/>')}${serviceTask('c', 'work', '<zeebe:jobPriorityDefinition priority="2"/>')}${flows('start f a')}${flows('f b')}${flows('f c')}`,
  );
  const ids = ({ body }: { body: { jobs: { elementId: string }[] } }) =>
    body.jobs.map(({ elementId }) => elementId);

  it('one waiter gets them all in one answer, by priority', async () => {
    const engine = await deployed(three);
    const waits = poll(engine);
    await engine.create('p');
    expect(ids(await waits)).toEqual(['b', 'c', 'a']);
  });

  it('a waiter gets no more than its maximum, the next one the rest, each job once', async () => {
    const engine = await deployed(three);
    const first = poll(engine, { maxJobsToActivate: 2 });
    const second = poll(engine, { maxJobsToActivate: 2 });
    await engine.create('p');
    expect([ids(await first), ids(await second)]).toEqual([['b', 'c'], ['a']]);
    expect(await engine.activate('work')).toEqual([]);
  });

  it('waiters of other types are left alone, and fetchVariable and tenant filters are those of each waiter', async () => {
    const engine = await deployed(three);
    const other = poll(engine, { type: 'other', requestTimeout: 60 });
    const waits = poll(engine, { fetchVariable: ['x'], maxJobsToActivate: 1 });
    await engine.create('p', { x: 1, y: 2 });
    expect((await waits).body.jobs[0].variables).toEqual({ x: 1 });
    expect((await other).body.jobs).toEqual([]);
  });

  it('a client that goes away while it waits for the end of an instance leaves the instance running', async () => {
    const engine = await deployed(oneTask());
    const controller = new AbortController();
    const waits = engine
      .call('POST', '/process-instances', undefined, {
        method: 'POST',
        body: JSON.stringify({
          processDefinitionId: 'one-task',
          awaitCompletion: true,
          requestTimeout: 20_000,
        }),
        headers: { 'content-type': 'application/json' },
        signal: controller.signal,
      })
      .catch(() => 'gone');
    await expect.poll(() => engine.search('process-instances')).toHaveLength(1);
    controller.abort();
    expect(await waits).toBe('gone');
    expect(await engine.work('work')).toBe(1);
    expect((await engine.search('process-instances'))[0].state).toBe('COMPLETED');
  });

  it('a job that times out while somebody waits for it is handed over with a new deadline', async () => {
    const engine = await deployed(oneTask(), { startTime: 1000 });
    await engine.create('one-task');
    await engine.activate('work', { timeout: 500 });
    const waits = poll(engine, { timeout: 700 });
    engine.engine.clock.advance(500);
    expect((await waits).body.jobs[0]).toMatchObject({ deadline: 2200, worker: 'w' });
  });
});

describe('codes and names that are computed (3.6, 3.17)', () => {
  it('an error end event with a code from an expression; a null code is an incident that can be resolved', async () => {
    const inside = `${element('startEvent', 's')}${element('endEvent', 'boom', errorEvent('dynamic'))}${flows('s boom')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside)}${end}${flows('start sub end')}${boundary('b', 'sub', errorEvent('fixed'))}${element('endEvent', 'e2')}${flows('b e2')}`,
        '<bpmn:error id="dynamic" errorCode="=code"/><bpmn:error id="fixed" errorCode="E7"/>',
      ),
    );
    const good = await engine.create('p', { code: 'E7' });
    expect(await engine.history(good)).toContain('e2 COMPLETED');
    const bad = await engine.create('p');
    const [incident] = await engine.search('incidents', { processInstanceKey: bad });
    expect([incident.errorType, incident.elementId]).toEqual(['EXTRACT_VALUE_ERROR', 'boom']);
    await engine.call('PUT', `/element-instances/${bad}/variables`, { variables: { code: 'E7' } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.history(bad)).toContain('e2 COMPLETED');
  });

  it('an escalation with a code from an expression', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('intermediateThrowEvent', 'throw', '<bpmn:escalationEventDefinition escalationRef="dynamic"/>')}${end}${flows('start throw end')}${eventSubProcess('esp', '<bpmn:escalationEventDefinition escalationRef="fixed"/>', `${serviceTask('x', 'x')}${flows('esp-start x')}`, 'isInterrupting="false"')}`,
        '<bpmn:escalation id="dynamic" escalationCode="=code"/><bpmn:escalation id="fixed" escalationCode="E7"/>',
      ),
    );
    await engine.create('p', { code: 'E7' });
    await engine.create('p', { code: 'E8' });
    expect((await engine.activate('x')).length).toBe(1);
  });

  it('a message name, a called process and a decision id from expressions', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child-b'), 'c.bpmn');
    await engine.deploy(
      bpmn(
        'p',
        `${start}${catchEvent('c', on.message('m'))}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="=target"/>'))}${end}${flows('start c call end')}`,
        message('m', '=1 + 1').replace('name="m"', 'name="=name"'),
      ),
      'p.bpmn',
    );
    const key = await engine.create('p', { name: 'dynamic', target: 'child-b' });
    await engine.call('POST', '/messages/publication', { name: 'dynamic', correlationKey: '2' });
    expect(await engine.work('work')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const wrong = await engine.create('p', { name: 'dynamic', target: 7 });
    await engine.call('POST', '/messages/publication', { name: 'dynamic', correlationKey: '2' });
    expect((await engine.search('incidents', { processInstanceKey: wrong }))[0]).toMatchObject({
      errorType: 'EXTRACT_VALUE_ERROR',
      elementId: 'call',
    });
  });

  it('a service task’s type, retries and headers: an expression that gives no text is an incident', async () => {
    const engine = await deployed(
      bpmn('p', `${start}${serviceTask('t', '=kind')}${end}${flows('start t end')}`),
    );
    for (const kind of [7, '', true, null]) {
      const key = await engine.create('p', { kind });
      expect(
        (await engine.search('incidents', { processInstanceKey: key }))[0]?.errorType,
        JSON.stringify(kind),
      ).toBe('EXTRACT_VALUE_ERROR');
    }
  });

  it.each([['abc'], [null], [1]])(
    'a flow condition that gives %j is no boolean: CONDITION_ERROR',
    async (value) => {
      const engine = await deployed(
        bpmn(
          'p',
          `${start}${element('exclusiveGateway', 'g', '', 'default="d"')}${end}${element('endEvent', 'e2')}${flows('start g')}${flow('g', 'e2', '=v')}${flow('g', 'end', undefined, 'd')}`,
        ),
      );
      const key = await engine.create('p', { v: value });
      expect((await engine.search('incidents', { processInstanceKey: key }))[0]).toMatchObject({
        errorType: 'CONDITION_ERROR',
        elementId: 'g',
      });
    },
  );

  it('conditions are looked at in the order of the document, and only as far as needed', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('exclusiveGateway', 'g')}${element('endEvent', 'e1')}${element('endEvent', 'e2')}${element('endEvent', 'e3')}${flows('start g')}${flow('g', 'e2', '=x > 1')}${flow('g', 'e1', '=x > 0')}${flow('g', 'e3', '="never looked at"')}`,
      ),
    );
    expect(await engine.history(await engine.create('p', { x: 2 }))).toContain('e2 COMPLETED');
    expect(await engine.history(await engine.create('p', { x: 1 }))).toContain('e1 COMPLETED');
  });
});

describe('tenants (3.21)', () => {
  const open = async () => {
    const engine = new TestEngine({ multiTenancy: true });
    for (const tenantId of ['one', 'two']) {
      expect((await engine.call('POST', '/tenants', { tenantId, name: tenantId })).status).toBe(201);
    }
    const deploy = async (content: string, tenantId: string) => {
      const form = new FormData();
      form.append('resources', new File([content], 'm.bpmn'));
      form.append('tenantId', tenantId);
      const response = await engine.fetch('http://localhost/v2/deployments', { method: 'POST', body: form });
      expect(response.status).toBe(200);
    };
    return { engine, deploy };
  };

  it('the same process id, message, lock and signal in two tenants have nothing to do with each other', async () => {
    const { engine, deploy } = await open();
    const model = bpmn(
      'p',
      `${startOn('s', on.message('m'))}${startOn('x', on.signal('go'))}${serviceTask('t', 'work')}${flows('s t')}${flows('x t')}`,
      message('m') + signal('go'),
    );
    await deploy(model, 'one');
    await deploy(model, 'two');
    const publish = (tenantId: string) =>
      engine.call('POST', '/messages/publication', {
        name: 'm',
        correlationKey: 'k',
        messageId: 'id',
        timeToLive: 60_000,
        tenantId,
      });
    expect([
      (await publish('one')).status,
      (await publish('two')).status,
      (await publish('two')).status,
    ]).toEqual([200, 200, 409]);
    await engine.call('POST', '/signals/broadcast', { signalName: 'go', tenantId: 'two' });
    const instances = await engine.search('process-instances');
    expect(
      instances.map(({ tenantId, processDefinitionVersion }) => [tenantId, processDefinitionVersion]),
    ).toEqual([
      ['one', 1],
      ['two', 1],
      ['two', 1],
    ]);
    expect((await engine.activate('work', { tenantIds: ['one'] })).map(({ tenantId }) => tenantId)).toEqual([
      'one',
    ]);
    expect(
      (await engine.activate('work', { tenantIds: ['one', 'two'] })).map(({ tenantId }) => tenantId),
    ).toEqual(['two', 'two']);
  });

  it('a call activity finds the process of its own tenant only', async () => {
    const { engine, deploy } = await open();
    await deploy(oneTask('child'), 'two');
    const caller = bpmn(
      'p',
      `${start}${element('callActivity', 'c', extensions('<zeebe:calledElement processId="child"/>'))}${end}${flows('start c end')}`,
    );
    await deploy(caller, 'one');
    await deploy(caller, 'two');
    const one = await engine.create('p', {}, { tenantId: 'one' });
    const two = await engine.create('p', {}, { tenantId: 'two' });
    expect((await engine.search('incidents', { processInstanceKey: one }))[0].errorType).toBe(
      'CALLED_ELEMENT_ERROR',
    );
    expect(await engine.search('incidents', { processInstanceKey: two })).toEqual([]);
    expect((await engine.activate('work', { tenantIds: ['two'] })).length).toBe(1);
  });
});

describe('views of one instance (3.23, 3.25)', () => {
  it('taken flows once each, with ids of instance and flow; statistics of its elements', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('exclusiveGateway', 'm')}${serviceTask('t', 'work', mapping({ outputs: { n: '=n + 1' } }))}${element('exclusiveGateway', 'x', '', 'default="out"')}${end}<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="m"/><bpmn:sequenceFlow id="f2" sourceRef="m" targetRef="t"/><bpmn:sequenceFlow id="f3" sourceRef="t" targetRef="x"/>${flow('x', 'm', '=n < 3', 'back')}${flow('x', 'end', undefined, 'out')}`,
      ),
    );
    const key = await engine.create('p', { n: 1 });
    await engine.work('work');
    await engine.work('work');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const { body } = await engine.call('GET', `/process-instances/${key}/sequence-flows`);
    expect(body.items.map(({ elementId }: { elementId: string }) => elementId).sort()).toEqual([
      'back',
      'f1',
      'f2',
      'f3',
      'out',
    ]);
    expect(
      body.items.every(
        (item: { sequenceFlowId: string; elementId: string }) =>
          item.sequenceFlowId === `${key}_${item.elementId}`,
      ),
    ).toBe(true);
    const statistics = await engine.call('GET', `/process-instances/${key}/statistics/element-instances`);
    expect(statistics.body.items.find(({ elementId }: { elementId: string }) => elementId === 't')).toEqual({
      elementId: 't',
      active: 0,
      canceled: 0,
      incidents: 0,
      completed: 2,
    });
  });
});
