import { type RunningEngine, startEngine } from '@camunda/engine';

/** A process of one service task, whose job type is the process's own id. */
export function oneTaskProcess(id: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="test">
  <bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="start"/>
    <bpmn:serviceTask id="task"><bpmn:extensionElements><zeebe:taskDefinition type="${id}"/></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:endEvent id="end"/>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="task"/>
    <bpmn:sequenceFlow id="b" sourceRef="task" targetRef="end"/>
  </bpmn:process>
</bpmn:definitions>`;
}

/** An engine on a socket, with one process of one task. */
export async function startProcessEngine(id: string): Promise<RunningEngine> {
  const engine = await startEngine({ port: 0 });
  await engine.deploy({ name: `${id}.bpmn`, content: oneTaskProcess(id) });
  return engine;
}

/** Starts instances of the process, without a socket in between. */
export async function createInstances(engine: RunningEngine, id: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const response = await engine.fetch(`${engine.address}/process-instances`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ processDefinitionId: id, variables: { index } }),
    });
    if (!response.ok)
      throw new Error(`the instance was not created: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  }
}

/** How many instances are in the state. */
export async function countInstances(engine: RunningEngine, state: 'ACTIVE' | 'COMPLETED'): Promise<number> {
  const response = await engine.fetch(`${engine.address}/process-instances/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter: { state }, page: { limit: 1 } }),
  });
  const answer = (await response.json()) as { page: { totalItems: number } };
  return answer.page.totalItems;
}
