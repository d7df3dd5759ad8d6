import { bpmn, element, end, extensions, flows, oneTask, serviceTask, start } from './bpmn.ts';
import { decision, file } from './dmn/dmn-source.ts';
import { boundary, catchEvent, message, on, signal, startOn } from './events.ts';
import { TestEngine } from './test-engine.ts';

const orders = (versionTag: string) =>
  bpmn(
    'orders',
    `${extensions(`<zeebe:versionTag value="${versionTag}"/>`)}${start}${serviceTask('pack', 'pack')}${element(
      'userTask',
      'check',
      extensions(
        `<zeebe:userTask/><zeebe:assignmentDefinition assignee="=who" candidateGroups="=groups" candidateUsers="=[who, &quot;zoe&quot;]"/><zeebe:taskSchedule dueDate="=due" followUpDate="=due"/><zeebe:priorityDefinition priority="=priority"/>`,
      ),
      'name="Check it"',
    )}${end}${flows('start pack check end')}`,
  );

const waits = bpmn(
  'waits',
  `${start}${element('parallelGateway', 'fork')}${catchEvent('message', on.message('paid'))}${catchEvent('signal', on.signal('go'))}${catchEvent('timer', on.timer('duration', 'PT10H'))}${catchEvent('condition', on.condition('=amount > 10'))}${serviceTask('work', 'work')}${boundary('late', 'work', on.timer('cycle', 'R3/PT1H'), false)}${element('endEvent', 'late-end')}${flows('late late-end')}${end}${flows('start fork')}${['message', 'signal', 'timer', 'condition', 'work'].map((id) => flows(`fork ${id} end`)).join('')}`,
  message('paid', '=order') + signal('go'),
);

const starts = bpmn(
  'starts',
  `${startOn('begin', on.message('ordered'))}${serviceTask('task', 'started')}${end}${flows('begin task end')}`,
  message('ordered'),
);

const calls = bpmn(
  'calls',
  `${start}${element('subProcess', 'inside', `${element('startEvent', 'inner-start')}${element('callActivity', 'call', extensions('<zeebe:calledElement processId="one-task" propagateAllChildVariables="false"/>'))}${flows('inner-start call')}`)}${end}${flows('start inside end')}`,
);

const broken = bpmn(
  'broken',
  `${start}${element('serviceTask', 'breaks', extensions('<zeebe:taskDefinition type="=1 + 1"/>'))}${end}${flows('start breaks end')}`,
);

/** Two versions of two decisions, evaluated by the API and by a process; one evaluation fails. */
async function evaluateDecisions(engine: TestEngine): Promise<void> {
  const decisions = (text: string) =>
    file(
      decision('price', `<literalExpression><text>${text}</text></literalExpression>`) +
        decision('other', '<literalExpression><text>1</text></literalExpression>'),
    );
  await engine.deploy(decisions('amount * 2'), 'first.dmn');
  await engine.deploy(decisions('assert(amount, amount &gt; 0)'), 'second.dmn');
  await engine.deploy(
    bpmn(
      'decides',
      `${start}${element('businessRuleTask', 'decide', extensions('<zeebe:calledDecision decisionId="price" resultVariable="price"/>'))}${end}${flows('start decide end')}`,
    ),
    'decides.bpmn',
  );
  await engine.create('decides', { amount: 5 }, { businessId: 'decided' });
  await engine.create('decides', { amount: -1 });
  engine.engine.clock.advance(1000);
  await engine.call('POST', '/decision-definitions/evaluation', { decisionDefinitionId: 'other' });
}

/** Some global task listeners and files. */
async function addListenersAndFiles(engine: TestEngine): Promise<void> {
  for (const [index, eventTypes] of [['all'], ['creating', 'canceling'], ['updating']].entries()) {
    await engine.call('POST', '/global-task-listeners', {
      id: `listener-${index}`,
      type: index === 1 ? 'audit' : 'notify',
      eventTypes,
      retries: index + 1,
      afterNonGlobal: index === 1,
      priority: 90 - index,
    });
  }
  const script = (versionTag?: string) => JSON.stringify({ id: 'robot', versionTag });
  await engine.deploy(script(), 'robot.rpa');
  await engine.deploy(script('v1'), 'robot.rpa');
  await engine.deploy('notes', 'notes.txt');
}

/** One batch operation with a failed item, one that is suspended, and one of another type. */
async function runBatches(engine: TestEngine): Promise<void> {
  const filter = { processDefinitionId: { $in: ['broken', 'starts'] } };
  await engine.call('POST', '/process-instances/incident-resolution', {
    filter: { processDefinitionId: 'calls' },
  });
  await engine.call('POST', '/process-instances/cancellation', { filter });
  await engine.engine.idle();
  engine.engine.clock.advance(1000);
  await engine.call('POST', '/jobs/batch-update', { filter: { type: 'work' }, changeset: { timeout: 5000 } });
  await engine.engine.idle();
  const { body } = await engine.call('POST', '/process-instances/cancellation', { filter: {} });
  await engine.call('POST', `/batch-operations/${body.batchOperationKey}/cancellation`);
}

/** An engine with a bit of everything: versions, waits, calls, incidents, failures, user tasks, messages; some running, some ended. */
export async function populate(): Promise<TestEngine> {
  const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
  const tick = () => engine.engine.clock.advance(1000);
  await engine.deploy(oneTask(), 'one-task.bpmn');
  for (const [name, model] of Object.entries({ waits, starts, calls, broken })) {
    await engine.deploy(model, `${name}.bpmn`);
  }
  const reviews = [
    { who: 'ann', groups: ['a', 'b'], due: '2030-02-01T00:00:00Z', priority: 10 },
    { who: 'bob', groups: ['b'], due: '2030-03-01T00:00:00Z', priority: 90 },
    { who: 'cem', groups: [], due: null, priority: 50 },
  ];
  for (const [index, review] of reviews.entries()) {
    await engine.deploy(orders(`v${index}`), 'orders.bpmn');
    await engine.create('orders', review, { tags: ['order', `t${index}`], businessId: `order-${index}` });
    await engine.work('pack');
    tick();
  }
  const [task] = await engine.search('user-tasks', { assignee: 'ann' });
  await engine.call('POST', `/user-tasks/${task.userTaskKey}/completion`, {});
  const keys: string[] = [];
  for (let index = 0; index < 4; index++) {
    keys.push(await engine.create('one-task', { index, text: `t${index}`, long: 'x'.repeat(index * 3000) }));
    tick();
  }
  const [first, second, third] = await engine.activate('work', { worker: 'other' });
  const fail = (job: { jobKey: string }, retries: number, errorMessage: string) =>
    engine.call('POST', `/jobs/${job.jobKey}/failure`, { retries, errorMessage });
  await fail(first, 0, 'no stock');
  await fail(second, 2, 'try again');
  await engine.call('POST', `/jobs/${third.jobKey}/error`, { errorCode: 'OOPS', errorMessage: 'thrown' });
  await engine.call('POST', `/process-instances/${keys[3]}/cancellation`, {});
  tick();
  for (const order of ['1', '2']) {
    await engine.create('waits', { order });
    await engine.create('calls', { order });
    await engine.create('broken', { order });
    tick();
  }
  const [called] = await engine.search('jobs', { processDefinitionId: 'one-task', state: 'CREATED' });
  await engine.activate('work', { maxJobsToActivate: 1 });
  await engine.call('PATCH', `/jobs/${called.jobKey}`, { changeset: { priority: 7 } });
  const publish = (name: string, correlationKey: string) =>
    engine.call('POST', '/messages/publication', { name, correlationKey, timeToLive: 0 });
  await publish('paid', '1');
  tick();
  await publish('ordered', 'x');
  await publish('ordered', 'y');
  await engine.work('started');
  const [incident] = await engine.search('incidents', { errorMessage: 'no stock' });
  await engine.call('PATCH', `/jobs/${incident.jobKey}`, { changeset: { retries: 3 } });
  await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`, {});
  await evaluateDecisions(engine);
  await runBatches(engine);
  await addListenersAndFiles(engine);
  return engine;
}
