import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { oneTask } from '../test/bpmn.ts';
import { TestClient } from '../test/test-engine.ts';
import { startEngine } from './start-engine.ts';

describe('startEngine', () => {
  it('answers over a socket, multipart included', async () => {
    await using engine = await startEngine({ port: 0 });
    const form = new FormData();
    form.append('resources', new Blob([oneTask()]), 'one.bpmn');
    const client = new TestClient((input, init) => {
      const path = new URL(String(input)).pathname.slice('/v2'.length);
      return fetch(`${engine.address}${path}`, init);
    });
    const deployed = await client.fetch('http://localhost/v2/deployments', { method: 'POST', body: form });
    expect(deployed.status).toBe(200);
    const key = await client.create('one-task');
    expect(await client.work('work')).toBe(1);
    expect(await client.stateOf(key)).toBe('COMPLETED');
  });

  it('refuses a port that is taken, naming it', async () => {
    await using engine = await startEngine({ port: 0 });
    const port = Number(new URL(engine.address).port);
    await expect(startEngine({ port })).rejects.toMatchObject({
      code: 'ENGINE_START_FAILED',
      message: expect.stringContaining(String(port)),
    });
  });

  it('hands no job to a client that has disconnected', async () => {
    await using engine = await startEngine({ port: 0 });
    await engine.deploy({ name: 'one.bpmn', content: oneTask() });
    const gone = new AbortController();
    const post = (path: string, body: object, signal?: AbortSignal) =>
      fetch(`${engine.address}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
        ...(signal && { signal }),
      });
    const activation = { type: 'work', timeout: 60_000, maxJobsToActivate: 1 };
    const abandoned = post('/jobs/activation', { ...activation, requestTimeout: 60_000 }, gone.signal);
    // A round trip on another connection: the server has read what was sent before.
    const roundTrip = () => fetch(`${engine.address}/status`);
    await roundTrip();
    await roundTrip();
    gone.abort();
    await expect(abandoned).rejects.toThrow();
    await roundTrip();
    await roundTrip();
    await post('/process-instances', { processDefinitionId: 'one-task' });
    const next = await post('/jobs/activation', { ...activation, requestTimeout: -1, worker: 'next' });
    const { jobs } = (await next.json()) as { jobs: { worker: string }[] };
    expect(jobs.map(({ worker }) => worker)).toEqual(['next']);
  });

  it('listens when it is told to, at as many ports as it is told', async () => {
    await using engine = await startEngine({ listen: false });
    expect(engine.address).toBeUndefined();
    const first = await engine.listen({ port: 0 });
    const second = await engine.listen({ port: 0 });
    expect(engine.address).toBe(first);
    expect(second).not.toBe(first);
    for (const address of [first, second]) {
      expect((await fetch(`${address}/status`)).status).toBe(204);
    }
    const port = Number(new URL(first).port);
    await expect(engine.listen({ port })).rejects.toMatchObject({ code: 'ENGINE_START_FAILED' });
  });

  it('has forks that can listen by themselves, and outlive it', async () => {
    const engine = await startEngine({ port: 0 });
    await engine.deploy({ name: 'one.bpmn', content: oneTask() });
    await using fork = engine.fork();
    await engine.close();
    expect(fork.address).toBeUndefined();
    const address = await fork.listen({ port: 0 });
    const response = await fetch(`${address}/process-instances`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ processDefinitionId: 'one-task' }),
    });
    expect(response.status).toBe(200);
  });

  it('goes on from a snapshot', async () => {
    await using engine = await startEngine({ listen: false });
    await engine.deploy({ name: 'one.bpmn', content: oneTask() });
    await using again = await startEngine({ port: 0, snapshot: engine.snapshot() });
    expect(again.projections.behind).toBe(0);
    expect(again.events.list()).toEqual([]);
    const client = new TestClient(again.fetch);
    expect(await client.search('process-definitions')).toHaveLength(1);
  });

  it('can be closed twice, and refuses connections afterwards', async () => {
    const engine = await startEngine({ port: 0 });
    await Promise.all([engine.close(), engine.close()]);
    await expect(fetch(`${engine.address}/status`)).rejects.toThrow('fetch failed');
  });

  it('answers a request that has begun when it is closed, and cuts off one that never goes on', async () => {
    const engine = await startEngine({ port: 0 });
    await engine.deploy({ name: 'one.bpmn', content: oneTask() });
    const body = JSON.stringify({ processDefinitionId: 'one-task' });
    const begin = () => {
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      const sent = request(`${engine.address}/process-instances`, { method: 'POST', headers });
      sent.write(body.slice(0, 5));
      return sent;
    };
    const [slow, stuck] = [begin(), begin()];
    const answer = once(slow, 'response');
    const cutOff = once(stuck, 'error');
    // Round trips: the server has read what was sent before.
    await fetch(`${engine.address}/status`);
    await fetch(`${engine.address}/status`);
    const closed = engine.close();
    slow.end(body.slice(5));
    const [response] = (await answer) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    response.resume();
    expect(await cutOff).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
    await closed;
    expect(engine.events.list().filter(({ valueType }) => valueType === 'JOB')).toHaveLength(1);
  });

  it('lets nobody begin to wait once it is closed', async () => {
    const engine = await startEngine({ listen: false });
    await engine.deploy({ name: 'one.bpmn', content: oneTask() });
    await engine.close();
    const post = async (path: string, body: object) =>
      (await engine.fetch(`http://engine/v2${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
    const wanted = { type: 'other', timeout: 1, maxJobsToActivate: 1, requestTimeout: 60_000 };
    expect(await post('/jobs/activation', wanted)).toEqual({ jobs: [] });
    const created = await post('/process-instances', {
      processDefinitionId: 'one-task',
      awaitCompletion: true,
    });
    expect(created).toMatchObject({ status: 503 });
  });

  it('ends every wait when it is closed', async () => {
    const engine = await startEngine({ port: 0 });
    const waiting = fetch(`${engine.address}/jobs/activation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'work', timeout: 1, maxJobsToActivate: 1, requestTimeout: 60_000 }),
    });
    await fetch(`${engine.address}/status`);
    await engine.close();
    const outcome = await waiting.then(
      (response) => response.status,
      () => 'disconnected',
    );
    expect([200, 'disconnected']).toContain(outcome);
  });
});
