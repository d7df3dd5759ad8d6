import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  error,
  errorEvent,
  extensions,
  flows,
  mapping,
  oneTask,
  serviceTask,
  start,
  subProcess,
} from '../bpmn.ts';
import { message, on, startOn } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

const intents = (engine: TestEngine, from: number) =>
  engine.engine.events
    .list()
    .slice(from)
    .filter(({ valueType }) => valueType === 'PROCESS_INSTANCE')
    .map(
      ({ intent, value }) =>
        `${(value as { elementId?: string; flowId?: string }).elementId ?? (value as { flowId?: string }).flowId} ${intent}`,
    );

describe('the order of what happens (3.1, 3.3)', () => {
  it('keys begin at 2251799813685249 and rise', async () => {
    const engine = new TestEngine();
    const form = new FormData();
    form.append('resources', new File([oneTask()], 'a.bpmn'));
    const { deploymentKey, deployments } = await (
      await engine.fetch('http://localhost/v2/deployments', { method: 'POST', body: form })
    ).json();
    expect(deploymentKey).toBe('2251799813685249');
    const key = await engine.create('one-task');
    expect(BigInt(key) > BigInt(deployments[0].processDefinition.processDefinitionKey)).toBe(true);
  });

  it('an interruption: the activity is terminated with all inside, then the boundary event is activated', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${subProcess('sub', `${element('startEvent', 's')}${serviceTask('t', 't')}${flows('s t')}`)}${boundary('b', 'sub', on.message('m'))}${element('endEvent', 'e')}${flows('start sub')}${flows('b e')}`,
        message('m', 'k'),
      ),
    );
    await engine.create('p');
    const from = engine.engine.events.list().length;
    await engine.call('POST', '/messages/publication', { name: 'm', correlationKey: 'k' });
    const seen = intents(engine, from).filter((line) => !line.includes('SEQUENCE_FLOW'));
    expect(seen).toEqual([
      'sub ELEMENT_TERMINATING',
      't ELEMENT_TERMINATING',
      't ELEMENT_TERMINATED',
      'sub ELEMENT_TERMINATED',
      'b ELEMENT_ACTIVATING',
      'b ELEMENT_ACTIVATED',
      'b ELEMENT_COMPLETING',
      'b ELEMENT_COMPLETED',
      'e ELEMENT_ACTIVATING',
      'e ELEMENT_ACTIVATED',
      'e ELEMENT_COMPLETING',
      'e ELEMENT_COMPLETED',
      'p ELEMENT_COMPLETING',
      'p ELEMENT_COMPLETED',
    ]);
  });

  it('a thrown error: the job ends before its task, the task before the catching event', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${serviceTask('t', 't')}${boundary('b', 't', errorEvent('e1'))}${element('endEvent', 'e')}${flows('start t')}${flows('b e')}`,
        error('e1', 'E'),
      ),
    );
    await engine.create('p');
    const [{ jobKey }] = await engine.activate('t');
    const from = engine.engine.events.list().length;
    await engine.call('POST', `/jobs/${jobKey}/error`, { errorCode: 'E' });
    const order = engine.engine.events
      .list()
      .slice(from)
      .map(({ valueType, intent }) => `${valueType} ${intent}`);
    expect(order.indexOf('JOB ERROR_THROWN')).toBeGreaterThanOrEqual(0);
    expect(order.indexOf('JOB ERROR_THROWN')).toBeLessThan(
      order.indexOf('PROCESS_INSTANCE ELEMENT_TERMINATING'),
    );
  });

  it('the variables of a creation are there before the start event, input mappings before the job', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('p', 'work', mapping({ inputs: { local: '=a' } })));
    const from = engine.engine.events.list().length;
    await engine.create('p', { a: 1 });
    const order = engine.engine.events
      .list()
      .slice(from)
      .map(({ valueType, intent, value }) => {
        const { name, elementId } = value as { name?: string; elementId?: string };
        return `${valueType} ${intent} ${name ?? elementId ?? ''}`;
      });
    const at = (line: string) => order.findIndex((entry) => entry.startsWith(line));
    const places = [
      'VARIABLE CREATED a',
      'PROCESS_INSTANCE ELEMENT_ACTIVATING start',
      'PROCESS_INSTANCE ELEMENT_ACTIVATING task',
      'VARIABLE CREATED local',
      'PROCESS_INSTANCE ELEMENT_ACTIVATED task',
      'JOB CREATED',
    ].map(at);
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

describe('business ids and tags (3.7, 3.11, 3.14)', () => {
  it('a job’s completion gives its root instance a business id, once', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('p', `${start}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${end}${flows('start a b end')}`),
    );
    const key = await engine.create('p');
    const [a] = await engine.activate('a');
    expect((await engine.call('POST', `/jobs/${a.jobKey}/completion`, { businessId: 'late' })).status).toBe(
      204,
    );
    expect((await engine.call('GET', `/process-instances/${key}`)).body.businessId).toBe('late');
    const [b] = await engine.activate('b');
    expect(b.businessId).toBe('late');
    const complete = (businessId: string) =>
      engine.call('POST', `/jobs/${b.jobKey}/completion`, { businessId });
    const other = await complete('other');
    expect([other.status, other.body.title]).toEqual([409, 'INVALID_STATE']);
    expect((await complete('')).status).toBe(400);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect((await complete('late')).status).toBe(204);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a message hands its business id to the instance that it starts', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('p', `${startOn('s', on.message('m'))}${serviceTask('t', 't')}${flows('s t')}`, message('m')),
    );
    await engine.call('POST', '/messages/publication', {
      name: 'm',
      correlationKey: 'k',
      businessId: 'order-9',
    });
    expect((await engine.search('process-instances'))[0].businessId).toBe('order-9');
  });

  it('tags are copied to jobs and user tasks, case kept; searched for with all of them', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'f')}${serviceTask('a', 'a')}${element('userTask', 'u', extensions('<zeebe:userTask/>'))}${flows('start f a')}${flows('f u')}`,
      ),
    );
    await engine.create('p', {}, { tags: ['Prio:1', 'x_y-z.w'] });
    expect((await engine.activate('a'))[0].tags.sort()).toEqual(['Prio:1', 'x_y-z.w']);
    expect((await engine.search('user-tasks', { tags: ['Prio:1'] }))[0].tags.sort()).toEqual([
      'Prio:1',
      'x_y-z.w',
    ]);
    expect(await engine.search('process-instances', { tags: ['Prio:1', 'other'] })).toEqual([]);
    expect(await engine.search('process-instances', { tags: ['prio:1'] })).toEqual([]);
    expect(await engine.search('process-instances', { tags: ['Prio:1', 'x_y-z.w'] })).toHaveLength(1);
  });
});

describe('what is there and null (3.11, 3.18, 3.23)', () => {
  it('a process instance, an element instance, an incident, a job and a variable that have no more than they must', async () => {
    const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
    await engine.deploy(bpmn('p', `${start}${serviceTask('t', '=no')}${flows('start t')}`));
    const key = await engine.create('p');
    const instance = (await engine.call('GET', `/process-instances/${key}`)).body;
    expect(instance).toMatchObject({
      endDate: null,
      parentProcessInstanceKey: null,
      parentElementInstanceKey: null,
      processDefinitionVersionTag: null,
      suspendedDate: null,
      businessId: null,
      tags: [],
      hasIncident: true,
      startDate: '2030-01-01T00:00:00.000Z',
    });
    const [t] = await engine.search('element-instances', { elementId: 't' });
    const [incident] = await engine.search('incidents');
    expect(t).toMatchObject({
      endDate: null,
      hasIncident: true,
      incidentKey: incident.incidentKey,
      state: 'ACTIVE',
    });
    expect(incident).toMatchObject({
      jobKey: null,
      state: 'ACTIVE',
      elementInstanceKey: t.elementInstanceKey,
      creationTime: '2030-01-01T00:00:00.000Z',
      processInstanceKey: key,
    });
    expect((await engine.call('GET', `/incidents/${incident.incidentKey}`)).body).toEqual(incident);
    expect((await engine.call('GET', `/element-instances/${t.elementInstanceKey}`)).body).toEqual(t);
    const found = await engine.search('process-instances', { processInstanceKey: key });
    expect(found).toEqual([instance]);
  });

  it('what has a business id, a version tag, a form and a listener shows it everywhere', async () => {
    const engine = new TestEngine();
    const form = new FormData();
    const tag = extensions('<zeebe:versionTag value="v7"/>');
    const user = `${extensions('<zeebe:userTask/><zeebe:formDefinition formId="f"/><zeebe:taskListeners><zeebe:taskListener eventType="completing" type="check"/></zeebe:taskListeners>')}`;
    const listened = serviceTask(
      't',
      't',
      '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="begin"/></zeebe:executionListeners>',
    );
    form.append(
      'resources',
      new File(
        [
          bpmn(
            'p',
            `${tag}${startOn('s', on.message('m'))}${element('parallelGateway', 'f')}${element('userTask', 'u', user)}${listened}${flows('s f u')}${flows('f t')}`,
            message('m'),
          ),
        ],
        'p.bpmn',
      ),
    );
    form.append('resources', new File(['{"id":"f","components":[]}'], 'f.form'));
    const deployed = await (
      await engine.fetch('http://localhost/v2/deployments', { method: 'POST', body: form })
    ).json();
    const formKey = deployed.deployments.find((entry: { form: object | null }) => entry.form !== null).form
      .formKey;
    await engine.call('POST', '/messages/publication', {
      name: 'm',
      correlationKey: 'k',
      businessId: 'order-1',
    });
    const [instance] = await engine.search('process-instances');
    expect(
      (await engine.call('GET', `/process-instances/${instance.processInstanceKey}`)).body,
    ).toMatchObject({ processDefinitionVersionTag: 'v7', businessId: 'order-1' });
    const [correlated] = await engine.search('correlated-message-subscriptions');
    expect(correlated).toMatchObject({
      businessId: 'order-1',
      messageName: 'm',
      correlationKey: 'k',
      processInstanceKey: instance.processInstanceKey,
    });
    const [task] = await engine.search('user-tasks');
    expect((await engine.call('GET', `/user-tasks/${task.userTaskKey}`)).body).toMatchObject({
      businessId: 'order-1',
      formKey,
    });
    const waits = await engine.search('element-instances/wait-states', {
      processInstanceKey: instance.processInstanceKey,
    });
    expect(
      waits.map(({ details }) => details.listenerEventType).filter((type) => type !== undefined),
    ).toContain('START');
    const completion = engine.call('POST', `/user-tasks/${task.userTaskKey}/completion`, { variables: {} });
    await expect.poll(async () => (await engine.search('jobs', { type: 'check' })).length).toBe(1);
    const [job] = await engine.activate('check');
    expect(job.userTask).toMatchObject({ formKey, userTaskKey: task.userTaskKey });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`, {});
    expect((await completion).status).toBe(204);
  });

  it('long variables of a user task are cut, unless the request says otherwise', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('p', `${start}${element('userTask', 'u', extensions('<zeebe:userTask/>'))}${flows('start u')}`),
    );
    await engine.create('p', { long: 'x'.repeat(9000) });
    const [{ userTaskKey }] = await engine.search('user-tasks');
    for (const path of ['variables', 'effective-variables']) {
      const read = async (query: string) =>
        (await engine.call('POST', `/user-tasks/${userTaskKey}/${path}/search${query}`, {})).body.items[0];
      expect((await read('')).isTruncated).toBe(true);
      expect(await read('?truncateValues=false')).toMatchObject({
        isTruncated: false,
        value: JSON.stringify('x'.repeat(9000)),
      });
    }
  });

  it('statistics of a definition count an element with an incident as incident, not as active', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('p', '=kind'));
    await engine.create('p');
    await engine.create('p', { kind: 'work' });
    const ended = await engine.create('p', { kind: 'work' });
    await engine.call('POST', `/process-instances/${ended}/cancellation`);
    const [{ processDefinitionKey }] = await engine.search('process-definitions');
    const statistics = async (filter: object) =>
      (
        await engine.call(
          'POST',
          `/process-definitions/${processDefinitionKey}/statistics/element-instances`,
          { filter },
        )
      ).body.items.find(({ elementId }: { elementId: string }) => elementId === 'task');
    expect(await statistics({})).toEqual({
      elementId: 'task',
      active: 1,
      canceled: 1,
      incidents: 1,
      completed: 0,
    });
    expect(await statistics({ hasIncident: true })).toEqual({
      elementId: 'task',
      active: 0,
      canceled: 0,
      incidents: 1,
      completed: 0,
    });
  });

  it('a job of a listener that waits says so among the wait states', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      oneTask(
        'p',
        'work',
        '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="begin"/></zeebe:executionListeners>',
      ),
    );
    const key = await engine.create('p');
    const [wait] = await engine.search('element-instances/wait-states', { processInstanceKey: key });
    expect(wait.details).toMatchObject({
      jobType: 'begin',
      jobKind: 'EXECUTION_LISTENER',
      listenerEventType: 'START',
    });
  });

  it('answers without a body: 204, no content type', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const key = await engine.create('one-task');
    const response = await engine.fetch(`http://localhost/v2/process-instances/${key}/cancellation`, {
      method: 'POST',
    });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      204,
      null,
      '',
    ]);
    expect((await engine.fetch('http://localhost/v2/status')).status).toBe(204);
  });
});

describe('cluster variables and expressions (3.20)', () => {
  it('names are unique per scope, values any JSON; the nearest wins in an expression', async () => {
    const engine = new TestEngine();
    const create = (name: string, value: unknown) =>
      engine.call('POST', '/cluster-variables/global', { name, value });
    expect((await create('limit', { max: 5 })).status).toBe(200);
    const again = await create('limit', 7);
    expect([again.status, again.body.title]).toEqual([409, 'ALREADY_EXISTS']);
    const evaluate = async (expression: string, more: object = {}) =>
      (await engine.call('POST', '/expression/evaluation', { expression, ...more })).body.result;
    expect(await evaluate('=camunda.vars.env.limit.max + 1')).toBe(6);
    expect(await evaluate('=camunda.vars.cluster.limit')).toEqual({ max: 5 });
    expect(await evaluate('=camunda.vars.env.nothing')).toBeNull();
  });

  it('a scope’s variables, hidden by those of the request', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('p', 'work', mapping({ inputs: { own: '=1' } })));
    const key = await engine.create('p', { a: 1, b: 2 });
    const evaluate = (body: object) => engine.call('POST', '/expression/evaluation', body);
    expect(
      (await evaluate({ expression: '=[a, b]', scopeKey: key, variables: { b: 9 } })).body.result,
    ).toEqual([1, 9]);
    const [task] = await engine.search('element-instances', { elementId: 'task' });
    expect((await evaluate({ expression: '=own + a', scopeKey: task.elementInstanceKey })).body.result).toBe(
      2,
    );
    const { body } = await evaluate({ expression: '=missing' });
    expect(body.result).toBeNull();
    expect(body.warnings.length).toBeGreaterThan(0);
  });
});
