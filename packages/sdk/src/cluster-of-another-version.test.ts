import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCamundaClient, NullLogger } from './index.ts';

/** A cluster that gives one job, in a form that this client does not know, and records what it is asked. */
async function strangeCluster() {
  const requests: { readonly path: string; readonly key: unknown }[] = [];
  const jobs = [
    { jobKey: '7', type: 'pay', retries: 3, variables: { amount: 1 }, kind: 'NEW_KIND', brandNew: {} },
  ];
  const server = createServer((request, response) => {
    requests.push({ path: String(request.url), key: request.headers['x-key'] });
    const isActivation = request.url?.endsWith('/jobs/activation') === true;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isActivation ? { jobs: jobs.splice(0) } : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = createCamundaClient({
    environment: {},
    config: { CAMUNDA_REST_ADDRESS: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    authProvider: { getHeaders: () => ({ 'X-Key': 'mine' }) },
    logger: new NullLogger(),
  });
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  return { client, requests };
}

describe('a cluster of another version', () => {
  it('loses no job for members that are missing or new, and job.client has the credentials of the client [P20, P21]', async () => {
    const { client, requests } = await strangeCluster();
    client.createJobWorker({
      jobType: 'pay',
      jobHandler: async (job) => {
        await job.client.getTopology();
        return { paid: Number(job.variables.amount) };
      },
    });
    await vi.waitFor(() => expect(requests.map(({ path }) => path)).toContain('/v2/jobs/7/completion'));
    expect(requests.map(({ path }) => path)).toContain('/v2/topology');
    expect(new Set(requests.map(({ key }) => key))).toEqual(new Set(['mine']));
  });

  it('gets calls whose arguments are missing as promises, never as something thrown [T43]', async () => {
    const { client } = await strangeCluster();
    const call = (client.searchProcessInstances as () => Promise<unknown>)();
    expect(call).toBeInstanceOf(Promise);
    await expect(call).resolves.toEqual({});
  });
});
