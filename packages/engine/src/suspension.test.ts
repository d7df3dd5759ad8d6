import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, oneTask, serviceTask, start } from '../test/bpmn.ts';
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

const suspend = (engine: TestEngine, key: string) =>
  engine.call('POST', `/process-instances/${key}/suspension`);
const resume = (engine: TestEngine, key: string) =>
  engine.call('POST', `/process-instances/${key}/resumption`);

/** The elements that are active, sorted. */
async function active(engine: TestEngine, processInstanceKey: string): Promise<string> {
  const items = await engine.search('element-instances', { processInstanceKey, state: 'ACTIVE' });
  return items
    .filter(({ type }) => type !== 'PROCESS')
    .map(({ elementId }) => elementId)
    .sort()
    .join(' ');
}

describe('suspendProcessInstance and resumeProcessInstance (3.19)', () => {
  it('show in searches: state SUSPENDED and suspendedDate, then ACTIVE again', async () => {
    const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
    await engine.deploy(oneTask());
    const key = await engine.create('one-task');
    expect((await suspend(engine, key)).status).toBe(204);
    const { body } = await engine.call('GET', `/process-instances/${key}`);
    expect([body.state, body.suspendedDate]).toEqual(['SUSPENDED', '2030-01-01T00:00:00.000Z']);
    expect(await engine.search('process-instances', { state: 'ACTIVE' })).toEqual([]);
    expect((await engine.search('process-instances', { state: 'SUSPENDED' })).length).toBe(1);
    expect((await resume(engine, key)).status).toBe(204);
    const after = await engine.call('GET', `/process-instances/${key}`);
    expect([after.body.state, after.body.suspendedDate]).toEqual(['ACTIVE', null]);
  });

  it('take only an active instance, and only a suspended one: else 409, and 404 for one that is not there', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const key = await engine.create('one-task');
    expect((await resume(engine, key)).status).toBe(409);
    await suspend(engine, key);
    const again = await suspend(engine, key);
    expect([again.status, again.body.title]).toEqual([409, 'INVALID_STATE']);
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    for (const command of [suspend, resume]) {
      expect((await command(engine, key)).status).toBe(404);
      expect((await command(engine, '42')).status).toBe(404);
    }
  });

  it('park jobs: nobody gets them, and a waiting worker gets them on resumption', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const key = await engine.create('one-task');
    await suspend(engine, key);
    expect(await engine.activate('work')).toEqual([]);
    const waiting = engine.activate('work', { requestTimeout: 5000 });
    await resume(engine, key);
    const [job] = await waiting;
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('refuse what a worker says about a job meanwhile; the job can be completed after resumption', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const key = await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work');
    await suspend(engine, key);
    for (const [what, body] of [
      ['completion', {}],
      ['failure', { retries: 1 }],
      ['error', { errorCode: 'x' }],
    ] as const) {
      const { status, body: problem } = await engine.call('POST', `/jobs/${jobKey}/${what}`, body);
      expect([what, status, problem.title]).toEqual([what, 409, 'INVALID_STATE']);
    }
    await resume(engine, key);
    expect((await engine.call('POST', `/jobs/${jobKey}/completion`)).status).toBe(204);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('keep a job parked whose lock ends or whose back-off is over meanwhile', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(oneTask());
    const keys = [await engine.create('one-task'), await engine.create('one-task')];
    const [locked, failed] = await engine.activate('work', { timeout: 1000 });
    await engine.call('POST', `/jobs/${failed.jobKey}/failure`, { retries: 1, retryBackOff: 1000 });
    for (const key of keys) {
      await suspend(engine, key);
    }
    engine.engine.clock.advance(2000);
    expect(await engine.activate('work')).toEqual([]);
    for (const key of keys) {
      await resume(engine, key);
    }
    const again = await engine.activate('work');
    expect(again.map(({ jobKey }) => jobKey)).toEqual([locked.jobKey, failed.jobKey]);
  });

  it('hold timers: due ones fire on resumption, every missed occurrence of a cycle once', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work')}${boundary('tick', 'task', on.timer('cycle', 'R10/PT10S'), false)}${element('endEvent', 'ticked')}${boundary('late', 'task', on.timer('duration', 'PT1H'))}${element('endEvent', 'ended')}${flows('start task')}${flows('tick ticked')}${flows('late ended')}`,
      ),
    );
    const key = await engine.create('p');
    engine.engine.clock.advance(10_000);
    await suspend(engine, key);
    engine.engine.clock.advance(35_000);
    expect((await engine.history(key)).filter((line) => line.startsWith('ticked')).length).toBe(1);
    await resume(engine, key);
    expect((await engine.history(key)).filter((line) => line.startsWith('ticked')).length).toBe(4);
    const due = engine.engine.clock.nextDue();
    expect(due).toBe(50_000);
    await suspend(engine, key);
    expect(engine.engine.clock.nextDue()).toBeUndefined();
    engine.engine.clock.advance(3_600_000);
    await resume(engine, key);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('close message subscriptions and open them again: a message that still lives is caught then', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${catchEvent('wait', on.message('go'))}${end}${flows('start wait end')}`,
        message('go', '=id'),
      ),
    );
    const key = await engine.create('p', { id: '1' });
    const publish = (timeToLive: number) =>
      engine.call('POST', '/messages/publication', { name: 'go', correlationKey: '1', timeToLive });
    await suspend(engine, key);
    const stateOfSubscription = async () =>
      (await engine.search('message-subscriptions'))[0].messageSubscriptionState;
    expect(await stateOfSubscription()).toBe('DELETED');
    const correlated = await engine.call('POST', '/messages/correlation', {
      name: 'go',
      correlationKey: '1',
    });
    expect(correlated.status).toBe(404);
    await publish(0);
    await resume(engine, key);
    expect(await stateOfSubscription()).toBe('CREATED');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await suspend(engine, key);
    await publish(60_000);
    expect(await active(engine, key)).toBe('wait');
    await resume(engine, key);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('keep the correlation key that a subscription was opened with', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${catchEvent('wait', on.message('go'))}${end}${flows('start wait end')}`,
        message('go', '=id'),
      ),
    );
    const key = await engine.create('p', { id: '1' });
    await suspend(engine, key);
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { id: '2' } });
    await resume(engine, key);
    await engine.call('POST', '/messages/publication', { name: 'go', correlationKey: '1' });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('lose signals', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${catchEvent('wait', on.signal('go'))}${end}${flows('start wait end')}`,
        signal('go'),
      ),
    );
    const key = await engine.create('p');
    const broadcast = () => engine.call('POST', '/signals/broadcast', { signalName: 'go' });
    await suspend(engine, key);
    await broadcast();
    await resume(engine, key);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await broadcast();
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('let called instances run on; what follows from them waits and is drained in order', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child'));
    await engine.deploy(
      bpmn(
        'parent',
        `${start}${element('parallelGateway', 'fork')}${element('callActivity', 'first', extensions('<zeebe:calledElement processId="child"/>'))}${element('callActivity', 'second', extensions('<zeebe:calledElement processId="child"/>'))}${end}${flows('start fork first end')}${flows('fork second end')}`,
      ),
      'parent.bpmn',
    );
    const key = await engine.create('parent');
    const jobs = await engine.activate('work');
    await suspend(engine, key);
    for (const { jobKey } of jobs.reverse()) {
      await engine.call('POST', `/jobs/${jobKey}/completion`, { variables: { by: jobKey } });
    }
    const children = await engine.search('process-instances', { parentProcessInstanceKey: key });
    expect(children.map(({ state }) => state)).toEqual(['COMPLETED', 'COMPLETED']);
    expect(await active(engine, key)).toBe('first second');
    await resume(engine, key);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const completed = engine.engine.events
      .list()
      .filter((event) => event.valueType === 'PROCESS_INSTANCE' && event.intent === 'ELEMENT_COMPLETED')
      .map(({ value }) => (value as { elementId: string }).elementId)
      .filter((id) => id === 'first' || id === 'second');
    expect(completed).toEqual(['second', 'first']);
  });

  it('let a boundary event of a call activity take over at once, and its completion wait', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'child',
        `${start}${serviceTask('task', 'work')}${throwEvent('thrown', '<bpmn:errorEventDefinition errorRef="e"/>', '', 'endEvent')}${flows('start task thrown')}`,
        '<bpmn:error id="e" errorCode="bad"/>',
      ),
    );
    await engine.deploy(
      bpmn(
        'parent',
        `${start}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="child"/>'))}${boundary('caught', 'call', '<bpmn:errorEventDefinition errorRef="e"/>')}${end}${element('endEvent', 'failed')}${flows('start call end')}${flows('caught failed')}`,
        '<bpmn:error id="e" errorCode="bad"/>',
      ),
      'parent.bpmn',
    );
    const key = await engine.create('parent');
    await suspend(engine, key);
    await engine.work('work');
    expect(await engine.history(key)).toEqual(['start COMPLETED', 'call TERMINATED', 'caught ACTIVE']);
    await resume(engine, key);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('let variables be updated; conditions that they fulfil are looked at on resumption', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work')}${boundary('rich', 'task', on.condition('=amount > 2'))}${element('endEvent', 'ended')}${flows('start task')}${flows('rich ended')}`,
      ),
    );
    const set = (key: string, amount: number) =>
      engine.call('PUT', `/element-instances/${key}/variables`, { variables: { amount } });
    const key = await engine.create('p', { amount: 1 });
    await suspend(engine, key);
    expect((await set(key, 3)).status).toBe(204);
    expect(await engine.variablesOf(key)).toEqual({ amount: 3 });
    expect(await active(engine, key)).toBe('task');
    await resume(engine, key);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    const other = await engine.create('p', { amount: 1 });
    await suspend(engine, other);
    await set(other, 3);
    await set(other, 0);
    await resume(engine, other);
    expect(await active(engine, other)).toBe('task');
  });

  it('refuse everything that would change a user task with 409', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('userTask', 'task', extensions('<zeebe:userTask/>'))}${end}${flows('start task end')}`,
      ),
    );
    const key = await engine.create('p');
    const [task] = await engine.search('user-tasks');
    await suspend(engine, key);
    const answers = [
      await engine.call('POST', `/user-tasks/${task.userTaskKey}/completion`, {}),
      await engine.call('POST', `/user-tasks/${task.userTaskKey}/assignment`, { assignee: 'me' }),
      await engine.call('PATCH', `/user-tasks/${task.userTaskKey}`, { changeset: { priority: 1 } }),
      await engine.call('PUT', `/element-instances/${task.elementInstanceKey}/variables`, {
        variables: { a: 1 },
        local: true,
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
    await resume(engine, key);
    await engine.call('POST', `/user-tasks/${task.userTaskKey}/completion`, {});
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('refuse to activate more in an ad-hoc sub-process (409)', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('adHocSubProcess', 'tools', serviceTask('x', 'x'))}${flows('start tools')}`,
      ),
    );
    const key = await engine.create('p');
    const [tools] = await engine.search('element-instances', { elementId: 'tools' });
    await suspend(engine, key);
    const { status, body } = await engine.call(
      'POST',
      `/element-instances/ad-hoc-activities/${tools.elementInstanceKey}/activation`,
      { elements: [{ elementId: 'x' }] },
    );
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
  });

  it('let the instance be cancelled, with everything that waits', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child'));
    await engine.deploy(
      bpmn(
        'parent',
        `${start}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="child"/>'))}${end}${flows('start call end')}`,
      ),
      'parent.bpmn',
    );
    const key = await engine.create('parent');
    await suspend(engine, key);
    await engine.work('work');
    const { status } = await engine.call('POST', `/process-instances/${key}/cancellation`);
    expect(status).toBe(204);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
    expect(await active(engine, key)).toBe('');
  });

  it('end a suspended called instance with its caller', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child'));
    await engine.deploy(
      bpmn(
        'parent',
        `${start}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="child"/>'))}${boundary('bound', 'call', on.signal('stop'))}${end}${element('endEvent', 'stopped')}${flows('start call end')}${flows('bound stopped')}`,
        signal('stop'),
      ),
      'parent.bpmn',
    );
    const key = await engine.create('parent');
    const [child] = await engine.search('process-instances', { parentProcessInstanceKey: key });
    await suspend(engine, child.processInstanceKey);
    await engine.call('POST', '/signals/broadcast', { signalName: 'stop' });
    expect(await engine.stateOf(child.processInstanceKey)).toBe('TERMINATED');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('let the instance be modified: the change is made at once, what follows from it waits', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(
      bpmn(
        'p',
        `${start}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${boundary('bound', 'b', on.message('go'))}${boundary('late', 'b', on.timer('duration', 'PT1S'))}${element('task', 'step')}${end}${element('endEvent', 'other')}${flows('start a')}${flows('step b end')}${flows('bound other')}${flows('late other')}`,
        message('go', '=1'),
      ),
    );
    const key = await engine.create('p');
    await suspend(engine, key);
    const { status } = await engine.call('POST', `/process-instances/${key}/modification`, {
      activateInstructions: [{ elementId: 'step' }, { elementId: 'b' }],
      terminateInstructions: [{ elementId: 'a' }],
    });
    expect(status).toBe(204);
    expect(await active(engine, key)).toBe('b step');
    expect(await engine.activate('b')).toEqual([]);
    await engine.call('POST', '/messages/publication', { name: 'go', correlationKey: '1' });
    expect(engine.engine.clock.nextDue()).toBeUndefined();
    expect(await active(engine, key)).toBe('b step');
    await resume(engine, key);
    expect(await active(engine, key)).toBe('b b');
    expect((await engine.activate('b')).length).toBe(2);
    expect(engine.engine.clock.nextDue()).toBe(1000);
  });

  it('create multi-instance items from the collection as it was', async () => {
    const engine = new TestEngine();
    const many = serviceTask('many', 'many').replace(
      '</bpmn:serviceTask>',
      '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>',
    );
    await engine.deploy(
      bpmn('p', `${start}${serviceTask('a', 'a')}${many}${end}${flows('start a many end')}`),
    );
    const key = await engine.create('p', { items: [1, 2] });
    await suspend(engine, key);
    await engine.call('POST', `/process-instances/${key}/modification`, {
      activateInstructions: [{ elementId: 'many' }],
      terminateInstructions: [{ elementId: 'a' }],
    });
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { items: [1, 2, 3] } });
    expect(await active(engine, key)).toBe('many');
    await resume(engine, key);
    expect(await engine.work('many')).toBe(2);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('resolve an incident, whose retry waits', async () => {
    const engine = new TestEngine();
    await engine.deploy(bpmn('p', `${start}${serviceTask('task', '=type')}${end}${flows('start task end')}`));
    const key = await engine.create('p');
    const [incident] = await engine.search('incidents');
    await suspend(engine, key);
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { type: 'work' } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.search('jobs')).toEqual([]);
    await resume(engine, key);
    expect(await engine.work('work')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('write what waits into the log as JSON', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${serviceTask('a', 'a')}${element('task', 'step')}${element('parallelGateway', 'join')}${flows('start a join')}${flows('step join')}${eventSubProcess('esp', startOn('esp-start', on.signal('go'), '', false), 'x')}`,
        signal('go'),
      ),
    );
    const key = await engine.create('p');
    await suspend(engine, key);
    await engine.call('POST', `/process-instances/${key}/modification`, {
      activateInstructions: [{ elementId: 'step' }],
    });
    const events = engine.engine.events.list();
    expect(JSON.parse(JSON.stringify(events))).toEqual(events.map((event) => structuredClone(event)));
    expect(events.some(({ valueType }) => valueType === 'DEFERRED_COMMAND')).toBe(true);
  });

  it('lets canceling listeners do their jobs when the instance is cancelled', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('userTask', 'task', extensions('<zeebe:userTask/><zeebe:taskListeners><zeebe:taskListener eventType="canceling" type="undo"/></zeebe:taskListeners>'))}${end}${flows('start task end')}`,
      ),
    );
    const key = await engine.create('p');
    await suspend(engine, key);
    const cancelled = engine.call('POST', `/process-instances/${key}/cancellation`);
    const [job] = await engine.activate('undo', { requestTimeout: 5000 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect((await cancelled).status).toBe(204);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
  });

  it('outlast a snapshot, with everything that waits', async () => {
    const engine = new TestEngine({ startTime: 0 });
    await engine.deploy(
      bpmn(
        'p',
        `${start}${serviceTask('a', 'a')}${boundary('late', 'a', on.timer('duration', 'PT1S'), false)}${element('endEvent', 'ticked')}${element('task', 'step')}${serviceTask('b', 'b')}${flows('start a')}${flows('step b')}${flows('late ticked')}`,
      ),
    );
    const key = await engine.create('p');
    await suspend(engine, key);
    await engine.call('POST', `/process-instances/${key}/modification`, {
      activateInstructions: [{ elementId: 'step' }],
    });
    const snapshot = JSON.parse(JSON.stringify(engine.engine.snapshot()));
    const other = new TestEngine({ snapshot });
    expect(await other.stateOf(key)).toBe('SUSPENDED');
    expect(await other.activate('a')).toEqual([]);
    other.engine.clock.advance(1000);
    expect(await active(other, key)).toBe('a step');
    await resume(other, key);
    expect(await active(other, key)).toBe('a b');
    expect(await other.history(key)).toContain('ticked COMPLETED');
  });
});
