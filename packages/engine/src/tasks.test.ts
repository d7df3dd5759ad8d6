import { describe, expect, it } from 'vitest';
import { bpmn, element, end, extensions, flow, flows, oneTask, start } from '../test/bpmn.ts';
import { decisionTable } from '../test/dmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const process = (task: string) => bpmn('p', `${start}${task}${end}${flows('start task end')}`);
const scriptTask = (expression: string) =>
  element(
    'scriptTask',
    'task',
    extensions(`<zeebe:script expression="${expression}" resultVariable="result"/>`),
  );
const ruleTask = (attributes = '') =>
  element(
    'businessRuleTask',
    'task',
    extensions(`<zeebe:calledDecision decisionId="size" resultVariable="size" ${attributes}/>`),
  );

describe('tasks', () => {
  it.each(['task', 'manualTask'])('%s: passes through', async (kind) => {
    const engine = new TestEngine();
    await engine.deploy(process(element(kind, 'task')));
    expect(await engine.stateOf(await engine.create('p'))).toBe('COMPLETED');
  });

  it.each(['sendTask', 'scriptTask', 'businessRuleTask'])(
    '%s with a task definition: is a job',
    async (kind) => {
      const engine = new TestEngine();
      await engine.deploy(process(element(kind, 'task', extensions('<zeebe:taskDefinition type="work"/>'))));
      const key = await engine.create('p');
      expect(await engine.work('work', { done: 1 })).toBe(1);
      expect(await engine.variablesOf(key)).toEqual({ done: 1 });
    },
  );

  it('script with FEEL: its value goes into the result variable', async () => {
    const engine = new TestEngine();
    await engine.deploy(process(scriptTask('= a + 1')));
    expect(await engine.variablesOf(await engine.create('p', { a: 1 }))).toEqual({ a: 1, result: 2 });
  });

  it('script with FEEL that fails: an incident, and resolving it evaluates again', async () => {
    const engine = new TestEngine();
    await engine.deploy(process(scriptTask('=assert(a, a != null)')));
    const key = await engine.create('p');
    const [incident] = await engine.search('incidents');
    expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'task' });
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { a: 5 } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.variablesOf(key)).toEqual({ a: 5, result: 5 });
  });

  it('user task without the extension: a job with the assignment as headers', async () => {
    const engine = new TestEngine();
    const inside = extensions(
      '<zeebe:assignmentDefinition assignee="=who" candidateGroups="sales, it"/><zeebe:taskHeaders><zeebe:header key="own" value="x"/></zeebe:taskHeaders>',
    );
    await engine.deploy(process(element('userTask', 'task', inside)));
    const key = await engine.create('p', { who: 'ada' });
    const [job] = await engine.activate('io.camunda.zeebe:userTask');
    expect(job.retries).toBe(1);
    expect(job.customHeaders).toEqual({
      own: 'x',
      'io.camunda.zeebe:assignee': 'ada',
      'io.camunda.zeebe:candidateGroups': '["sales","it"]',
    });
    await engine.call('POST', `/jobs/${job.jobKey}/completion`);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('job priority: of the task, else of the process, else 0', async () => {
    const engine = new TestEngine();
    const priority = (value: string) => `<zeebe:jobPriorityDefinition priority="${value}"/>`;
    const task = (id: string, more = '') =>
      element('serviceTask', id, extensions(`<zeebe:taskDefinition type="work"/>${more}`));
    await engine.deploy(
      bpmn(
        'p',
        `${extensions(priority('=base'))}${start}${task('low')}${task('high', priority('90'))}${flows('start low')}${flow('start', 'high')}`,
      ),
    );
    await engine.deploy(oneTask('plain'), 'plain.bpmn');
    await engine.create('plain');
    await engine.create('p', { base: 7 });
    const jobs = await engine.activate('work');
    expect(jobs.map(({ elementId, priority: value }) => [elementId, value])).toEqual([
      ['high', 90],
      ['low', 7],
      ['task', 0],
    ]);
  });

  it.each([
    ['a script task with neither', element('scriptTask', 'task')],
    [
      'a business rule task with both',
      ruleTask().replace('<zeebe:called', '<zeebe:taskDefinition type="x"/><zeebe:called'),
    ],
    ['a result variable that is no name', scriptTask('=1').replace('"result"', '"a b"')],
    [
      'a priority that is no integer',
      element(
        'serviceTask',
        'task',
        extensions('<zeebe:taskDefinition type="x"/><zeebe:jobPriorityDefinition priority="high"/>'),
      ),
    ],
    ['an unknown binding', ruleTask('bindingType="newest"')],
    ['a send task without a job type', element('sendTask', 'task')],
  ])('are refused at deployment: %s', async (_, task) => {
    const engine = new TestEngine();
    await expect(engine.deploy(process(task))).rejects.toThrow(/Element 'task'/);
  });
});

describe('a business rule task', () => {
  it('evaluates the newest decision with all visible variables', async () => {
    const engine = new TestEngine();
    await engine.deploy(process(ruleTask()));
    await engine.deploy(decisionTable('size', { '&gt;= 10': '"big"', '&lt; 10': '"small"' }), 'size.dmn');
    expect(await engine.variablesOf(await engine.create('p', { amount: 10 }))).toMatchObject({ size: 'big' });
    await engine.deploy(decisionTable('size', { '-': '"any"' }), 'size.dmn');
    expect(await engine.variablesOf(await engine.create('p', { amount: 10 }))).toMatchObject({ size: 'any' });
  });

  it.each([
    ['deployment', 'bindingType="deployment"', 'first'],
    ['versionTag', 'bindingType="versionTag" versionTag="v2"', 'second'],
    ['latest', '', 'third'],
  ])('finds its decision by the binding %s', async (_, attributes, expected) => {
    const engine = new TestEngine();
    const table = (value: string, tag?: string) => decisionTable('size', { '-': `"${value}"` }, tag);
    await engine.engine.deploy(
      { name: 'p.bpmn', content: process(ruleTask(attributes)) },
      { name: 'size.dmn', content: table('first') },
    );
    await engine.deploy(table('second', 'v2'), 'size.dmn');
    await engine.deploy(table('third'), 'size.dmn');
    expect(await engine.variablesOf(await engine.create('p'))).toEqual({ size: expected });
  });

  it('raises CALLED_DECISION_ERROR when there is none, and goes on when it was deployed', async () => {
    const engine = new TestEngine();
    await engine.deploy(process(ruleTask()));
    const key = await engine.create('p', { amount: 1 });
    const [incident] = await engine.search('incidents');
    expect(incident.errorType).toBe('CALLED_DECISION_ERROR');
    await engine.deploy(decisionTable('size', { '-': '"any"' }), 'size.dmn');
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('records the evaluation whether it failed or not', async () => {
    const engine = new TestEngine();
    await engine.deploy(process(ruleTask()));
    await engine.deploy(decisionTable('size', { '&gt; 1': '"a"', '&gt; 2': '"b"' }), 'size.dmn');
    const records: [string, string | undefined][] = [];
    engine.engine.events.subscribe((event) => {
      if (event.valueType === 'DECISION_EVALUATION') {
        records.push([event.intent, event.value.evaluated[0]?.output]);
      }
    });
    await engine.create('p', { amount: 2 });
    await engine.create('p', { amount: 3 });
    expect(records).toEqual([
      ['EVALUATED', '"a"'],
      ['FAILED', 'null'],
    ]);
    const [incident] = await engine.search('incidents');
    expect(incident.errorType).toBe('DECISION_EVALUATION_ERROR');
  });
});

describe('a deployment of decisions', () => {
  it('shows requirements and decisions, and makes no new version of what is unchanged', async () => {
    const engine = new TestEngine();
    const deploy = async (content: string) => {
      const form = new FormData();
      form.append('resources', new File([content], 'size.dmn'));
      return engine.call('POST', '/deployments', undefined, { body: form });
    };
    const table = decisionTable('size', { '-': '1' });
    const first = await deploy(table);
    expect(first.status).toBe(200);
    expect(first.body.deployments).toMatchObject([
      { decisionRequirements: { decisionRequirementsId: 'size-file', version: 1 } },
      { decisionDefinition: { decisionDefinitionId: 'size', version: 1 } },
    ]);
    expect((await deploy(table)).body.deployments).toEqual(first.body.deployments);
    expect((await deploy(table.replace('1', '2'))).body.deployments[1].decisionDefinition.version).toBe(2);
    expect((await deploy('<nothing/>')).status).toBe(400);
  });
});
