import { describe, expect, it } from 'vitest';
import {
  bpmn,
  element,
  eventSubProcess,
  extensions,
  flows,
  oneTask,
  serviceTask,
  start,
} from '../test/bpmn.ts';
import { on, signal } from '../test/events.ts';
import { TestClient, TestEngine } from '../test/test-engine.ts';
import { listeners, UserTaskScene, userTaskModel } from '../test/user-task.ts';

const assignee = (name: string) => `<zeebe:assignmentDefinition assignee="${name}"/>`;

describe('task listeners: which transitions they hold up (3.13)', () => {
  it('state CREATING, then creating listeners, then CREATED', async () => {
    const scene = await UserTaskScene.begin(listeners('creating check'));
    expect((await scene.task()).state).toBe('CREATING');
    const job = await scene.listen('check');
    expect(job).toMatchObject({ kind: 'TASK_LISTENER', listenerEventType: 'CREATING', retries: 3 });
    expect((await scene.task()).state).toBe('CREATED');
  });

  it('an assignee of the model: an assigning transition with its listeners follows, and then the assignee is set', async () => {
    const scene = await UserTaskScene.begin(assignee('ann') + listeners('creating check', 'assigning tell'));
    const created = await scene.listen('check');
    expect(created.userTask.assignee).toBeNull();
    expect(await scene.task()).toMatchObject({ state: 'ASSIGNING', assignee: null });
    const assigned = await scene.listen('tell');
    expect(assigned.userTask).toMatchObject({ assignee: 'ann', changedAttributes: ['assignee'] });
    expect(await scene.task()).toMatchObject({ state: 'CREATED', assignee: 'ann' });
  });

  it('assign and unassign wait for the assigning listeners', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning check'));
    const assigning = scene.assign('ann');
    expect((await scene.reaches('ASSIGNING')).assignee).toBeNull();
    await scene.listen('check');
    expect((await assigning).status).toBe(204);
    expect(await scene.task()).toMatchObject({ state: 'CREATED', assignee: 'ann' });
    const unassigning = scene.engine.call('DELETE', `${scene.path}/assignee`);
    const job = await scene.listen('check');
    expect(job.userTask).toMatchObject({ action: 'unassign', assignee: null });
    expect((await unassigning).status).toBe(204);
    expect((await scene.task()).assignee).toBeNull();
  });

  it('update waits for the updating listeners', async () => {
    const scene = await UserTaskScene.begin(listeners('updating check'));
    const updating = scene.update({ priority: 9 });
    expect((await scene.reaches('UPDATING')).priority).toBe(50);
    const job = await scene.listen('check');
    expect(job.userTask).toMatchObject({ priority: 9, changedAttributes: ['priority'], action: 'update' });
    expect((await updating).status).toBe(204);
    expect(await scene.task()).toMatchObject({ state: 'CREATED', priority: 9 });
  });

  it('complete waits for the completing listeners, which see the variables that it brings', async () => {
    const scene = await UserTaskScene.begin(listeners('completing check'), { order: 1 });
    const completing = scene.complete({ variables: { approved: true } });
    const job = await scene.job('check');
    expect(job.variables).toEqual({ order: 1, approved: true });
    expect(await scene.engine.variablesOf(scene.instance)).toEqual({ order: 1 });
    expect((await scene.task()).state).toBe('COMPLETING');
    await scene.finish(job.jobKey);
    expect((await completing).status).toBe(204);
    expect((await scene.task()).state).toBe('COMPLETED');
    expect(await scene.engine.stateOf(scene.instance)).toBe('COMPLETED');
    expect(await scene.engine.variablesOf(scene.instance)).toEqual({ order: 1, approved: true });
  });

  it('fetchVariable chooses among the variables that the completion brings too', async () => {
    const scene = await UserTaskScene.begin(listeners('completing check'), { order: 1 });
    const completing = scene.complete({ variables: { approved: true, comment: 'x' } });
    const [job] = await scene.jobs('check', { fetchVariable: ['approved'] });
    expect(job.variables).toEqual({ approved: true });
    await scene.finish(job.jobKey);
    await completing;
  });

  it.each([
    ['assign', (scene: UserTaskScene) => scene.assign('bob')],
    ['update', (scene: UserTaskScene) => scene.update({ priority: 1 })],
    ['complete', (scene: UserTaskScene) => scene.complete()],
    [
      'set variables',
      (scene: UserTaskScene) =>
        scene.engine.search('element-instances', { elementId: 'task' }).then(([task]) =>
          scene.engine.call('PUT', `/element-instances/${task.elementInstanceKey}/variables`, {
            variables: { a: 1 },
          }),
        ),
    ],
  ])('a task that is not in CREATED refuses: %s, 409', async (_, request) => {
    const scene = await UserTaskScene.begin(listeners('creating check'));
    const { status, body } = await request(scene);
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
    expect(body.detail).toContain('CREATING');
  });

  it('a request at its time-out: 504, and the transition goes on', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning check'), {}, { requestTimeoutMs: 20 });
    const { status, body } = await scene.assign('ann');
    expect([status, body.title]).toEqual([504, 'DEADLINE_EXCEEDED']);
    expect((await scene.task()).state).toBe('ASSIGNING');
    await scene.listen('check');
    expect(await scene.task()).toMatchObject({ state: 'CREATED', assignee: 'ann' });
  });

  it('the engine closes: the request that waits ends', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning check'));
    const assigning = scene.assign('ann');
    await scene.reaches('ASSIGNING');
    await scene.engine.engine.close();
    expect((await assigning).status).toBe(503);
  });
});

describe('task listeners: order and data (3.13)', () => {
  it('in document order, one after the other', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning one', 'completing other', 'assigning two'));
    const assigning = scene.assign('ann');
    const first = await scene.job('one');
    expect(await scene.jobs('two')).toEqual([]);
    await scene.finish(first.jobKey);
    await scene.listen('two');
    expect((await assigning).status).toBe(204);
  });

  it('task data is in the member userTask and in reserved headers, beside the headers of the task', async () => {
    const scene = await UserTaskScene.begin(
      `<zeebe:assignmentDefinition candidateGroups="sales" candidateUsers="ann,bob"/>
       <zeebe:taskSchedule dueDate="2030-01-01T00:00:00Z"/><zeebe:priorityDefinition priority="7"/>
       <zeebe:taskHeaders><zeebe:header key="own" value="x"/></zeebe:taskHeaders>
       ${listeners('assigning =&quot;check&quot;')}`,
    );
    const assigning = scene.assign('ann', { action: 'claim' });
    const job = await scene.listen('check');
    await assigning;
    const { userTaskKey } = await scene.task();
    expect(job.userTask).toEqual({
      action: 'claim',
      assignee: 'ann',
      candidateGroups: ['sales'],
      candidateUsers: ['ann', 'bob'],
      changedAttributes: ['assignee'],
      dueDate: '2030-01-01T00:00:00.000Z',
      followUpDate: null,
      formKey: null,
      priority: 7,
      userTaskKey,
    });
    expect(job.customHeaders).toEqual({
      own: 'x',
      'io.camunda.zeebe:action': 'claim',
      'io.camunda.zeebe:assignee': 'ann',
      'io.camunda.zeebe:candidateGroups': '["sales"]',
      'io.camunda.zeebe:candidateUsers': '["ann","bob"]',
      'io.camunda.zeebe:changedAttributes': '["assignee"]',
      'io.camunda.zeebe:dueDate': '2030-01-01T00:00:00.000Z',
      'io.camunda.zeebe:priority': '7',
      'io.camunda.zeebe:userTaskKey': userTaskKey,
    });
  });

  it.each([
    ['assign', 'assigning', (scene: UserTaskScene) => scene.assign('ann')],
    ['update', 'updating', (scene: UserTaskScene) => scene.update({ priority: 1 })],
    ['complete', 'completing', (scene: UserTaskScene) => scene.complete({ action: '' })],
  ])('action defaults: %s', async (action, event, request) => {
    const scene = await UserTaskScene.begin(listeners(`${event} check`));
    const waiting = request(scene);
    const job = await scene.listen('check');
    expect(job.userTask.action).toBe(action);
    expect(job.customHeaders['io.camunda.zeebe:action']).toBe(action);
    expect((await waiting).status).toBe(204);
  });

  it('its job shows in searches with what it said of the transition', async () => {
    const scene = await UserTaskScene.begin(listeners('creating check'));
    const open = await scene.engine.search('jobs', { kind: 'TASK_LISTENER' });
    expect(open).toMatchObject([{ isDenied: null, deniedReason: null, state: 'CREATED' }]);
    await scene.listen('check');
    const done = await scene.engine.search('jobs', { kind: 'TASK_LISTENER' });
    expect(done).toMatchObject([{ isDenied: false, deniedReason: null, state: 'COMPLETED' }]);
  });

  it('a job of an element has no userTask, and takes no result', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    await engine.create('one-task');
    const [job] = await engine.activate('work');
    expect(job.userTask).toBeNull();
    const result = { type: 'userTask', denied: true };
    const refused = await engine.call('POST', `/jobs/${job.jobKey}/completion`, { result });
    expect(refused.status).toBe(400);
    expect(refused.body.detail).toContain('result');
  });
});

describe('task listeners: corrections and denial (3.13)', () => {
  it('corrections are visible to later listeners and applied at the end of the transition', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning one', 'assigning two'));
    const assigning = scene.assign('ann');
    await scene.listen('one', {
      corrections: {
        assignee: 'bob',
        priority: 3,
        candidateUsers: ['u'],
        candidateGroups: ['g'],
        dueDate: '2030-01-01T00:00:00Z',
        followUpDate: '2029-01-01T00:00:00Z',
      },
    });
    expect(await scene.task()).toMatchObject({ assignee: null, priority: 50 });
    const second = await scene.listen('two');
    expect(second.userTask).toMatchObject({ assignee: 'bob', priority: 3, candidateUsers: ['u'] });
    expect((await assigning).status).toBe(204);
    expect(await scene.task()).toMatchObject({
      assignee: 'bob',
      priority: 3,
      candidateUsers: ['u'],
      candidateGroups: ['g'],
      dueDate: '2030-01-01T00:00:00.000Z',
      followUpDate: '2029-01-01T00:00:00.000Z',
    });
  });

  it('changedAttributes: what differs from before the transition, recomputed as corrections come', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning one', 'assigning two', 'assigning three'));
    const assigning = scene.assign('ann');
    expect((await scene.listen('one', { corrections: { priority: 3 } })).userTask.changedAttributes).toEqual([
      'assignee',
    ]);
    const second = await scene.listen('two', { corrections: { assignee: '', priority: 50 } });
    expect(second.userTask.changedAttributes).toEqual(['assignee', 'priority']);
    expect((await scene.listen('three')).userTask.changedAttributes).toEqual([]);
    expect((await assigning).status).toBe(204);
    expect((await scene.task()).assignee).toBeNull();
  });

  it.each([
    ['assigning', (scene: UserTaskScene) => scene.assign('ann')],
    ['updating', (scene: UserTaskScene) => scene.update({ priority: 1 })],
    ['completing', (scene: UserTaskScene) => scene.complete({ variables: { a: 1 } })],
  ])('%s denied: back to CREATED, and the request gets 409 with the reason', async (event, request) => {
    const scene = await UserTaskScene.begin(listeners(`${event} one`, `${event} two`));
    const before = await scene.task();
    const waiting = request(scene);
    await scene.listen('one', { corrections: { priority: 99 } });
    await scene.listen('two', { denied: true, deniedReason: 'not today' });
    const { status, body } = await waiting;
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
    expect(body.detail).toContain('not today');
    expect(await scene.task()).toEqual(before);
    expect(await scene.engine.variablesOf(scene.instance)).toEqual({});
    expect(await scene.engine.search('jobs', { isDenied: true })).toMatchObject([
      { deniedReason: 'not today', listenerEventType: event.toUpperCase() },
    ]);
  });

  it('a denied assignment of the model leaves the task without an assignee', async () => {
    const scene = await UserTaskScene.begin(assignee('ann') + listeners('assigning check'));
    await scene.listen('check', { denied: true });
    expect(await scene.task()).toMatchObject({ state: 'CREATED', assignee: null });
  });

  it('assignee correction in creating: only when the model set none', async () => {
    const free = await UserTaskScene.begin(listeners('creating check'));
    await free.listen('check', { corrections: { assignee: 'bob' } });
    expect(await free.task()).toMatchObject({ state: 'CREATED', assignee: 'bob' });
    const taken = await UserTaskScene.begin(assignee('ann') + listeners('creating check'));
    const job = await taken.job('check');
    const { status, body } = await taken.finish(job.jobKey, { corrections: { assignee: 'bob' } });
    expect(status).toBe(400);
    expect(body.detail).toContain('assignee');
    expect((await taken.finish(job.jobKey)).status).toBe(204);
    expect(await taken.task()).toMatchObject({ state: 'CREATED', assignee: 'ann' });
  });

  it.each([
    ['denied with corrections', { denied: true, corrections: { priority: 1 } }, {}, 'corrections'],
    ['variables', undefined, { variables: { a: 1 } }, 'variables'],
    ['a priority above 100', { corrections: { priority: 101 } }, {}, 'priority'],
    ['a due date that is none', { corrections: { dueDate: 'soon' } }, {}, 'dueDate'],
    ['candidates that are no list', { corrections: { candidateUsers: 'u' } }, {}, 'candidateUsers'],
    ['another type of result', { type: 'other' }, {}, 'result.type'],
  ])('a listener cannot answer with %s: 400, and its job stays open', async (_, result, more, word) => {
    const scene = await UserTaskScene.begin(listeners('assigning check'));
    const assigning = scene.assign('ann');
    const { jobKey } = await scene.job('check');
    const { status, body } = await scene.finish(jobKey, result, more);
    expect(status).toBe(400);
    expect(body.detail).toContain(word);
    await scene.finish(jobKey);
    expect((await assigning).status).toBe(204);
  });

  it('creating cannot be denied', async () => {
    const scene = await UserTaskScene.begin(listeners('creating check'));
    const { jobKey } = await scene.job('check');
    expect((await scene.finish(jobKey, { denied: true })).status).toBe(400);
  });

  it('throwing a BPMN error from a listener is refused', async () => {
    const scene = await UserTaskScene.begin(listeners('creating check'));
    const { jobKey } = await scene.job('check');
    const thrown = await scene.engine.call('POST', `/jobs/${jobKey}/error`, { errorCode: 'e' });
    expect(thrown.status).toBe(409);
  });
});

describe('task listeners: incidents (3.13)', () => {
  it('out of retries: TASK_LISTENER_NO_RETRIES; only that listener is retried', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning one', 'assigning two'));
    const assigning = scene.assign('ann');
    await scene.listen('one');
    const { jobKey } = await scene.job('two');
    await scene.engine.call('POST', `/jobs/${jobKey}/failure`, { retries: 0, errorMessage: 'down' });
    const [incident] = await scene.engine.search('incidents');
    expect(incident).toMatchObject({
      errorType: 'TASK_LISTENER_NO_RETRIES',
      errorMessage: 'down',
      jobKey,
      elementId: 'task',
    });
    const resolve = () => scene.engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect((await resolve()).status).toBe(409);
    await scene.engine.call('PATCH', `/jobs/${jobKey}`, { changeset: { retries: 1 } });
    expect((await resolve()).status).toBe(204);
    expect(await scene.jobs('one')).toEqual([]);
    await scene.listen('two');
    expect((await assigning).status).toBe(204);
    expect((await scene.task()).assignee).toBe('ann');
  });

  it('an expression that fails: the whole transition runs again after the resolution', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning one', 'assigning =second'));
    const assigning = scene.assign('ann');
    await scene.listen('one', { corrections: { priority: 1 } });
    const [incident] = await scene.engine.search('incidents');
    expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'task' });
    expect((await scene.task()).state).toBe('ASSIGNING');
    await scene.engine.call('PUT', `/element-instances/${scene.instance}/variables`, {
      variables: { second: 'two' },
    });
    await scene.engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    await scene.listen('one');
    await scene.listen('two');
    expect((await assigning).status).toBe(204);
    expect(await scene.task()).toMatchObject({ assignee: 'ann', priority: 50 });
  });

  it('an expression that fails at the creation: the same', async () => {
    const scene = await UserTaskScene.begin(listeners('creating =which'));
    const [incident] = await scene.engine.search('incidents');
    expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR' });
    await scene.engine.call('PUT', `/element-instances/${scene.instance}/variables`, {
      variables: { which: 'check' },
    });
    await scene.engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    await scene.listen('check');
    expect((await scene.task()).state).toBe('CREATED');
  });
});

describe('task listeners: variables of the task (3.13)', () => {
  const write = async (scene: UserTaskScene, body: object) => {
    const [task] = await scene.engine.search('element-instances', { elementId: 'task' });
    return scene.engine.call('PUT', `/element-instances/${task.elementInstanceKey}/variables`, body);
  };

  it('setting variables at the task scope triggers updating with the changed attribute variables', async () => {
    const scene = await UserTaskScene.begin(listeners('updating check'));
    const writing = write(scene, { variables: { a: 1 } });
    await scene.reaches('UPDATING');
    const job = await scene.listen('check', { corrections: { priority: 1 } });
    expect(job.userTask.changedAttributes).toEqual(['variables']);
    expect(job.variables).toEqual({ a: 1 });
    expect((await writing).status).toBe(204);
    expect(await scene.engine.variablesOf(scene.instance)).toEqual({ a: 1 });
    expect(await scene.task()).toMatchObject({ state: 'CREATED', priority: 1 });
  });

  it('local ones go into the scope of the task; denied ones go nowhere', async () => {
    const scene = await UserTaskScene.begin(listeners('updating check'));
    const [task] = await scene.engine.search('element-instances', { elementId: 'task' });
    const first = write(scene, { variables: { a: 1 }, local: true });
    await scene.reaches('UPDATING');
    await scene.listen('check');
    expect((await first).status).toBe(204);
    expect(await scene.engine.variablesOf(task.elementInstanceKey)).toEqual({ a: 1 });
    const second = write(scene, { variables: { b: 1 } });
    await scene.reaches('UPDATING');
    await scene.listen('check', { denied: true, deniedReason: 'no' });
    expect((await second).status).toBe(409);
    expect(await scene.engine.variablesOf(scene.instance)).toEqual({});
  });

  it('not finished in time: 504', async () => {
    const scene = await UserTaskScene.begin(listeners('updating check'), {}, { requestTimeoutMs: 20 });
    expect((await write(scene, { variables: { a: 1 } })).status).toBe(504);
  });

  it('variables of the process instance do not concern the task', async () => {
    const scene = await UserTaskScene.begin(listeners('updating check'));
    const path = `/element-instances/${scene.instance}/variables`;
    expect((await scene.engine.call('PUT', path, { variables: { a: 1 } })).status).toBe(204);
    expect((await scene.task()).state).toBe('CREATED');
  });
});

describe('task listeners: termination (3.13)', () => {
  it('CANCELING with listeners, then CANCELED; the cancellation of the instance waits for them', async () => {
    const scene = await UserTaskScene.begin(listeners('canceling one', 'canceling two'));
    const canceling = scene.engine.call('POST', `/process-instances/${scene.instance}/cancellation`);
    await scene.reaches('CANCELING');
    const job = await scene.listen('one');
    expect(job).toMatchObject({ listenerEventType: 'CANCELING', userTask: { action: 'cancel' } });
    expect(await scene.engine.stateOf(scene.instance)).toBe('ACTIVE');
    await scene.listen('two');
    expect((await canceling).status).toBe(204);
    expect((await scene.task()).state).toBe('CANCELED');
    expect(await scene.engine.stateOf(scene.instance)).toBe('TERMINATED');
  });

  it('the cancellation at its time-out: 504, and it goes on', async () => {
    const scene = await UserTaskScene.begin(listeners('canceling check'), {}, { requestTimeoutMs: 20 });
    const { status } = await scene.engine.call('POST', `/process-instances/${scene.instance}/cancellation`);
    expect(status).toBe(504);
    await scene.listen('check');
    expect(await scene.engine.stateOf(scene.instance)).toBe('TERMINATED');
  });

  it('canceling cannot be denied', async () => {
    const scene = await UserTaskScene.begin(listeners('canceling check'), {}, { requestTimeoutMs: 20 });
    await scene.engine.call('POST', `/process-instances/${scene.instance}/cancellation`);
    const { jobKey } = await scene.job('check');
    expect((await scene.finish(jobKey, { denied: true })).status).toBe(400);
  });

  it('an interrupting boundary event waits for them too', async () => {
    const scene = await UserTaskScene.begin(listeners('canceling check'));
    scene.engine.engine.clock.advance(60_000);
    expect(await scene.engine.history(scene.instance)).not.toContain('late COMPLETED');
    await scene.listen('check');
    expect(await scene.engine.history(scene.instance)).toEqual([
      'start COMPLETED',
      'task TERMINATED',
      'late COMPLETED',
    ]);
    expect(await scene.engine.stateOf(scene.instance)).toBe('COMPLETED');
  });

  it('what was on its way does not take place, and its request gets 409', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning check', 'canceling end'));
    const assigning = scene.assign('ann');
    const stale = await scene.job('check');
    const canceling = scene.engine.call('POST', `/process-instances/${scene.instance}/cancellation`);
    expect((await assigning).status).toBe(409);
    expect((await scene.finish(stale.jobKey)).status).toBe(404);
    await scene.listen('end');
    expect((await canceling).status).toBe(204);
    expect(await scene.task()).toMatchObject({ state: 'CANCELED', assignee: null });
  });

  it('a listener of the cancellation that fails: an incident, and its resolution goes on', async () => {
    const scene = await UserTaskScene.begin(listeners('canceling =which'), {}, { requestTimeoutMs: 20 });
    await scene.engine.call('POST', `/process-instances/${scene.instance}/cancellation`);
    const [incident] = await scene.engine.search('incidents');
    expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', state: 'ACTIVE' });
    await scene.engine.call('PUT', `/element-instances/${scene.instance}/variables`, {
      variables: { which: 'check' },
    });
    await scene.engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    await scene.listen('check');
    expect(await scene.engine.stateOf(scene.instance)).toBe('TERMINATED');
  });

  it('of a suspended instance too, which ends its suspension', async () => {
    const scene = await UserTaskScene.begin(listeners('canceling check'));
    const path = `/process-instances/${scene.instance}`;
    await scene.engine.call('POST', `${path}/suspension`);
    const canceling = scene.engine.call('POST', `${path}/cancellation`);
    await scene.listen('check');
    expect((await canceling).status).toBe(204);
    expect((await scene.task()).state).toBe('CANCELED');
  });

  it('a migration in between: the transition goes on with what the new model has', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning one', 'assigning two'));
    await scene.engine.deploy(userTaskModel(listeners('assigning other')));
    const [, target] = await scene.engine.search('process-definitions');
    const assigning = scene.assign('ann');
    const { jobKey } = await scene.job('one');
    const migrated = await scene.engine.call('POST', `/process-instances/${scene.instance}/migration`, {
      targetProcessDefinitionKey: target.processDefinitionKey,
      mappingInstructions: [
        { sourceElementId: 'task', targetElementId: 'task' },
        { sourceElementId: 'late', targetElementId: 'late' },
      ],
    });
    expect(migrated.status).toBe(204);
    expect((await scene.finish(jobKey)).status).toBe(204);
    expect((await assigning).status).toBe(204);
    expect(await scene.task()).toMatchObject({
      assignee: 'ann',
      processDefinitionKey: target.processDefinitionKey,
    });
  });

  it('modification skips canceling listeners', async () => {
    const scene = await UserTaskScene.begin(listeners('canceling check'));
    const { status } = await scene.engine.call('POST', `/process-instances/${scene.instance}/modification`, {
      activateInstructions: [{ elementId: 'end' }],
      terminateInstructions: [{ elementId: 'task' }],
    });
    expect(status).toBe(204);
    expect((await scene.task()).state).toBe('CANCELED');
    expect(await scene.engine.stateOf(scene.instance)).toBe('COMPLETED');
  });
});

describe('task listeners: canceling inside of scopes (3.13)', () => {
  const waiting = (id = 'task') =>
    element('userTask', id, extensions(`<zeebe:userTask/>${listeners('canceling check')}`));
  const begin = async (content: string, root = '') => {
    const engine = new TestEngine();
    await engine.deploy(bpmn('p', content, root));
    const instance = await engine.create('p');
    return { engine, instance };
  };

  it('a terminate end event waits for them, and the instance completes', async () => {
    const stop = element('endEvent', 'stop', '<bpmn:terminateEventDefinition/>');
    const { engine, instance } = await begin(
      `${start}${element('parallelGateway', 'fork')}${waiting()}${serviceTask('work', 'work')}${stop}${flows('start fork task')}${flows('fork work stop')}`,
    );
    await engine.work('work');
    expect(await engine.stateOf(instance)).toBe('ACTIVE');
    expect(await engine.work('check')).toBe(1);
    expect(await engine.stateOf(instance)).toBe('COMPLETED');
  });

  it('an interrupting event sub-process begins when they are done', async () => {
    const handler = eventSubProcess(
      'handler',
      on.signal('alarm'),
      `${serviceTask('handle', 'handle')}${flows('handler-start handle')}`,
    );
    const { engine, instance } = await begin(
      `${start}${waiting()}${handler}${flows('start task')}`,
      signal('alarm'),
    );
    await engine.call('POST', '/signals/broadcast', { signalName: 'alarm' });
    expect(await engine.activate('handle')).toEqual([]);
    expect(await engine.work('check')).toBe(1);
    expect(await engine.work('handle')).toBe(1);
    expect(await engine.stateOf(instance)).toBe('COMPLETED');
  });

  it('a called process keeps its caller until they are done', async () => {
    const engine = new TestEngine();
    await engine.deploy(bpmn('child', `${start}${waiting()}${flows('start task')}`), 'child.bpmn');
    const call = element('callActivity', 'call', extensions('<zeebe:calledElement processId="child"/>'));
    await engine.deploy(bpmn('p', `${start}${call}${flows('start call')}`));
    const instance = await engine.create('p');
    const canceling = engine.call('POST', `/process-instances/${instance}/cancellation`);
    const [job] = await engine.activate('check', { requestTimeout: 5000 });
    expect(await engine.stateOf(instance)).toBe('ACTIVE');
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect((await canceling).status).toBe(204);
    expect(await engine.search('process-instances', { state: 'TERMINATED' })).toHaveLength(2);
  });

  it('each task of a multi-instance has its own', async () => {
    const loop =
      '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1,2,3]"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';
    const { engine, instance } = await begin(
      `${start}${waiting().replace('</bpmn:userTask>', `${loop}</bpmn:userTask>`)}${flows('start task')}`,
    );
    const canceling = engine.call('POST', `/process-instances/${instance}/cancellation`);
    await expect.poll(async () => (await engine.search('jobs', { kind: 'TASK_LISTENER' })).length).toBe(3);
    expect(await engine.work('check')).toBe(3);
    expect((await canceling).status).toBe(204);
  });

  it('execution listeners of the task come before its creation and after its completion', async () => {
    const execution =
      '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="before"/><zeebe:executionListener eventType="end" type="after"/></zeebe:executionListeners>';
    const scene = await UserTaskScene.begin(execution + listeners('creating made', 'completing done'));
    expect(await scene.engine.search('user-tasks')).toEqual([]);
    await scene.engine.work('before', { early: 1 });
    const [{ userTaskKey }] = await scene.engine.search('user-tasks');
    scene.path = `/user-tasks/${userTaskKey}`;
    expect((await scene.listen('made')).variables).toEqual({ early: 1 });
    const completing = scene.complete();
    await scene.listen('done');
    expect((await completing).status).toBe(204);
    expect(await scene.engine.stateOf(scene.instance)).toBe('ACTIVE');
    await scene.engine.work('after');
    expect(await scene.engine.stateOf(scene.instance)).toBe('COMPLETED');
  });

  it('a fork of the engine goes on with the transition', async () => {
    const scene = await UserTaskScene.begin(listeners('assigning check'));
    const assigning = scene.assign('ann', {});
    await scene.reaches('ASSIGNING');
    const fork = scene.engine.engine.fork();
    const client = new TestClient(fork.fetch);
    expect(await client.work('check')).toBe(1);
    const { body } = await client.call('GET', scene.path);
    expect(body).toMatchObject({ state: 'CREATED', assignee: 'ann' });
    await fork.close();
    expect((await scene.task()).state).toBe('ASSIGNING');
    await scene.listen('check');
    expect((await assigning).status).toBe(204);
  });
});
