import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, oneTask, start } from '../test/bpmn.ts';
import { decisionTable } from '../test/dmn.ts';
import { on, signal, startOn } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const remove = (engine: TestEngine, key: string, body?: object) =>
  engine.call('POST', `/resources/${key}/deletion`, body);
const definitions = (engine: TestEngine) => engine.search('process-definitions');
const create = (engine: TestEngine, body: object) => engine.call('POST', '/process-instances', body);

describe('deleteResource: process definitions', () => {
  it('deleting the latest makes the previous one latest; its number is never used again', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('p', 'first'));
    await engine.deploy(oneTask('p', 'second'));
    const [, second] = await definitions(engine);
    const { status, body } = await remove(engine, second.processDefinitionKey);
    expect(status).toBe(200);
    expect(body).toEqual({ resourceKey: second.processDefinitionKey, batchOperation: null });
    await engine.create('p');
    expect(await engine.activate('first')).toHaveLength(1);
    expect(await engine.search('process-definitions', { isLatestVersion: true })).toMatchObject([
      { version: 1, state: 'ACTIVE' },
    ]);
    await engine.deploy(oneTask('p', 'second'));
    expect((await definitions(engine)).map(({ version, state }) => [version, state])).toEqual([
      [1, 'ACTIVE'],
      [2, 'DELETED'],
      [3, 'ACTIVE'],
    ]);
  });

  it('the start subscriptions of the previous version re-open', async () => {
    const engine = new TestEngine();
    const begin = startOn('begin', on.signal('alarm'));
    await engine.deploy(bpmn('p', `${begin}${end}${flows('begin end')}`, signal('alarm')));
    await engine.deploy(oneTask('p'));
    const alarm = () => engine.call('POST', '/signals/broadcast', { signalName: 'alarm' });
    await alarm();
    expect(await engine.search('process-instances')).toHaveLength(0);
    const [, second] = await definitions(engine);
    await remove(engine, second.processDefinitionKey);
    await alarm();
    expect(await engine.search('process-instances')).toHaveLength(1);
    const [first] = await definitions(engine);
    await remove(engine, first.processDefinitionKey);
    await alarm();
    expect(await engine.search('process-instances')).toHaveLength(1);
  });

  it('with running instances: DRAINING; nothing starts any more, and it is gone with the last one', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('p'));
    const [one, two] = [await engine.create('p'), await engine.create('p')];
    const [{ processDefinitionKey }] = await definitions(engine);
    expect((await remove(engine, processDefinitionKey)).status).toBe(200);
    const state = async () =>
      (await engine.call('GET', `/process-definitions/${processDefinitionKey}`)).body.state;
    expect(await state()).toBe('DRAINING');
    for (const body of [
      { processDefinitionId: 'p' },
      { processDefinitionId: 'p', processDefinitionVersion: 1 },
      { processDefinitionKey },
    ]) {
      expect((await create(engine, body)).status).toBe(404);
    }
    expect((await remove(engine, processDefinitionKey)).status).toBe(404);
    const [job] = await engine.activate('work');
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect([await engine.stateOf(one), await state()]).toEqual(['COMPLETED', 'DRAINING']);
    await engine.call('POST', `/process-instances/${two}/cancellation`);
    expect([await engine.stateOf(two), await state()]).toEqual(['TERMINATED', 'DELETED']);
  });

  it.each(['8.8', '8.9'] as const)('with running instances in version %s: 409', async (apiVersion) => {
    const engine = new TestEngine({ apiVersion });
    await engine.deploy(oneTask('p'));
    await engine.create('p');
    const [{ processDefinitionKey }] = await definitions(engine);
    const { status, body } = await remove(engine, processDefinitionKey);
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
    await engine.work('work');
    expect((await remove(engine, processDefinitionKey)).status).toBe(200);
  });

  it('the history keeps the names of the model', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn('p', `${element('startEvent', 'start', '', 'name="Begin"')}${end}${flows('start end')}`),
    );
    await engine.create('p');
    const [{ processDefinitionKey }] = await definitions(engine);
    await remove(engine, processDefinitionKey);
    expect(await engine.search('element-instances', { elementId: 'start' })).toMatchObject([
      { elementName: 'Begin' },
    ]);
  });

  it('with the history: a batch operation forgets the instances that have ended', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('p'));
    await engine.create('p');
    await engine.work('work');
    const running = await engine.create('p');
    const [{ processDefinitionKey }] = await definitions(engine);
    const { body } = await remove(engine, processDefinitionKey, { deleteHistory: true });
    expect(body.batchOperation.batchOperationType).toBe('DELETE_PROCESS_INSTANCE');
    await engine.engine.idle();
    const left = await engine.search('process-instances');
    expect(left.map(({ processInstanceKey }) => processInstanceKey)).toEqual([running]);
  });

  it('unknown key: 404; no key: 400', async () => {
    const engine = new TestEngine();
    expect((await remove(engine, '1', { deleteHistory: true })).status).toBe(404);
    expect((await remove(engine, 'x')).status).toBe(400);
    expect((await remove(engine, '1', { deleteHistory: 'yes' })).status).toBe(400);
  });
});

describe('deleteResource: everything else', () => {
  it('decision requirements: their decisions go too, and the version before is the newest', async () => {
    const engine = new TestEngine();
    await engine.deploy(decisionTable('size', { '-': '"old"' }), 'size.dmn');
    await engine.deploy(decisionTable('size', { '-': '"new"' }), 'size.dmn');
    const evaluate = () =>
      engine.call('POST', '/decision-definitions/evaluation', { decisionDefinitionId: 'size' });
    expect((await evaluate()).body.output).toBe('"new"');
    const [old, newest] = await engine.search('decision-requirements');
    await remove(engine, newest.decisionRequirementsKey);
    expect((await evaluate()).body.output).toBe('"old"');
    expect(await engine.search('decision-definitions')).toMatchObject([{ version: 1 }]);
    await remove(engine, old.decisionRequirementsKey);
    expect((await evaluate()).status).toBe(404);
    expect(await engine.search('decision-requirements')).toEqual([]);
    expect(await engine.search('decision-instances')).toHaveLength(2);
  });

  it('decision requirements with the history: a batch operation forgets their evaluations', async () => {
    const engine = new TestEngine();
    await engine.deploy(decisionTable('size', { '-': '1' }), 'size.dmn');
    await engine.deploy(decisionTable('other', { '-': '1' }), 'other.dmn');
    for (const decisionDefinitionId of ['size', 'other']) {
      await engine.call('POST', '/decision-definitions/evaluation', { decisionDefinitionId });
    }
    const [size] = await engine.search('decision-requirements', { resourceName: 'size.dmn' });
    const { body } = await remove(engine, size.decisionRequirementsKey, { deleteHistory: true });
    await engine.engine.idle();
    const { batchOperationKey } = body.batchOperation;
    expect((await engine.call('GET', `/batch-operations/${batchOperationKey}`)).body).toMatchObject({
      batchOperationType: 'DELETE_DECISION_INSTANCE',
      state: 'COMPLETED',
      operationsCompletedCount: 1,
    });
    expect(await engine.search('decision-instances')).toMatchObject([{ decisionDefinitionId: 'other' }]);
  });

  it('forms and files', async () => {
    const engine = new TestEngine();
    const formTask = element(
      'userTask',
      'task',
      extensions('<zeebe:userTask/><zeebe:formDefinition formId="f"/>'),
    );
    await engine.deploy(bpmn('p', `${start}${formTask}${end}${flows('start task end')}`));
    const key = async (name: string, content: string) => {
      const { deployments } = (await engine.engine.deploy({ name, content })) as {
        deployments: { form?: { formKey: string }; resource?: { resourceKey: string } }[];
      };
      return deployments[0]?.form?.formKey ?? deployments[0]?.resource?.resourceKey ?? '';
    };
    const [first, second, file] = [
      await key('f.form', '{"id":"f"}'),
      await key('f.form', '{"id":"f","v":2}'),
      await key('notes.txt', 'x'),
    ];
    await remove(engine, second);
    expect((await engine.call('GET', `/forms/${second}`)).status).toBe(404);
    await engine.create('p');
    expect(await engine.search('user-tasks')).toMatchObject([{ formKey: first }]);
    await remove(engine, file);
    expect(await engine.search('resources')).toEqual([]);
    expect((await remove(engine, file)).status).toBe(404);
  });
});
