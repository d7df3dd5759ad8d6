/** Works jobs until `count` of them were handled, in one of the ways that are compared. */
export type WorkLoop = (address: string, slots: number, count: number, handle?: Handle) => Promise<void>;

/** What a handler does before its job is complete. Nothing at all when left out; a raw loop has no handler. */
export type Handle = () => Promise<void>;

/** Takes from 1 ms to the longest time in turn, the same in every run. */
export function unevenWork(longestMs: number): Handle {
  let turn = 0;
  return () => new Promise((resolve) => setTimeout(resolve, 1 + ((turn++ * 7) % longestMs)));
}

/** The ways that are compared, by name. Every one is loaded only where it is measured. */
export const LOOPS: Readonly<Record<string, WorkLoop>> = {
  'raw undici loop': async (address, slots, count) => {
    const { Pool } = await import('undici');
    const { origin, pathname } = new URL(address);
    const pool = new Pool(origin, { connections: 256 });
    const headers = { 'content-type': 'application/json' };
    const post = (path: string, body: unknown) =>
      pool.request({ path: pathname + path, method: 'POST', headers, body: JSON.stringify(body) });
    let handled = 0;
    let free = slots;
    let wake = (): void => {};
    const complete = async (jobKey: string): Promise<void> => {
      await (await post(`/jobs/${jobKey}/completion`, { variables: {} })).body.dump();
      handled += 1;
      free += 1;
      wake();
    };
    while (handled < count) {
      if (free < slots * 0.3) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const activation = { type: 'bench', timeout: 30_000, maxJobsToActivate: free, requestTimeout: 50 };
      const { jobs } = (await (await post('/jobs/activation', activation)).body.json()) as {
        jobs: { jobKey: string }[];
      };
      free -= jobs.length;
      for (const { jobKey } of jobs) void complete(jobKey);
    }
    await pool.close();
  },
  '@camunda/worker': async (address, slots, count, handle) => {
    const { createCamundaClient } = await import('@camunda/sdk');
    const client = createCamundaClient({ environment: {}, config: { CAMUNDA_REST_ADDRESS: address } });
    const worker = client.createJobWorker({
      jobType: 'bench',
      maxConcurrentJobs: slots,
      jobHandler: handle ? () => handle().then(() => ({})) : () => ({}),
    });
    await new Promise<void>((resolve) => {
      let ended = 0;
      worker.subscribe(({ type }) => {
        if (type === 'jobEnded' && ++ended === count) resolve();
      });
    });
    await client.close({ graceMs: 0 });
  },
  'the peer SDK': async (address, slots, count, handle) => {
    const { createCamundaClient } = await import('@camunda8/orchestration-cluster-api');
    const client = createCamundaClient({
      config: { CAMUNDA_REST_ADDRESS: address, CAMUNDA_SDK_LOG_LEVEL: 'silent' },
    });
    let ended = 0;
    await new Promise<void>((resolve) => {
      client.createJobWorker({
        jobType: 'bench',
        jobTimeoutMs: 30_000,
        maxParallelJobs: slots,
        jobHandler: async (job) => {
          if (handle) await handle();
          const receipt = await job.complete({});
          if (++ended === count) resolve();
          return receipt;
        },
      });
    });
  },
};
