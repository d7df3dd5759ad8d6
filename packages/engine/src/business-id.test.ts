import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flows, oneTask, serviceTask, start } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const assign = (engine: TestEngine, key: string, businessId: unknown = 'order-7') =>
  engine.call('POST', `/process-instances/${key}/business-id-assignment`, { businessId });

describe('assignProcessInstanceBusinessId', () => {
  it('gives a running instance its business id; what is created from then on has it too, what is there does not', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'fork')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${element('userTask', 'person', extensions('<zeebe:userTask/>'))}${end}${flows('start fork a b end')}${flows('fork person end')}`,
      ),
    );
    const key = await engine.create('p');
    const other = await engine.create('p');
    expect((await assign(engine, key)).status).toBe(204);
    const found = await engine.search('process-instances', { businessId: 'order-7' });
    expect(found.map(({ processInstanceKey }) => processInstanceKey)).toEqual([key]);
    expect(await engine.search('user-tasks', { businessId: 'order-7' })).toEqual([]);
    const businessIdsOf = async (type: string) =>
      (await engine.search('jobs', { type })).map(({ businessId }) => businessId);
    expect(await businessIdsOf('a')).toEqual([null, null]);
    await engine.work('a');
    expect(await businessIdsOf('b')).toEqual(['order-7', null]);
    const [activated] = await engine.activate('b');
    expect(activated).toMatchObject({ processInstanceKey: key, businessId: 'order-7' });
    const { body } = await engine.call('GET', `/process-instances/${other}`);
    expect(body.businessId).toBeNull();
  });

  it('only once: the same again changes nothing, another one is refused', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const key = await engine.create('one-task');
    await assign(engine, key);
    const events = engine.engine.events.list().length;
    expect((await assign(engine, key)).status).toBe(204);
    expect(engine.engine.events.list()).toHaveLength(events);
    const { status, body } = await assign(engine, key, 'order-8');
    expect([status, body.title]).toEqual([409, 'INVALID_STATE']);
    const created = await engine.create('one-task', {}, { businessId: 'own' });
    expect((await assign(engine, created)).status).toBe(409);
  });

  it('not to a called instance, not to one that has ended or never was, not without an id', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    await engine.deploy(
      bpmn(
        'calls',
        `${start}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="one-task"/>'))}${end}${flows('start call end')}`,
      ),
    );
    const root = await engine.create('calls');
    const [child] = await engine.search('process-instances', { parentProcessInstanceKey: root });
    expect((await assign(engine, child.processInstanceKey)).status).toBe(409);
    expect((await assign(engine, root, '')).status).toBe(400);
    expect((await assign(engine, root, null)).status).toBe(400);
    expect((await assign(engine, root, 'x'.repeat(257))).status).toBe(400);
    await engine.call('POST', `/process-instances/${root}/cancellation`);
    expect((await assign(engine, root)).status).toBe(404);
    expect((await assign(engine, '1')).status).toBe(404);
  });
});
