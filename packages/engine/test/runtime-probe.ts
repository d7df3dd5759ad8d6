import { createEngine } from '../src/create-engine.ts';
import type { Engine } from '../src/engine.ts';
import type { JsonObject } from '../src/runtime/json.ts';

const MODEL = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="test">
  <process id="probe" isExecutable="true">
    <startEvent id="start"/>
    <serviceTask id="task"><extensionElements><zeebe:taskDefinition type="work"/><zeebe:ioMapping><zeebe:input source="=amount * 2" target="doubled"/></zeebe:ioMapping></extensionElements></serviceTask>
    <intermediateCatchEvent id="wait"><timerEventDefinition id="timer"><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>
    <endEvent id="end"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="task"/>
    <sequenceFlow id="f2" sourceRef="task" targetRef="wait"/>
    <sequenceFlow id="f3" sourceRef="wait" targetRef="end"/>
  </process>
</definitions>`;

const DECISION = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="prices" name="prices" namespace="test">
  <decision id="price" name="price"><variable name="price"/><literalExpression><text>21 * 2</text></literalExpression></decision>
</definitions>`;

/** What was found out: by name, something that JSON can hold. */
export type ProbeReport = Readonly<Record<string, unknown>>;

/** Calls an operation of an engine; its parsed answer. */
export async function call(fetchLike: Engine['fetch'], path: string, body?: object): Promise<JsonObject> {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetchLike(`http://engine/v2${path}`, init);
  const text = await response.text();
  return { status: response.status, ...(text === '' ? {} : (JSON.parse(text) as JsonObject)) };
}

/** Deploys by a form with files, works a job, lets an hour pass. */
export async function runInstance(
  fetchLike: Engine['fetch'],
  letAnHourPass: () => unknown,
): Promise<ProbeReport> {
  const form = new FormData();
  form.append('resources', new Blob([MODEL]), 'probe.bpmn');
  form.append('resources', new Blob([DECISION]), 'prices.dmn');
  const deployed = await fetchLike('http://engine/v2/deployments', { method: 'POST', body: form });
  const created = await call(fetchLike, '/process-instances', {
    processDefinitionId: 'probe',
    variables: { amount: 21 },
  });
  const key = created.processInstanceKey as string;
  const wanted = {
    type: 'work',
    worker: 'probe',
    timeout: 60_000,
    maxJobsToActivate: 1,
    requestTimeout: 1000,
  };
  const { jobs } = await call(fetchLike, '/jobs/activation', wanted);
  const [job] = jobs as unknown as { jobKey: string; variables: JsonObject }[];
  const completed = await call(fetchLike, `/jobs/${job?.jobKey}/completion`, {});
  await letAnHourPass();
  const { state } = await call(fetchLike, `/process-instances/${key}`);
  return { deployed: deployed.status, key, variables: job?.variables, completed: completed.status, state };
}

/** Lives through everything that an engine without a socket can do. */
export async function probe(): Promise<ProbeReport> {
  await using engine = createEngine({ startTime: 0 });
  const instance = await runInstance(engine.fetch, () => engine.clock.advance(3_600_000));
  const decision = await call(engine.fetch, '/decision-definitions/evaluation', {
    decisionDefinitionId: 'price',
  });
  await call(engine.fetch, '/process-instances', { processDefinitionId: 'probe', variables: { amount: 1 } });
  await using fork = engine.fork();
  await using again = createEngine({ snapshot: JSON.parse(JSON.stringify(engine.snapshot())) });
  const search = async ({ fetch }: Engine) =>
    (await call(fetch, '/element-instances/search', { filter: { state: 'ACTIVE' } })).items;
  const active = JSON.stringify(await search(engine));
  return {
    instance,
    decision: decision.output,
    forked: JSON.stringify(await search(fork)) === active,
    restored: JSON.stringify(await search(again)) === active,
    refused: (await call(engine.fetch, '/jobs/x/completion', {})).status,
    events: engine.events.list().length > 20,
  };
}
