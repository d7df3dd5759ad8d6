import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  errorEvent,
  extensions,
  flows,
  mapping,
  oneTask,
  serviceTask,
  start,
  subProcess,
} from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const loop = (attributes: string, more = '', sequential = false) =>
  `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}">${extensions(`<zeebe:loopCharacteristics ${attributes}/>`)}${more}</bpmn:multiInstanceLoopCharacteristics>`;
const collect =
  'inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=result"';
const condition = (text: string) => `<bpmn:completionCondition>${text}</bpmn:completionCondition>`;
const task = (characteristics: string) =>
  serviceTask('task', 'work').replace('</bpmn:serviceTask>', `${characteristics}</bpmn:serviceTask>`);
const looping = (characteristics: string, more = '') =>
  bpmn('p', `${start}${task(characteristics)}${end}${flows('start task end')}${more}`);

describe('a multi-instance activity', () => {
  it('runs all items at once and collects the results at their places', async () => {
    const engine = new TestEngine();
    await engine.deploy(looping(loop(collect)));
    const key = await engine.create('p', { items: ['a', 'b', 'c'] });
    const jobs = await engine.activate('work');
    expect(jobs.map(({ variables }) => [variables.loopCounter, variables.item])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
    for (const { jobKey, variables } of jobs.reverse()) {
      await engine.call('POST', `/jobs/${jobKey}/completion`, {
        variables: { result: `${variables.item}!` },
      });
    }
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ items: ['a', 'b', 'c'], results: ['a!', 'b!', 'c!'] });
    const rows = await engine.search('element-instances', { elementId: 'task' });
    expect(rows.map(({ type }) => type)).toEqual([
      'MULTI_INSTANCE_BODY',
      'SERVICE_TASK',
      'SERVICE_TASK',
      'SERVICE_TASK',
    ]);
  });

  it('runs one item after the other when it is sequential, over the list as it was', async () => {
    const engine = new TestEngine();
    await engine.deploy(looping(loop(collect, '', true)));
    const key = await engine.create('p', { items: [1, 2] });
    const [job] = await engine.activate('work');
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { items: [] } });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`, { variables: { result: 10 } });
    expect(await engine.work('work', { result: 20 })).toBe(1);
    expect(await engine.variablesOf(key)).toEqual({ items: [], results: [10, 20] });
  });

  it('completes at once with an empty list', async () => {
    const engine = new TestEngine();
    await engine.deploy(looping(loop(collect)));
    const key = await engine.create('p', { items: [] });
    expect(await engine.variablesOf(key)).toEqual({ items: [], results: [] });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('ends the rest when the completion condition holds', async () => {
    const engine = new TestEngine();
    const until = condition(
      '=numberOfCompletedInstances = 2 and numberOfActiveInstances = 1 and numberOfInstances = 3 and numberOfTerminatedInstances = 0',
    );
    await engine.deploy(looping(loop(collect, until)));
    const key = await engine.create('p', { items: [1, 2, 3] });
    const jobs = await engine.activate('work');
    for (const { jobKey } of jobs.slice(0, 2)) {
      await engine.call('POST', `/jobs/${jobKey}/completion`, { variables: { result: 0 } });
    }
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ items: [1, 2, 3], results: [0, 0, null] });
    expect((await engine.call('POST', `/jobs/${jobs[2].jobKey}/completion`)).status).toBe(404);
  });

  it.each(['=1', '=missing'])('raises an incident when the input collection is no list: %s', async (text) => {
    const engine = new TestEngine();
    await engine.deploy(looping(loop(`inputCollection="${text}"`)));
    await engine.create('p');
    expect(await engine.search('incidents')).toMatchObject([
      { errorType: 'EXTRACT_VALUE_ERROR', elementId: 'task' },
    ]);
  });

  it('has its boundary events at the body, and gives no output when interrupted', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      looping(
        loop(collect),
        `${boundary('caught', 'task', errorEvent())}${element('endEvent', 'handled')}${flows('caught handled')}`,
      ),
    );
    const key = await engine.create('p', { items: [1, 2] });
    const [one, two] = await engine.activate('work');
    await engine.call('POST', `/jobs/${one.jobKey}/completion`, { variables: { result: 1 } });
    await engine.call('POST', `/jobs/${two.jobKey}/error`, { errorCode: 'E' });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ items: [1, 2] });
  });

  it('repeats a sub-process whose terminate end event ends only that item', async () => {
    const engine = new TestEngine();
    const inside = `${element('startEvent', 's')}${element('parallelGateway', 'fork')}${serviceTask('quick', 'quick')}${serviceTask('slow', 'slow')}${element('endEvent', 'stop', '<bpmn:terminateEventDefinition/>')}${flows('s fork quick stop')}${flows('fork slow')}`;
    await engine.deploy(
      bpmn(
        'p',
        `${start}${subProcess('sub', inside + loop('inputCollection="=[1,2]"'))}${end}${flows('start sub end')}`,
      ),
    );
    const key = await engine.create('p');
    const [job] = await engine.activate('quick', { maxJobsToActivate: 1 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect((await engine.activate('slow')).length).toBe(1);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.work('quick');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('leaves nothing open when its instance is cancelled', async () => {
    const engine = new TestEngine();
    await engine.deploy(looping(loop(collect)));
    const key = await engine.create('p', { items: [1, 2] });
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    expect(await engine.search('element-instances', { state: 'ACTIVE' })).toEqual([]);
    expect((await engine.search('jobs', { state: 'CANCELED' })).length).toBe(2);
  });

  it.each([
    ['without an input collection', loop('inputElement="item"')],
    ['with an output collection only', loop('inputCollection="=[]" outputCollection="results"')],
    ['with a name that is none', loop('inputCollection="=[]" inputElement="a b"')],
    ['that is a standard loop', '<bpmn:standardLoopCharacteristics/>'],
  ])('is refused at deployment: %s', async (_, characteristics) => {
    const engine = new TestEngine();
    await expect(engine.deploy(looping(characteristics))).rejects.toThrow(/Element 'task'/);
  });
});

const call = (attributes: string, more = '') =>
  element('callActivity', 'call', extensions(`<zeebe:calledElement ${attributes}/>${more}`));
const caller = (activity: string, more = '') =>
  bpmn('parent', `${start}${activity}${end}${flows('start call end')}${more}`);

describe('a call activity', () => {
  it('runs the child with all visible variables and takes all of the child back', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child'), 'child.bpmn');
    await engine.deploy(caller(call('processId="child"', mapping({ inputs: { local: '=1' } }))));
    const key = await engine.create('parent', { a: 1 }, { tags: ['blue'], businessId: 'B-1' });
    const [job] = await engine.activate('work');
    expect(job).toMatchObject({
      variables: { a: 1, local: 1 },
      tags: ['blue'],
      businessId: 'B-1',
      rootProcessInstanceKey: key,
    });
    const [child] = await engine.search('process-instances', { parentProcessInstanceKey: key });
    expect(child.processDefinitionId).toBe('child');
    await engine.call('POST', `/jobs/${job.jobKey}/completion`, { variables: { done: true } });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ a: 1, done: true });
  });

  it('hands down only its own variables, and takes back only what is mapped, when it says so', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child'), 'child.bpmn');
    const maps = mapping({ inputs: { local: '=a + 1' }, outputs: { result: '=done' } });
    await engine.deploy(
      caller(
        call(
          'processId="=&quot;chi&quot; + &quot;ld&quot;" propagateAllParentVariables="false" propagateAllChildVariables="false"',
          maps,
        ),
      ),
    );
    const key = await engine.create('parent', { a: 1 });
    const [job] = await engine.activate('work');
    expect(job.variables).toEqual({ local: 2 });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`, { variables: { done: true } });
    expect(await engine.variablesOf(key)).toEqual({ a: 1, result: true });
  });

  it('raises CALLED_ELEMENT_ERROR for a process that is not there, and goes on when it is', async () => {
    const engine = new TestEngine();
    await engine.deploy(caller(call('processId="child"')));
    const key = await engine.create('parent');
    const [incident] = await engine.search('incidents');
    expect(incident.errorType).toBe('CALLED_ELEMENT_ERROR');
    await engine.deploy(oneTask('child'), 'child.bpmn');
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    await engine.work('work');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('ends its child when it is ended; the child cannot be cancelled alone', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child'), 'child.bpmn');
    await engine.deploy(caller(call('processId="child"')));
    const key = await engine.create('parent');
    const [child] = await engine.search('process-instances', { parentProcessInstanceKey: key });
    expect(
      (await engine.call('POST', `/process-instances/${child.processInstanceKey}/cancellation`)).status,
    ).toBe(409);
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    expect(await engine.stateOf(key)).toBe('TERMINATED');
    expect(await engine.stateOf(child.processInstanceKey)).toBe('TERMINATED');
    expect(await engine.search('element-instances', { state: 'ACTIVE' })).toEqual([]);
  });

  it('catches an error that leaves the child', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('child'), 'child.bpmn');
    await engine.deploy(
      caller(
        call('processId="child"'),
        `${boundary('caught', 'call', errorEvent())}${element('endEvent', 'handled')}${flows('caught handled')}`,
      ),
    );
    const key = await engine.create('parent');
    const [job] = await engine.activate('work');
    await engine.call('POST', `/jobs/${job.jobKey}/error`, { errorCode: 'E' });
    expect((await engine.history(key)).at(-1)).toBe('handled COMPLETED');
    expect(await engine.search('process-instances', { state: 'ACTIVE' })).toEqual([]);
  });

  it('stops a process that calls itself without an end', async () => {
    const engine = new TestEngine();
    await engine.deploy(caller(call('processId="parent"')));
    const key = await engine.create('parent');
    const [incident] = await engine.search('incidents');
    expect(incident.errorType).toBe('CALLED_ELEMENT_ERROR');
    expect(incident.errorMessage).toContain('1000');
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    expect((await engine.search('process-instances', { state: 'ACTIVE' })).length).toBe(0);
  });

  it.each([
    ['latest', '', 'third'],
    ['deployment', 'bindingType="deployment"', 'first'],
    ['versionTag', 'bindingType="versionTag" versionTag="v2"', 'second'],
  ])('finds the child by the binding %s', async (_, attributes, type) => {
    const engine = new TestEngine();
    const child = (job: string, tag = '') =>
      oneTask('child', job).replace('isExecutable="true">', `isExecutable="true">${extensions(tag)}`);
    await engine.engine.deploy(
      { name: 'parent.bpmn', content: caller(call(`processId="child" ${attributes}`)) },
      { name: 'child.bpmn', content: child('first') },
    );
    await engine.deploy(child('second', '<zeebe:versionTag value="v2"/>'), 'child.bpmn');
    await engine.deploy(child('third'), 'child.bpmn');
    await engine.create('parent');
    expect((await engine.activate(type)).length).toBe(1);
  });
});
