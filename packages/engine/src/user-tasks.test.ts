import { describe, expect, it } from 'vitest';
import { boundary, bpmn, element, end, extensions, flows, start } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const model = (inside = '', more = '', attributes = '') =>
  bpmn(
    'p',
    `${start}${element('userTask', 'task', extensions(`<zeebe:userTask/>${inside}`), `name="Look at it" ${attributes}`)}${more}${end}${flows('start task end')}`,
  );

async function begin(inside = '', variables: object = {}) {
  const engine = new TestEngine();
  await engine.deploy(model(inside));
  const instance = await engine.create('p', variables);
  const [task] = await engine.search('user-tasks', { processInstanceKey: instance });
  return { engine, instance, task, path: `/user-tasks/${task?.userTaskKey}` };
}

describe('user tasks: creation', () => {
  it('without anything in the model: nobody, priority 50, no dates', async () => {
    const { task } = await begin();
    expect(task).toMatchObject({
      name: 'Look at it',
      processName: 'p name',
      state: 'CREATED',
      assignee: null,
      candidateUsers: [],
      candidateGroups: [],
      dueDate: null,
      priority: 50,
      formKey: null,
    });
  });

  it('assignee, candidates, dates, priority, headers and external form come from the model', async () => {
    const { task } = await begin(
      `<zeebe:assignmentDefinition assignee="=who" candidateGroups="a, b" candidateUsers="=[who]"/>
       <zeebe:taskSchedule dueDate="2030-01-01T00:00:00Z" followUpDate="=date and time(&quot;2029-01-01T00:00:00Z&quot;)"/>
       <zeebe:priorityDefinition priority="=80"/><zeebe:formDefinition externalReference="my-form"/>
       <zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders>`,
      { who: 'ann' },
    );
    expect(task).toMatchObject({
      assignee: 'ann',
      candidateGroups: ['a', 'b'],
      candidateUsers: ['ann'],
      dueDate: '2030-01-01T00:00:00.000Z',
      followUpDate: '2029-01-01T00:00:00.000Z',
      priority: 80,
      externalFormReference: 'my-form',
      customHeaders: { k: 'v' },
    });
  });

  it.each([
    '<zeebe:assignmentDefinition assignee="=1"/>',
    '<zeebe:assignmentDefinition candidateUsers="=[1]"/>',
    '<zeebe:taskSchedule dueDate="=&quot;soon&quot;"/>',
    '<zeebe:priorityDefinition priority="=101"/>',
  ])('%s: an incident, and no task', async (inside) => {
    const { engine, instance, task } = await begin(inside);
    expect(task).toBeUndefined();
    const [incident] = await engine.search('incidents', { processInstanceKey: instance });
    expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'task' });
  });

  it.each([
    ['<zeebe:formDefinition formId=""/>', 'form id'],
    ['<zeebe:formDefinition formKey="f"/>', 'formKey'],
    [
      '<zeebe:taskListeners><zeebe:taskListener eventType="ending" type="x"/></zeebe:taskListeners>',
      'creating, assigning, updating, completing, canceling',
    ],
    [
      '<zeebe:taskListeners><zeebe:taskListener eventType="creating" type=""/></zeebe:taskListeners>',
      'job type',
    ],
    ['<zeebe:priorityDefinition priority="high"/>', 'priority'],
  ])('%s is refused at deployment', async (inside, word) => {
    await expect(new TestEngine().deploy(model(inside))).rejects.toThrow(word);
  });
});

describe('user tasks: requests', () => {
  it('assign, override, unassign', async () => {
    const { engine, path } = await begin();
    const assignee = async () => (await engine.call('GET', path)).body.assignee;
    expect((await engine.call('POST', `${path}/assignment`, { assignee: 'ann' })).status).toBe(204);
    const kept = await engine.call('POST', `${path}/assignment`, { assignee: 'bob', allowOverride: false });
    expect(kept).toMatchObject({ status: 409, body: { title: 'INVALID_STATE' } });
    expect(await assignee()).toBe('ann');
    await engine.call('POST', `${path}/assignment`, { assignee: 'bob' });
    expect(await assignee()).toBe('bob');
    expect((await engine.call('DELETE', `${path}/assignee`)).status).toBe(204);
    expect(await assignee()).toBeNull();
    expect((await engine.call('POST', `${path}/assignment`, { assignee: '' })).status).toBe(400);
  });

  it('update: what is given changes, null keeps, empty takes away', async () => {
    const { engine, path } = await begin('<zeebe:assignmentDefinition candidateGroups="a"/>');
    const dueDate = '2030-01-01T00:00:00.000Z';
    await engine.call('PATCH', path, { changeset: { candidateUsers: ['u'], dueDate, priority: 7 } });
    expect((await engine.call('GET', path)).body).toMatchObject({
      candidateGroups: ['a'],
      candidateUsers: ['u'],
      dueDate,
      priority: 7,
    });
    await engine.call('PATCH', path, {
      changeset: { candidateUsers: null, candidateGroups: [], dueDate: '' },
    });
    expect((await engine.call('GET', path)).body).toMatchObject({
      candidateGroups: [],
      candidateUsers: ['u'],
      dueDate: null,
    });
    expect((await engine.call('PATCH', path, { changeset: {} })).status).toBe(400);
    expect((await engine.call('PATCH', path, { changeset: {}, action: 'look' })).status).toBe(204);
    expect((await engine.call('PATCH', path, { changeset: { priority: 101 } })).status).toBe(400);
  });

  it('complete: the variables go on, the task is history and takes no more requests', async () => {
    const { engine, instance, path } = await begin();
    expect((await engine.call('POST', `${path}/completion`, { variables: { ok: true } })).status).toBe(204);
    expect(await engine.stateOf(instance)).toBe('COMPLETED');
    expect(await engine.variablesOf(instance)).toEqual({ ok: true });
    const { body } = await engine.call('GET', path);
    expect(body).toMatchObject({ state: 'COMPLETED', completionDate: expect.any(String) });
    expect((await engine.call('POST', `${path}/completion`)).status).toBe(404);
    expect((await engine.call('POST', `${path}/assignment`, { assignee: 'ann' })).status).toBe(404);
  });

  it('canceling the instance cancels the task', async () => {
    const { engine, instance, path } = await begin();
    await engine.call('POST', `/process-instances/${instance}/cancellation`);
    expect((await engine.call('GET', path)).body.state).toBe('CANCELED');
    expect((await engine.call('POST', `${path}/completion`)).status).toBe(404);
  });

  it('an interrupting boundary event cancels the task', async () => {
    const engine = new TestEngine();
    const timer =
      '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1M</bpmn:timeDuration></bpmn:timerEventDefinition>';
    await engine.deploy(model('', boundary('late', 'task', timer)));
    await engine.create('p');
    engine.engine.clock.advance(60_000);
    expect((await engine.search('user-tasks', { state: 'CANCELED' })).length).toBe(1);
  });

  it('unknown task: 404; without a form: 204', async () => {
    const { engine, path } = await begin();
    expect((await engine.call('GET', '/user-tasks/1')).status).toBe(404);
    expect((await engine.call('GET', `${path}/form`)).status).toBe(204);
  });
});

describe('user tasks: search', () => {
  it('sees only tasks with the extension, not job-based ones', async () => {
    const engine = new TestEngine();
    await engine.deploy(bpmn('p', `${start}${element('userTask', 'task')}${end}${flows('start task end')}`));
    await engine.create('p');
    expect(await engine.search('user-tasks')).toEqual([]);
    expect(await engine.activate('io.camunda.zeebe:userTask')).toHaveLength(1);
  });

  it('filters by candidates, variables and state', async () => {
    const { engine } = await begin(
      '<zeebe:ioMapping><zeebe:input source="=1" target="local"/></zeebe:ioMapping><zeebe:assignmentDefinition candidateGroups="a,b"/>',
      { root: 'x' },
    );
    const count = async (filter: object) => (await engine.search('user-tasks', filter)).length;
    expect(await count({ candidateGroup: 'b' })).toBe(1);
    expect(await count({ candidateGroup: { $like: 'c*' } })).toBe(0);
    expect(await count({ processInstanceVariables: [{ name: 'root', value: '"x"' }] })).toBe(1);
    expect(await count({ localVariables: [{ name: 'local', value: '1' }] })).toBe(1);
    expect(await count({ localVariables: [{ name: 'root', value: '"x"' }] })).toBe(0);
    expect(await count({ state: 'COMPLETED' })).toBe(0);
    const sorted = await engine.call('POST', '/user-tasks/search', { sort: [{ field: 'elementId' }] });
    expect(sorted.status).toBe(400);
  });

  it('variables: all that it sees; effective: the nearest of each name', async () => {
    const { engine, path } = await begin(
      '<zeebe:ioMapping><zeebe:input source="=1" target="a"/></zeebe:ioMapping>',
      { a: 0, b: 2 },
    );
    const read = async (what: string) => {
      const { body } = await engine.call('POST', `${path}/${what}/search`, {});
      return body.items.map(({ name, value }: { name: string; value: string }) => `${name}=${value}`).sort();
    };
    expect(await read('variables')).toEqual(['a=0', 'a=1', 'b=2']);
    expect(await read('effective-variables')).toEqual(['a=1', 'b=2']);
  });
});
