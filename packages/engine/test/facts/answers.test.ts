import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, oneTask, serviceTask, start } from '../bpmn.ts';
import { TestEngine } from '../test-engine.ts';

const unknown = '2251799813999999';
const withTask = async () => {
  const engine = new TestEngine();
  await engine.deploy(oneTask());
  return engine;
};

describe('unknown keys are 404 NOT_FOUND with a whole problem (3.22)', () => {
  it.each([
    ['GET', `/process-instances/${unknown}`],
    ['POST', `/process-instances/${unknown}/cancellation`],
    ['POST', `/process-instances/${unknown}/modification`, {}],
    [
      'POST',
      `/process-instances/${unknown}/migration`,
      {
        targetProcessDefinitionKey: unknown,
        mappingInstructions: [{ sourceElementId: 'a', targetElementId: 'b' }],
      },
    ],
    ['POST', `/process-instances/${unknown}/suspension`],
    ['POST', `/process-instances/${unknown}/resumption`],
    ['POST', `/process-instances/${unknown}/deletion`],
    ['POST', `/process-instances/${unknown}/incident-resolution`],
    ['GET', `/process-instances/${unknown}/call-hierarchy`],
    ['GET', `/process-definitions/${unknown}`],
    ['GET', `/process-definitions/${unknown}/xml`],
    ['GET', `/process-definitions/${unknown}/form`],
    ['GET', `/element-instances/${unknown}`],
    ['PUT', `/element-instances/${unknown}/variables`, { variables: { a: 1 } }],
    ['GET', `/variables/${unknown}`],
    ['GET', `/incidents/${unknown}`],
    ['POST', `/incidents/${unknown}/resolution`],
    ['GET', `/user-tasks/${unknown}`],
    ['PATCH', `/user-tasks/${unknown}`, { changeset: { priority: 1 } }],
    ['POST', `/user-tasks/${unknown}/assignment`, { assignee: 'a' }],
    ['DELETE', `/user-tasks/${unknown}/assignee`],
    ['POST', `/user-tasks/${unknown}/completion`, {}],
    ['GET', `/user-tasks/${unknown}/form`],
    ['GET', `/decision-definitions/${unknown}`],
    ['GET', `/decision-definitions/${unknown}/xml`],
    ['GET', `/decision-requirements/${unknown}`],
    ['GET', `/decision-instances/${unknown}-1`],
    ['POST', '/decision-definitions/evaluation', { decisionDefinitionId: 'nobody' }],
    ['POST', '/decision-definitions/evaluation', { decisionDefinitionKey: unknown }],
    ['GET', `/forms/${unknown}`],
    ['GET', `/resources/${unknown}`],
    ['POST', `/resources/${unknown}/deletion`, {}],
    ['GET', `/batch-operations/${unknown}`],
    ['POST', `/batch-operations/${unknown}/cancellation`],
    ['POST', `/process-instances`, { processDefinitionKey: unknown }],
    ['POST', `/process-instances`, { processDefinitionId: 'one-task', processDefinitionVersion: 7 }],
    ['POST', '/messages/correlation', { name: 'nobody', correlationKey: 'k' }],
    [
      'POST',
      `/element-instances/ad-hoc-activities/${unknown}/activation`,
      { elements: [{ elementId: 'a' }] },
    ],
    ['POST', '/conditionals/evaluation', { processDefinitionKey: unknown, variables: { a: 1 } }],
    ['GET', '/documents/nothing'],
    ['GET', '/cluster-variables/global/nothing'],
  ])('%s %s', async (method, path, body?: object) => {
    const engine = await withTask();
    const answer = await engine.call(method, path, body);
    expect([answer.status, answer.body.title]).toEqual([404, 'NOT_FOUND']);
    expect(answer.body.instance).toBe(`/v2${path}`);
    expect(answer.body.detail).not.toBe('');
  });
});

describe('invalid arguments are 400 and named (3.2, 3.7, 3.11, 3.13, 3.23)', () => {
  it.each([
    [
      'POST',
      '/process-instances',
      { processDefinitionId: 'one-task', processDefinitionKey: '1' },
      'processDefinition',
    ],
    ['POST', '/process-instances', { processDefinitionId: 'one-task', businessId: '' }, 'businessId'],
    [
      'POST',
      '/process-instances',
      { processDefinitionId: 'one-task', businessId: 'x'.repeat(257) },
      'businessId',
    ],
    ['POST', '/process-instances', { processDefinitionId: 'one-task', tags: ['a', 'a'] }, 'tags'],
    [
      'POST',
      '/process-instances',
      { processDefinitionId: 'one-task', tags: Array.from({ length: 11 }, (_, i) => `t${i}`) },
      'tags',
    ],
    [
      'POST',
      '/process-instances',
      { processDefinitionId: 'one-task', tags: [`a${'b'.repeat(100)}`] },
      'tags',
    ],
    ['POST', '/process-instances', { processDefinitionId: 'one-task', tags: ['a b'] }, 'tags'],
    [
      'POST',
      '/process-instances',
      { processDefinitionId: 'one-task', startInstructions: [{ elementId: 'nobody' }] },
      'nobody',
    ],
    ['POST', '/process-instances', { processDefinitionId: 'one-task', variables: [] }, 'variables'],
    ['POST', '/process-instances', { processDefinitionId: 7 }, 'processDefinitionId'],
    [
      'POST',
      '/process-instances',
      { processDefinitionId: 'one-task', processDefinitionVersion: 'x' },
      'processDefinitionVersion',
    ],
    ['POST', '/jobs/activation', { type: '', timeout: 1, maxJobsToActivate: 1 }, 'type'],
    ['POST', '/jobs/activation', { type: 'a', timeout: 1, maxJobsToActivate: 0 }, 'maxJobsToActivate'],
    ['POST', '/jobs/activation', { type: 'a', timeout: -1, maxJobsToActivate: 1 }, 'timeout'],
    ['POST', '/jobs/activation', { type: 'a', maxJobsToActivate: 1 }, 'timeout'],
    ['POST', '/jobs/activation', { type: 'a', timeout: 1 }, 'maxJobsToActivate'],
    ['POST', '/jobs/activation', { type: 'a', timeout: 1, maxJobsToActivate: 2 ** 31 }, 'maxJobsToActivate'],
    ['POST', '/jobs/1/failure', { retries: 2 ** 31 }, 'retries'],
    ['PATCH', '/jobs/1', { changeset: { retries: 2 ** 31 } }, 'retries'],
    ['PATCH', '/jobs/1', { changeset: { priority: -(2 ** 31) - 1 } }, 'priority'],
    [
      'POST',
      '/process-instances',
      { processDefinitionId: 'one-task', processDefinitionVersion: 2 ** 31 },
      'processDefinitionVersion',
    ],
    ['POST', '/messages/publication', { correlationKey: 'k' }, 'name'],
    ['POST', '/messages/publication', { name: '' }, 'name'],
    ['POST', '/messages/publication', { name: 'a', timeToLive: -1 }, 'timeToLive'],
    ['POST', '/messages/publication', { name: 'a', variables: 'x' }, 'variables'],
    ['POST', '/messages/correlation', { correlationKey: 'k' }, 'name'],
    ['POST', '/signals/broadcast', {}, 'signalName'],
    ['POST', '/signals/broadcast', { signalName: '' }, 'signalName'],
    ['POST', '/signals/broadcast', { signalName: 'a', variables: [] }, 'variables'],
    ['PUT', '/element-instances/1/variables', { variables: 'x' }, 'variables'],
    ['PUT', '/element-instances/1/variables', {}, 'variables'],
    ['POST', '/user-tasks/1/assignment', { assignee: '' }, 'assignee'],
    ['PATCH', '/user-tasks/1', { changeset: { priority: 101 } }, 'priority'],
    ['PATCH', '/user-tasks/1', { changeset: { priority: -1 } }, 'priority'],
    ['PATCH', '/user-tasks/1', { changeset: { dueDate: 'tomorrow' } }, 'dueDate'],
    ['POST', '/decision-definitions/evaluation', {}, 'decisionDefinition'],
    [
      'POST',
      '/decision-definitions/evaluation',
      { decisionDefinitionId: 'a', decisionDefinitionKey: '1' },
      'decisionDefinition',
    ],
    ['PUT', '/clock', {}, 'timestamp'],
    ['PUT', '/clock', { timestamp: -1 }, 'timestamp'],
    ['PUT', '/clock', { timestamp: 'now' }, 'timestamp'],
    ['POST', '/expression/evaluation', { expression: '=1 +' }, '1 +'],
    ['GET', '/process-instances/x1', undefined, 'processInstanceKey'],
    ['POST', '/incidents/abc/resolution', undefined, 'incidentKey'],
    ['POST', '/process-instances/search', { page: { limit: 10_001 } }, 'limit'],
    ['POST', '/process-instances/search', { page: { limit: -1 } }, 'limit'],
    ['POST', '/process-instances/search', { page: { from: -1 } }, 'from'],
    ['POST', '/process-instances/search', { page: { after: 'WyIxIl0=', before: 'WyIxIl0=' } }, 'page'],
    ['POST', '/process-instances/search', { sort: [{ field: 'startDate', order: 'UP' }] }, 'order'],
    ['POST', '/process-instances/search', { filter: { state: 'RUNNING' } }, 'state'],
    ['POST', '/process-instances/search', { filter: { processInstanceKey: { $like: '1*' } } }, '$like'],
    ['POST', '/process-instances/search', { filter: { startDate: 'yesterday' } }, 'startDate'],
    ['POST', '/process-instances/search', { filter: { hasIncident: 'maybe' } }, 'hasIncident'],
    ['POST', '/conditionals/evaluation', {}, 'variables'],
  ])('%s %s with %j names %s', async (method, path, body, name) => {
    const engine = await withTask();
    const { status, body: problem } = await engine.call(method, path, body);
    expect(status).toBe(400);
    expect(problem.detail).toContain(name);
    expect(problem).toMatchObject({ type: 'about:blank', status: 400, instance: `/v2${path}` });
  });

  it('refused requests change nothing: the log has no new event', async () => {
    const engine = await withTask();
    const before = engine.engine.events.list().length;
    await engine.call('POST', '/process-instances', {
      processDefinitionId: 'one-task',
      startInstructions: [{ elementId: 'task' }, { elementId: 'nobody' }],
    });
    await engine.call('POST', '/process-instances', { processDefinitionId: 'nobody' });
    expect(engine.engine.events.list().length).toBe(before);
  });
});

describe('the wrong state is 409 INVALID_STATE (3.7, 3.13, 3.19)', () => {
  it('creating without a none start event and without start instructions', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'timed',
        `${element('startEvent', 's', '<bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>')}${end}${flows('s end')}`,
      ),
    );
    const { status, body } = await engine.call('POST', '/process-instances', {
      processDefinitionId: 'timed',
    });
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
    expect(body.detail).toMatch(/^Command 'CREATE' rejected with code 'INVALID_STATE': /);
  });

  it('deleting the history of a running instance; then, once ended, 204 and it is not found', async () => {
    const engine = await withTask();
    const key = await engine.create('one-task');
    expect((await engine.call('POST', `/process-instances/${key}/deletion`)).status).toBe(409);
    await engine.work('work');
    expect((await engine.call('POST', `/process-instances/${key}/deletion`)).status).toBe(204);
    await engine.engine.idle();
    expect((await engine.call('GET', `/process-instances/${key}`)).status).toBe(404);
    expect(await engine.search('element-instances', { processInstanceKey: key })).toEqual([]);
  });

  it('a user task that is complete takes no assignment, update and completion', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('userTask', 'u', extensions('<zeebe:userTask/>'))}${serviceTask('next', 'next')}${flows('start u next')}`,
      ),
    );
    await engine.create('p');
    const [{ userTaskKey }] = await engine.search('user-tasks');
    expect(
      (await engine.call('POST', `/user-tasks/${userTaskKey}/assignment`, { assignee: 'a' })).status,
    ).toBe(204);
    const again = await engine.call('POST', `/user-tasks/${userTaskKey}/assignment`, {
      assignee: 'b',
      allowOverride: false,
    });
    expect([again.status, again.body.title]).toEqual([409, 'INVALID_STATE']);
    expect((await engine.call('POST', `/user-tasks/${userTaskKey}/completion`, {})).status).toBe(204);
    for (const [method, path, body] of [
      ['POST', 'assignment', { assignee: 'a' }],
      ['POST', 'completion', {}],
    ] as const) {
      const { status } = await engine.call(method, `/user-tasks/${userTaskKey}/${path}`, body);
      expect([404, 409]).toContain(status);
    }
    expect(await engine.search('user-tasks', { state: 'COMPLETED' })).toHaveLength(1);
  });
});

describe('what creations answer (3.7)', () => {
  it('all members, with variables empty when nobody waits, and keys as decimal texts', async () => {
    const engine = await withTask();
    const { body } = await engine.call('POST', '/process-instances', {
      processDefinitionId: 'one-task',
      variables: { a: 1 },
      tags: ['x'],
    });
    expect(body).toMatchObject({
      processDefinitionId: 'one-task',
      processDefinitionVersion: 1,
      tenantId: '<default>',
      variables: {},
      tags: ['x'],
      businessId: null,
    });
    expect(body.processInstanceKey).toMatch(/^\d{16}$/);
  });

  it('version -1 is the newest; a given version is that one', async () => {
    const engine = await withTask();
    await engine.deploy(oneTask().replace('one-task name', 'second'));
    const create = async (processDefinitionVersion: number) =>
      (
        await engine.call('POST', '/process-instances', {
          processDefinitionId: 'one-task',
          processDefinitionVersion,
        })
      ).body.processDefinitionVersion;
    expect(await create(-1)).toBe(2);
    expect(await create(1)).toBe(1);
  });

  it('awaitCompletion with fetchVariables gives only those; locals of elements are not among them', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('scriptTask', 's', extensions('<zeebe:script expression="=a + 1" resultVariable="b"/><zeebe:ioMapping><zeebe:input source="=5" target="local"/></zeebe:ioMapping>'))}${end}${flows('start s end')}`,
      ),
    );
    const create = async (more: object) =>
      (
        await engine.call('POST', '/process-instances', {
          processDefinitionId: 'p',
          variables: { a: 1 },
          awaitCompletion: true,
          ...more,
        })
      ).body.variables;
    expect(await create({})).toEqual({ a: 1, b: 2 });
    expect(await create({ fetchVariables: ['b', 'missing'] })).toEqual({ b: 2 });
  });

  it('awaitCompletion of an instance that ends by a terminate end event answers 200', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'f')}${serviceTask('t', 't')}${element('endEvent', 'stop', '<bpmn:terminateEventDefinition/>')}${flows('start f t')}${flows('f stop')}`,
      ),
    );
    const { status } = await engine.call('POST', '/process-instances', {
      processDefinitionId: 'p',
      awaitCompletion: true,
      requestTimeout: 5000,
    });
    expect(status).toBe(200);
  });

  it('awaitCompletion of an instance that is cancelled: 504 at its time-out', async () => {
    const engine = await withTask();
    const waits = engine.call('POST', '/process-instances', {
      processDefinitionId: 'one-task',
      awaitCompletion: true,
      requestTimeout: 40,
    });
    await expect.poll(() => engine.search('process-instances')).toHaveLength(1);
    const [{ processInstanceKey }] = await engine.search('process-instances');
    await engine.call('POST', `/process-instances/${processInstanceKey}/cancellation`);
    expect((await waits).status).toBe(504);
  });
});

describe('deployments (3.2)', () => {
  const [a, other, b, bOther] = [oneTask('a'), oneTask('a', 'other'), oneTask('b'), oneTask('b', 'other')];
  const deploy = async (engine: TestEngine, ...files: [string, string][]) => {
    const form = new FormData();
    for (const [name, content] of files) {
      form.append('resources', new File([content], name));
    }
    const response = await engine.fetch('http://localhost/v2/deployments', { method: 'POST', body: form });
    return { status: response.status, body: await response.json() };
  };

  it('every entry has all five members, exactly one of them not null', async () => {
    const engine = new TestEngine();
    const { body } = await deploy(
      engine,
      ['a.bpmn', a],
      ['f.form', JSON.stringify({ id: 'f', components: [] })],
      ['x.txt', 'text'],
    );
    expect(body.deployments.length).toBe(3);
    for (const entry of body.deployments) {
      expect(Object.keys(entry).sort()).toEqual([
        'decisionDefinition',
        'decisionRequirements',
        'form',
        'processDefinition',
        'resource',
      ]);
      expect(Object.values(entry).filter((value) => value !== null).length).toBe(1);
    }
  });

  it('all duplicates: the same keys and versions with a new deployment key; one that differs: new versions of all', async () => {
    const engine = new TestEngine();
    const versions = ({
      body,
    }: {
      body: { deployments: { processDefinition: { processDefinitionVersion: number } }[] };
    }) => body.deployments.map(({ processDefinition }) => processDefinition.processDefinitionVersion);
    const first = await deploy(engine, ['a.bpmn', a], ['b.bpmn', b]);
    const same = await deploy(engine, ['a.bpmn', a], ['b.bpmn', b]);
    expect(versions(same)).toEqual([1, 1]);
    expect(same.body.deploymentKey).not.toBe(first.body.deploymentKey);
    expect(same.body.deployments).toEqual(first.body.deployments);
    const changed = await deploy(engine, ['a.bpmn', a], ['b.bpmn', bOther]);
    expect(versions(changed)).toEqual([2, 2]);
  });

  it('another name for the same bytes is no duplicate', async () => {
    const engine = new TestEngine();
    await deploy(engine, ['a.bpmn', a]);
    const { body } = await deploy(engine, ['b.bpmn', a]);
    expect(body.deployments[0].processDefinition).toMatchObject({
      processDefinitionVersion: 2,
      resourceName: 'b.bpmn',
    });
  });

  it('the older of two versions again is a new, third version', async () => {
    const engine = new TestEngine();
    await deploy(engine, ['a.bpmn', a]);
    await deploy(engine, ['a.bpmn', other]);
    const { body } = await deploy(engine, ['a.bpmn', a]);
    expect(body.deployments[0].processDefinition.processDefinitionVersion).toBe(3);
  });

  it('the same process id twice in one deployment is refused', async () => {
    const { status, body } = await deploy(new TestEngine(), ['a.bpmn', a], ['b.bpmn', a]);
    expect([status, body.title]).toEqual([400, 'INVALID_ARGUMENT']);
  });

  it('a part without a file name is named blob', async () => {
    const engine = new TestEngine();
    const form = new FormData();
    form.append('resources', new Blob(['x']));
    const response = await engine.fetch('http://localhost/v2/deployments', { method: 'POST', body: form });
    expect((await response.json()).deployments[0].resource.resourceName).toBe('blob');
  });

  it('.xml is BPMN if it parses as such, else a file', async () => {
    const engine = new TestEngine();
    const { body } = await deploy(engine, ['a.xml', a], ['b.xml', '<hello/>']);
    expect(body.deployments[0].processDefinition.processDefinitionId).toBe('a');
    expect(body.deployments[1].resource.resourceId).toBe('b.xml');
  });
});
