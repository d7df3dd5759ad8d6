import { createEngine } from '@camunda/engine';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCamundaClient, NullLogger } from './index.ts';

const MODEL = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="test">
  <process id="review" isExecutable="true">
    <startEvent id="start"/>
    <userTask id="check">
      <extensionElements>
        <zeebe:userTask/>
        <zeebe:formDefinition formId="check-form"/>
        <zeebe:taskListeners>
          <zeebe:taskListener eventType="assigning" type="assign-check"/>
          <zeebe:taskListener eventType="completing" type="complete-check"/>
        </zeebe:taskListeners>
      </extensionElements>
    </userTask>
    <endEvent id="end"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="check"/><sequenceFlow id="f2" sourceRef="check" targetRef="end"/>
  </process>
</definitions>`;

/** A user task of the embedded engine, and a client of it with workers that listen. */
async function begin() {
  const engine = createEngine();
  await engine.deploy(
    { name: 'review.bpmn', content: MODEL },
    { name: 'check.form', content: '{"id":"check-form","type":"default","components":[]}' },
  );
  const client = createCamundaClient({
    environment: {},
    config: { CAMUNDA_REST_ADDRESS: 'http://engine' },
    fetch: engine.fetch,
    logger: new NullLogger(),
  });
  onTestFinished(async () => {
    await client.close();
    await engine.close();
  });
  client.createJobWorker({
    jobType: 'assign-check',
    jobHandler: async (job) => {
      const isKnown = job.userTask?.assignee === 'ann';
      await job.complete(
        undefined,
        isKnown
          ? { type: 'userTask', corrections: { priority: 90 } }
          : { type: 'userTask', denied: true, deniedReason: `nobody knows ${job.userTask?.assignee}` },
      );
    },
  });
  client.createJobWorker<{ approved: boolean }>({
    jobType: 'complete-check',
    jobHandler: async (job) => {
      const denied = job.variables.approved !== true;
      await job.complete(undefined, { type: 'userTask', denied, deniedReason: 'not approved' });
    },
  });
  await client.createProcessInstance({ processDefinitionId: 'review' });
  const { items } = await client.searchUserTasks({});
  const userTaskKey = items[0]?.userTaskKey ?? '';
  return { client, userTaskKey };
}

describe('task listeners, with workers of the SDK', () => {
  it('correct and deny what becomes of a user task, and the request hears of it', async () => {
    const { client, userTaskKey } = await begin();
    await expect(client.assignUserTask({ userTaskKey, assignee: 'eve' })).rejects.toMatchObject({
      status: 409,
      detail: expect.stringContaining('nobody knows eve'),
    });
    await client.assignUserTask({ userTaskKey, assignee: 'ann' });
    expect(await client.getUserTask({ userTaskKey })).toMatchObject({ assignee: 'ann', priority: 90 });
    await expect(
      client.completeUserTask({ userTaskKey, variables: { approved: false } }),
    ).rejects.toMatchObject({ status: 409 });
    await client.completeUserTask({ userTaskKey, variables: { approved: true } });
    expect((await client.getUserTask({ userTaskKey })).state).toBe('COMPLETED');
  });

  it('show the form of a user task', async () => {
    const { client, userTaskKey } = await begin();
    const form = await client.getUserTaskForm({ userTaskKey });
    expect(form).toMatchObject({ formId: 'check-form', version: 1 });
  });
});
