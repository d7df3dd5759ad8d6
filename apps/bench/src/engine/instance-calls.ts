import type { Engine } from '@camunda/engine';

/** The three calls that an instance of one task costs: create it, take its job, complete it. */
export interface InstanceCalls {
  create(variables: Readonly<Record<string, number>>): Promise<unknown>;
  /** Takes up to `count` jobs; their keys. */
  take(count: number): Promise<readonly string[]>;
  complete(jobKey: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Sends a JSON body to a path below `/v2`, and gives the parsed answer. */
export type Post = (path: string, body: object) => Promise<unknown>;

/** The calls as plain requests. */
export function plainCalls(post: Post, close: () => Promise<void>): InstanceCalls {
  return {
    create: (variables) => post('/process-instances', { processDefinitionId: 'one-task', variables }),
    take: async (count) => {
      const answer = await post('/jobs/activation', activation(count));
      return (answer as { jobs: { jobKey: string }[] }).jobs.map(({ jobKey }) => jobKey);
    },
    complete: (jobKey) => post(`/jobs/${jobKey}/completion`, { variables: { done: true } }),
    close,
  };
}

/** Requests to the engine's own `fetch`, in this process. */
export function inProcess(engine: Engine): InstanceCalls {
  const post: Post = async (path, body) => {
    const response = await engine.fetch(`http://engine/v2${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return response.status === 204 ? undefined : response.json();
  };
  return plainCalls(post, () => engine.close());
}

/** The SDK on the engine's `fetch`: everything that a program would use, but for the socket. */
export async function throughSdk(engine: Engine): Promise<InstanceCalls> {
  const { createCamundaClient } = await import('@camunda/sdk');
  const client = createCamundaClient({
    environment: {},
    config: { CAMUNDA_REST_ADDRESS: 'http://engine' },
    fetch: engine.fetch,
  });
  return {
    create: (variables) => client.createProcessInstance({ processDefinitionId: 'one-task', variables }),
    take: async (count) => (await client.activateJobs(activation(count))).jobs.map(({ jobKey }) => jobKey),
    complete: (jobKey) => client.completeJob({ jobKey, variables: { done: true } }),
    close: async () => {
      await client.close();
      await engine.close();
    },
  };
}

/** Plain requests over kept-alive connections to an engine that listens. */
export async function overHttp(address: string): Promise<InstanceCalls> {
  const { Pool } = await import('undici');
  const { origin, pathname } = new URL(address);
  const pool = new Pool(origin, { connections: CONCURRENCY });
  const headers = { 'content-type': 'application/json' };
  const post: Post = async (path, body) => {
    const { statusCode, body: answer } = await pool.request({
      path: pathname + path,
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (statusCode >= 300) throw new Error(`${path} answered ${statusCode}: ${await answer.text()}`);
    return statusCode === 204 ? answer.dump() : answer.json();
  };
  return plainCalls(post, () => pool.close());
}

/** How many calls are under way at once. */
export const CONCURRENCY = 32;

/** Runs `count` instances from creation to their end, {@link CONCURRENCY} at a time. */
export async function runInstances(calls: InstanceCalls, count: number): Promise<void> {
  for (let begun = 0; begun < count; begun += CONCURRENCY) {
    const wanted = Math.min(CONCURRENCY, count - begun);
    const batch = Array.from({ length: wanted }, (_, index) => begun + index);
    await Promise.all(batch.map((amount) => calls.create({ amount })));
    const keys = await calls.take(wanted);
    if (keys.length !== wanted) throw new Error(`Expected ${wanted} jobs, but there are ${keys.length}`);
    await Promise.all(keys.map((key) => calls.complete(key)));
  }
}

function activation(count: number) {
  return { type: 'bench', worker: 'bench', timeout: 60_000, maxJobsToActivate: count, requestTimeout: -1 };
}
