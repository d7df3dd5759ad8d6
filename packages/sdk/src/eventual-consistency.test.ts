import { createEngine, type Engine } from '@camunda/engine';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCamundaClient, NullLogger } from './index.ts';

const MODEL = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="definitions" targetNamespace="test">
  <process id="hello" isExecutable="true">
    <startEvent id="start"/><endEvent id="end"/><sequenceFlow id="flow" sourceRef="start" targetRef="end"/>
  </process>
</definitions>`;

/** A client of an engine whose searches lag for ever, until they are flushed. */
async function lagging() {
  const engine = createEngine({ consistency: { lagMs: Number.POSITIVE_INFINITY } });
  await engine.deploy({ name: 'hello.bpmn', content: MODEL });
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
  const created = await client.createProcessInstance({ processDefinitionId: 'hello' });
  return { client, engine, processInstanceKey: created.processInstanceKey };
}

/** Flushes after the second attempt, so that the third one sees what has happened. */
function flushAfterTwo(engine: Engine, attempts: number[]) {
  return ({ attempt }: { readonly attempt: number }) => {
    attempts.push(attempt);
    if (attempt === 2) engine.projections.flush();
  };
}

describe('consistency.waitUpToMs, on searches that lag', () => {
  it('waits for a GET by key that answers 404 first', async () => {
    const { client, engine, processInstanceKey } = await lagging();
    await expect(client.getProcessInstance({ processInstanceKey })).rejects.toMatchObject({ status: 404 });
    const attempts: number[] = [];
    const consistency = {
      waitUpToMs: 30_000,
      pollIntervalMs: 10,
      onAttempt: flushAfterTwo(engine, attempts),
    };
    const found = await client.getProcessInstance({ processInstanceKey }, { consistency });
    expect(found.state).toBe('COMPLETED');
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('waits for a search that finds nothing first', async () => {
    const { client, engine, processInstanceKey } = await lagging();
    const query = { filter: { processInstanceKey } };
    expect((await client.searchProcessInstances(query)).items).toEqual([]);
    const attempts: number[] = [];
    const consistency = {
      waitUpToMs: 30_000,
      pollIntervalMs: 10,
      onAttempt: flushAfterTwo(engine, attempts),
    };
    const { items } = await client.searchProcessInstances(query, { consistency });
    expect(items).toHaveLength(1);
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('gives up when the time is over', async () => {
    const { client, processInstanceKey } = await lagging();
    const consistency = { waitUpToMs: 30, pollIntervalMs: 10 };
    await expect(client.getProcessInstance({ processInstanceKey }, { consistency })).rejects.toMatchObject({
      code: 'EVENTUAL_CONSISTENCY_TIMEOUT',
      lastStatus: 404,
    });
  });
});
