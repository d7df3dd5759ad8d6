import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  error,
  errorEvent,
  eventSubProcess,
  extensions,
  flow,
  flows,
  mapping,
  serviceTask,
  start,
  subProcess,
} from '../bpmn.ts';
import { catchEvent, message, on } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

const deployed = async (model: string, options = {}) => {
  const engine = new TestEngine(options);
  await engine.deploy(model);
  return engine;
};
const loop = (attributes: string, inside = '', more = '') =>
  `<bpmn:multiInstanceLoopCharacteristics ${more}><bpmn:extensionElements><zeebe:loopCharacteristics ${attributes}/></bpmn:extensionElements>${inside}</bpmn:multiInstanceLoopCharacteristics>`;
const until = (condition: string) =>
  `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${condition.replaceAll('<', '&lt;')}</bpmn:completionCondition>`;
const looped = (task: string, characteristics: string) =>
  task.replace(/<\/bpmn:(\w+)>$/, `${characteristics}</bpmn:$1>`);
const compensate = (reference?: string) =>
  `<bpmn:compensateEventDefinition${reference === undefined ? '' : ` activityRef="${reference}"`}/>`;
/** An activity with a compensation handler `<id>-undo` with the job type `undo`. */
const undoable = (task: string) => {
  const id = /id="([^"]+)"/.exec(task)?.[1] ?? '';
  return `${task}${element('boundaryEvent', `${id}-comp`, compensate(), `attachedToRef="${id}"`)}${serviceTask(`${id}-undo`, 'undo').replace('<bpmn:serviceTask', '<bpmn:serviceTask isForCompensation="true"')}<bpmn:association id="${id}-assoc" sourceRef="${id}-comp" targetRef="${id}-undo" associationDirection="One"/>`;
};
const complete = (engine: TestEngine, { jobKey }: { jobKey: string }, variables: object = {}) =>
  engine.call('POST', `/jobs/${jobKey}/completion`, { variables });

describe('multi-instance (3.10)', () => {
  it('the completion condition sees the four counts, which win over variables of the same name', async () => {
    const task = looped(
      serviceTask('task', 'work'),
      loop(
        'inputCollection="=[1,2,3,4]" outputCollection="out" outputElement="=loopCounter"',
        until(
          '=numberOfCompletedInstances = 2 and numberOfActiveInstances = 2 and numberOfInstances = 4 and numberOfTerminatedInstances = 0',
        ),
      ),
    );
    const engine = await deployed(bpmn('p', `${start}${task}${end}${flows('start task end')}`));
    const key = await engine.create('p', { numberOfCompletedInstances: 99, numberOfInstances: 1 });
    const jobs = await engine.activate('work');
    await complete(engine, jobs[1]);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await complete(engine, jobs[3]);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.variablesOf(key)).out).toEqual([null, 2, null, 4]);
    const items = await engine.search('element-instances', { elementId: 'task', type: 'SERVICE_TASK' });
    expect(items.map(({ state }) => state)).toEqual(['TERMINATED', 'COMPLETED', 'TERMINATED', 'COMPLETED']);
    expect((await engine.search('element-instances', { type: 'MULTI_INSTANCE_BODY' }))[0].state).toBe(
      'COMPLETED',
    );
  });

  it('sequential with a completion condition creates no more items', async () => {
    const task = looped(
      serviceTask('task', 'work'),
      loop('inputCollection="=list" inputElement="x"', until('=found'), 'isSequential="true"'),
    );
    const engine = await deployed(bpmn('p', `${start}${task}${end}${flows('start task end')}`));
    const key = await engine.create('p', { list: [1, 2, 3], found: false });
    await engine.work('work', { found: false, list: [] });
    const [job] = await engine.activate('work');
    expect(job.variables).toMatchObject({ x: 2, loopCounter: 2 });
    await complete(engine, job, { found: true });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a completion condition that is no boolean: EXTRACT_VALUE_ERROR, and the resolution looks again', async () => {
    const task = looped(serviceTask('task', 'work'), loop('inputCollection="=[1,2]"', until('=done')));
    const engine = await deployed(bpmn('p', `${start}${task}${end}${flows('start task end')}`));
    const key = await engine.create('p', { done: 'perhaps' });
    const jobs = await engine.activate('work');
    await complete(engine, jobs[0]);
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident.errorType).toBe('EXTRACT_VALUE_ERROR');
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { done: false } });
    expect((await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`)).status).toBe(204);
    expect(await engine.search('incidents', { processInstanceKey: key, state: 'ACTIVE' })).toEqual([]);
    await complete(engine, jobs[1]);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('nested: the inner collection is an element of the outer, results are lists of lists', async () => {
    const inner = looped(
      serviceTask('task', 'work'),
      loop('inputCollection="=row" inputElement="cell" outputCollection="cells" outputElement="=cell * 10"'),
    );
    const sub = subProcess(
      'sub',
      `${element('startEvent', 's')}${inner}${element('endEvent', 'e')}${flows('s task e')}${loop('inputCollection="=rows" inputElement="row" outputCollection="table" outputElement="=cells"')}`,
    );
    const engine = await deployed(bpmn('p', `${start}${sub}${end}${flows('start sub end')}`));
    const key = await engine.create('p', { rows: [[1, 2], [], [3]] });
    expect(await engine.work('work')).toBe(3);
    expect(await engine.variablesOf(key)).toEqual({ rows: [[1, 2], [], [3]], table: [[10, 20], [], [30]] });
  });

  it('a multi-instance call activity: each item its own child with its own element, results collected', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'child',
        `${start}${element('scriptTask', 's', extensions('<zeebe:script expression="=item + 1" resultVariable="r"/>'))}${end}${flows('start s end')}`,
      ),
      'c.bpmn',
    );
    await engine.deploy(
      bpmn(
        'p',
        `${start}${looped(element('callActivity', 'call', extensions('<zeebe:calledElement processId="child" propagateAllChildVariables="false"/><zeebe:ioMapping><zeebe:output source="=r" target="r"/></zeebe:ioMapping>')), loop('inputCollection="=[1,2,3]" inputElement="item" outputCollection="out" outputElement="=r"'))}${end}${flows('start call end')}`,
      ),
      'p.bpmn',
    );
    const key = await engine.create('p');
    expect(await engine.variablesOf(key)).toEqual({ out: [2, 3, 4] });
    expect(await engine.search('process-instances', { parentProcessInstanceKey: key })).toHaveLength(3);
  });

  it('an output mapping updates the variable that is collected, a member of it too; any other target leaves the item', async () => {
    const task = looped(
      serviceTask(
        'task',
        'work',
        mapping({
          outputs: { 'result.score': '=answer.points', last: '=answer.points', next: '=result.score + 1' },
        }),
      ),
      loop('inputCollection="=[1,2]" inputElement="i" outputCollection="out" outputElement="=result"'),
    );
    const engine = await deployed(bpmn('p', `${start}${task}${end}${flows('start task end')}`));
    const key = await engine.create('p', { result: 'of the process' });
    for (const job of await engine.activate('work')) {
      await complete(engine, job, { answer: { points: job.variables.i * 10 } });
    }
    expect(await engine.variablesOf(key)).toEqual({
      result: 'of the process',
      last: 20,
      next: 21,
      out: [{ score: 10 }, { score: 20 }],
    });
  });

  it('an empty collection gives an empty output list, which overwrites what was there', async () => {
    const task = looped(
      serviceTask('task', 'work'),
      loop('inputCollection="=[]" outputCollection="out" outputElement="=x"'),
    );
    const engine = await deployed(bpmn('p', `${start}${task}${end}${flows('start task end')}`));
    const key = await engine.create('p', { out: [1] });
    expect(await engine.variablesOf(key)).toEqual({ out: [] });
  });

  it('an input element or loop counter is local: it does not reach the process', async () => {
    const task = looped(serviceTask('task', 'work'), loop('inputCollection="=[1]" inputElement="item"'));
    const engine = await deployed(bpmn('p', `${start}${task}${end}${flows('start task end')}`));
    const key = await engine.create('p', { item: 'outer' });
    await engine.work('work', { loopCounter: 77, item: 78, more: 1 });
    expect(await engine.variablesOf(key)).toEqual({ item: 'outer', more: 1 });
  });

  it('cancelling with an incident on one item leaves no active incident', async () => {
    const task = looped(
      serviceTask('task', '=kind'),
      loop('inputCollection="=[&quot;a&quot;, 1]" inputElement="kind"'),
    );
    const engine = await deployed(bpmn('p', `${start}${task}${end}${flows('start task end')}`));
    const key = await engine.create('p');
    expect(await engine.search('incidents', { processInstanceKey: key, state: 'ACTIVE' })).toHaveLength(1);
    await engine.call('POST', `/process-instances/${key}/cancellation`);
    expect(await engine.search('incidents', { processInstanceKey: key, state: 'ACTIVE' })).toEqual([]);
    expect((await engine.call('GET', `/process-instances/${key}`)).body).toMatchObject({
      hasIncident: false,
      state: 'TERMINATED',
    });
  });

  it('a user task with several instances: one task for each, each with its own assignee', async () => {
    const task = looped(
      element('userTask', 'u', extensions('<zeebe:userTask/><zeebe:assignmentDefinition assignee="=who"/>')),
      loop(
        'inputCollection="=[&quot;a&quot;,&quot;b&quot;]" inputElement="who" outputCollection="votes" outputElement="=vote"',
      ),
    );
    const engine = await deployed(bpmn('p', `${start}${task}${end}${flows('start u end')}`));
    const key = await engine.create('p');
    const tasks = await engine.search('user-tasks', { processInstanceKey: key });
    expect(tasks.map(({ assignee }) => assignee)).toEqual(['a', 'b']);
    for (const { userTaskKey, assignee } of [...tasks].reverse()) {
      await engine.call('POST', `/user-tasks/${userTaskKey}/completion`, {
        variables: { vote: `${assignee} yes` },
      });
    }
    expect(await engine.variablesOf(key)).toEqual({ votes: ['a yes', 'b yes'] });
  });

  it('a parallel multi-instance sub-process whose item throws an error that its own event sub-process catches goes on with the others', async () => {
    const inside = `${element('startEvent', 's')}${serviceTask('task', 'work')}${element('endEvent', 'e')}${flows('s task e')}${eventSubProcess('esp', errorEvent('err'), `${element('endEvent', 'ee')}${flows('esp-start ee')}`)}${loop('inputCollection="=[1,2]" inputElement="i" outputCollection="out" outputElement="=i"')}`;
    const engine = await deployed(
      bpmn('p', `${start}${subProcess('sub', inside)}${end}${flows('start sub end')}`, error('err', 'E')),
    );
    const key = await engine.create('p');
    const [one, two] = await engine.activate('work');
    await engine.call('POST', `/jobs/${one.jobKey}/error`, { errorCode: 'E' });
    await complete(engine, two);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.variablesOf(key)).toEqual({ out: [1, 2] });
  });
});

describe('compensation (3.17)', () => {
  it('a task that completed three times in a loop is compensated three times', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('exclusiveGateway', 'm')}${undoable(serviceTask('a', 'a'))}${element('exclusiveGateway', 'x', '', 'default="out"')}${element('endEvent', 'undo-all', compensate())}${flows('start m a x')}${flow('x', 'm', '=n < 3')}${flow('x', 'undo-all', undefined, 'out')}`,
      ),
    );
    const key = await engine.create('p');
    for (const n of [1, 2, 3]) {
      await engine.work('a', { n });
    }
    expect(await engine.work('undo')).toBe(3);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('a multi-instance activity counts once', async () => {
    const task = looped(serviceTask('a', 'a'), loop('inputCollection="=[1,2,3]"'));
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${undoable(task)}${element('endEvent', 'undo-all', compensate())}${flows('start a undo-all')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    expect(await engine.work('undo')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('an activity that is active or was terminated is not compensated', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'f')}${undoable(serviceTask('done', 'done'))}${undoable(serviceTask('open', 'open'))}${undoable(serviceTask('gone', 'gone'))}${boundary('b', 'gone', on.timer('duration', 'PT1S'))}${element('endEvent', 'ge')}${flows('b ge')}${serviceTask('gate', 'gate')}${element('intermediateThrowEvent', 'undo-all', compensate())}${end}${flows('start f done gate undo-all end')}${flows('f open')}${flows('f gone')}`,
      ),
      { startTime: 0 },
    );
    await engine.create('p');
    await engine.work('done');
    engine.engine.clock.advance(1000);
    await engine.work('gate');
    expect((await engine.activate('undo')).map(({ elementId }) => elementId)).toEqual(['done-undo']);
  });

  it('completed sub-processes are entered recursively; one that is still active is not', async () => {
    const inner = `${element('startEvent', 's2')}${undoable(serviceTask('deep', 'deep'))}${element('endEvent', 'e2')}${flows('s2 deep e2')}`;
    const outer = `${element('startEvent', 's1')}${subProcess('inner', inner)}${element('endEvent', 'e1')}${flows('s1 inner e1')}`;
    const open = `${element('startEvent', 's3')}${undoable(serviceTask('half', 'half'))}${serviceTask('rest', 'rest')}${flows('s3 half rest')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${element('parallelGateway', 'f')}${subProcess('outer', outer)}${subProcess('open', open)}${element('intermediateThrowEvent', 'undo-all', compensate())}${serviceTask('after', 'after')}${flows('start f open')}${serviceTask('gate', 'gate')}${flows('f outer gate undo-all after')}`,
      ),
    );
    await engine.create('p');
    await engine.work('half');
    await engine.work('deep');
    await engine.work('gate');
    expect((await engine.activate('undo')).map(({ elementId }) => elementId)).toEqual(['deep-undo']);
    expect(await engine.activate('after')).toEqual([]);
    const [job] = await engine.search('jobs', { type: 'undo' });
    await complete(engine, job);
    expect((await engine.activate('after')).length).toBe(1);
  });

  it('from an event sub-process: what was done in the scope around it', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${undoable(serviceTask('a', 'a'))}${serviceTask('b', 'b')}${end}${flows('start a b end')}${eventSubProcess('esp', on.message('stop'), `${element('endEvent', 'undo-all', compensate())}${flows('esp-start undo-all')}`)}`,
        message('stop', 'k'),
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    await engine.call('POST', '/messages/publication', { name: 'stop', correlationKey: 'k' });
    expect(await engine.work('undo')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('handlers do not run twice: a second throw finds nothing', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${undoable(serviceTask('a', 'a'))}${element('intermediateThrowEvent', 'one', compensate())}${element('intermediateThrowEvent', 'two', compensate('a'))}${end}${flows('start a one two end')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    expect(await engine.work('undo')).toBe(1);
    expect(await engine.work('undo')).toBe(0);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('the handler of an activity in a completed sub-process sees that scope’s variables, and its result stays with it', async () => {
    const inner = `${element('startEvent', 's')}${undoable(serviceTask('a', 'a'))}${element('endEvent', 'e')}${flows('s a e')}${extensions(mapping({ inputs: { booking: '=&quot;x&quot;'.replaceAll('&quot;', '"') } }))}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inner)}${element('endEvent', 'undo-all', compensate())}${flows('start sub undo-all')}`,
      ),
    );
    const key = await engine.create('p');
    await engine.work('a', { booking: 'b1' });
    const [job] = await engine.activate('undo');
    expect(job.variables).toMatchObject({ booking: 'b1' });
    await complete(engine, job, { booking: 'undone' });
    expect(await engine.variablesOf(key)).toEqual({});
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('an error of a handler reaches the boundary event of the scope of the throw event', async () => {
    const inner = `${element('startEvent', 's')}${undoable(serviceTask('a', 'a'))}${element('endEvent', 'undo-all', compensate())}${flows('s a undo-all')}`;
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${subProcess('sub', inner)}${flows('start sub')}${boundary('caught', 'sub', errorEvent('err'))}${element('endEvent', 'e2')}${flows('caught e2')}`,
        error('err', 'E'),
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    const [job] = await engine.activate('undo');
    await engine.call('POST', `/jobs/${job.jobKey}/error`, { errorCode: 'E' });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.history(key)).toContain('e2 COMPLETED');
  });
});

describe('ad-hoc sub-processes (3.10)', () => {
  const adHoc = (attributes: string, content: string, more = '', inside = '') =>
    element(
      'adHocSubProcess',
      'adhoc',
      `${extensions(`<zeebe:adHoc ${attributes}/>`)}${inside}${content}`,
      more,
    );
  const model = (ad: string) => bpmn('p', `${start}${ad}${end}${flows('start adhoc end')}`);

  it('results stay in their path; the output collection gathers them and the condition ends the rest', async () => {
    const engine = await deployed(
      model(
        adHoc(
          'activeElementsCollection="=[&quot;a&quot;,&quot;b&quot;]" outputCollection="out" outputElement="=r"',
          `${serviceTask('a', 'a')}${serviceTask('b', 'b')}`,
          '',
          until('=some x in out satisfies x > 1'),
        ),
      ),
    );
    const key = await engine.create('p');
    await engine.work('a', { r: 1 });
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.work('b', { r: 2 });
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.variablesOf(key)).out).toEqual([1, 2]);
    expect(await engine.variablesOf(key)).not.toHaveProperty('r');
  });

  it('cancelRemainingInstances=false: waits for the rest once the condition holds', async () => {
    const engine = await deployed(
      model(
        adHoc(
          'activeElementsCollection="=[&quot;a&quot;,&quot;b&quot;]"',
          `${serviceTask('a', 'a')}${serviceTask('b', 'b')}`,
          'cancelRemainingInstances="false"',
          until('=true'),
        ),
      ),
    );
    const key = await engine.create('p');
    await engine.work('a');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await engine.work('b');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('the API activates the same element again with variables of its own; an unknown element is 400', async () => {
    const engine = await deployed(
      model(
        adHoc(
          'activeElementsCollection="=[]"',
          `${serviceTask('a', 'a')}${serviceTask('b', 'b')}${flows('a b')}`,
        ),
      ),
    );
    const key = await engine.create('p');
    const [ad] = await engine.search('element-instances', { elementId: 'adhoc' });
    const activate = (elements: object[]) =>
      engine.call('POST', `/element-instances/ad-hoc-activities/${ad.elementInstanceKey}/activation`, {
        elements,
      });
    expect((await activate([{ elementId: 'nobody' }])).status).toBe(400);
    expect(
      (
        await activate([
          { elementId: 'a', variables: { n: 1 } },
          { elementId: 'a', variables: { n: 2 } },
        ])
      ).status,
    ).toBe(204);
    const jobs = await engine.activate('a');
    expect(jobs.map(({ variables }) => variables.n)).toEqual([1, 2]);
    await complete(engine, jobs[0]);
    expect((await engine.activate('b'))[0].variables.n).toBe(1);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    expect(
      await engine.search('element-instances', { type: 'AD_HOC_SUB_PROCESS_INNER_INSTANCE' }),
    ).toHaveLength(2);
  });

  it('with a boundary event: interruption ends all paths', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${adHoc('activeElementsCollection="=[&quot;a&quot;,&quot;c&quot;]"', `${serviceTask('a', 'a')}${catchEvent('c', on.message('m'))}`)}${end}${flows('start adhoc end')}${boundary('b', 'adhoc', on.timer('duration', 'PT1S'))}${element('endEvent', 'e2')}${flows('b e2')}`,
        message('m', 'k'),
      ),
      { startTime: 0 },
    );
    const key = await engine.create('p');
    engine.engine.clock.advance(1000);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.history(key)).toEqual(
      expect.arrayContaining(['adhoc TERMINATED', 'a TERMINATED', 'c TERMINATED', 'e2 COMPLETED']),
    );
  });

  it('multi-instance: every item has its own paths', async () => {
    const engine = await deployed(
      model(
        looped(
          adHoc(
            'activeElementsCollection="=[&quot;a&quot;]" outputCollection="inner" outputElement="=r"',
            serviceTask('a', 'a'),
          ),
          loop('inputCollection="=[1,2]" inputElement="i" outputCollection="all" outputElement="=inner"'),
        ),
      ),
    );
    const key = await engine.create('p');
    for (const job of await engine.activate('a')) {
      await complete(engine, job, { r: job.variables.i * 5 });
    }
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.variablesOf(key)).all).toEqual([[5], [10]]);
  });
});
