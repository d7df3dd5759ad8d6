import { describe, expect, it } from 'vitest';
import { bpmn, end, flow, flows, mapping, oneTask, serviceTask, start } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const fork = (kind: string, id: string, extra = '') => `<bpmn:${kind} id="${id}"${extra}/>`;

describe('createEngine', () => {
  it('runs a process to its end and keeps its history', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const key = await engine.create('one-task', { order: 7 });
    expect(await engine.work('work', { done: true })).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ order: 7, done: true });
    expect(await engine.history(key)).toEqual(['start COMPLETED', 'task COMPLETED', 'end COMPLETED']);
  });

  it('answers an awaited creation with the variables of the end', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const awaited = engine.call('POST', '/process-instances', {
      processDefinitionId: 'one-task',
      awaitCompletion: true,
      fetchVariables: ['done'],
      requestTimeout: 5000,
    });
    await engine.work('work', { done: 1, other: 2 });
    const { status, body } = await awaited;
    expect(status).toBe(200);
    expect(body.variables).toEqual({ done: 1 });
  });

  it('gives up an awaited creation with 504 and lets the instance run on', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const { status } = await engine.call('POST', '/process-instances', {
      processDefinitionId: 'one-task',
      awaitCompletion: true,
      requestTimeout: 10,
    });
    expect(status).toBe(504);
    expect((await engine.search('process-instances', { state: 'ACTIVE' })).length).toBe(1);
  });

  it('takes the first true condition, else the default flow, else raises an incident that can be resolved', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'choice',
        `${start}${fork('exclusiveGateway', 'gateway', ' default="other"')}${fork('endEvent', 'big')}${fork('endEvent', 'small')}
        ${flow('start', 'gateway')}${flow('gateway', 'big', '=amount > 100')}${flow('gateway', 'small', undefined, 'other')}`,
      ),
    );
    const big = await engine.create('choice', { amount: 101 });
    const small = await engine.create('choice', { amount: 100 });
    const broken = await engine.create('choice', {});
    expect((await engine.history(big)).at(-1)).toBe('big COMPLETED');
    expect((await engine.history(small)).at(-1)).toBe('small COMPLETED');
    const [incident] = await engine.search('incidents', { processInstanceKey: broken });
    expect(incident).toMatchObject({ errorType: 'CONDITION_ERROR', elementId: 'gateway', state: 'ACTIVE' });
    await engine.call('PUT', `/element-instances/${broken}/variables`, { variables: { amount: 1000 } });
    expect((await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`)).status).toBe(204);
    expect((await engine.history(broken)).at(-1)).toBe('big COMPLETED');
  });

  it('raises CONDITION_ERROR when a condition compares a text with a number: null is not boolean', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'choice',
        `${start}${fork('exclusiveGateway', 'gateway', ' default="other"')}${fork('endEvent', 'big')}${fork('endEvent', 'small')}
        ${flow('start', 'gateway')}${flow('gateway', 'big', '=amount > 100')}${flow('gateway', 'small', undefined, 'other')}`,
      ),
    );
    await engine.create('choice', { amount: 'a lot' });
    expect(await engine.search('incidents')).toMatchObject([
      { errorType: 'CONDITION_ERROR', elementId: 'gateway' },
    ]);
  });

  it('joins parallel paths once all have arrived', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'parallel',
        `${start}${fork('parallelGateway', 'fork')}${fork('parallelGateway', 'join')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}${serviceTask('after', 'after')}${end}${flows('start fork a join after end')}${flows('fork b join')}`,
      ),
    );
    const key = await engine.create('parallel');
    await engine.work('a');
    expect(await engine.activate('after')).toEqual([]);
    await engine.work('b');
    expect(await engine.work('after')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('maps inputs and outputs, and keeps what is beside a dotted target', async () => {
    const engine = new TestEngine();
    const mappings = mapping({
      inputs: { 'input.name': '=customer.name', 'input.double': '=amount * 2', fixed: 'text' },
      outputs: { 'customer.rating': '=result', doubled: '=input.double' },
    });
    await engine.deploy(oneTask('mapped', 'work', mappings));
    const key = await engine.create('mapped', { customer: { name: 'Ada' }, amount: 4 });
    const [job] = await engine.activate('work');
    expect(job.variables).toEqual({
      customer: { name: 'Ada' },
      amount: 4,
      input: { name: 'Ada', double: 8 },
      fixed: 'text',
    });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`, { variables: { result: 5, unmapped: 1 } });
    expect(await engine.variablesOf(key)).toEqual({
      customer: { name: 'Ada', rating: 5 },
      amount: 4,
      doubled: 8,
    });
  });
});
