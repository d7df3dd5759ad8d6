/** Calls `GET /topology` once, in one of the ways that are compared. */
export type Caller = () => Promise<unknown>;

// Stands for an answer that has been read before ky sees it, so that ky has nothing to do with it.
const READ = Object.freeze({ [Symbol.toStringTag]: 'Response', status: 200, ok: true, type: 'default' });

/** The ways that are compared, by name; each gets the base address. Every one is loaded only where it is measured. */
export const CALLERS: Readonly<Record<string, (address: string) => Promise<Caller>>> = {
  'raw undici request': async (address) => {
    const { Pool } = await import('undici');
    const { origin, pathname } = new URL(`${address}/topology`);
    const pool = new Pool(origin, { connections: 64 });
    return async () => (await pool.request({ path: pathname, method: 'GET' })).body.json();
  },
  'native fetch': async (address) => async () => (await fetch(`${address}/topology`)).json(),
  'ky on native fetch': async (address) => {
    const { default: ky } = await import('ky');
    return () => ky.get(`${address}/topology`).json();
  },
  // What ky itself costs: undici's request below it, without headers, time limits, retries or credentials.
  'ky on undici request': async (address) => {
    const { Pool } = await import('undici');
    const { default: ky } = await import('ky');
    const url = `${address}/topology`;
    const { origin, pathname } = new URL(url);
    const pool = new Pool(origin, { connections: 64 });
    return async () => {
      let answer: unknown;
      const send = async (): Promise<Response> => {
        answer = await (await pool.request({ path: pathname, method: 'GET' })).body.json();
        return READ as unknown as Response;
      };
      await ky(url, { retry: 0, timeout: false, fetch: send });
      return answer;
    };
  },
  'the peer SDK': async (address) => {
    const { createCamundaClient } = await import('@camunda8/orchestration-cluster-api');
    const client = createCamundaClient({ config: { CAMUNDA_REST_ADDRESS: address } });
    return () => client.getTopology();
  },
  '@camunda/transport': async (address) => {
    const { createTransport } = await import('@camunda/transport');
    const { operations } = await import('@camunda/api/descriptors');
    const transport = createTransport({ baseUrl: address });
    return () => transport.call(operations.getTopology);
  },
  "@camunda/transport, direct: 'all'": async (address) => {
    const { createTransport } = await import('@camunda/transport/node');
    const { operations } = await import('@camunda/api/descriptors');
    const transport = createTransport({ baseUrl: address, direct: 'all' });
    return () => transport.call(operations.getTopology);
  },
  '@camunda/sdk': async (address) => {
    const { createCamundaClient } = await import('@camunda/sdk');
    const client = createCamundaClient({ environment: {}, config: { CAMUNDA_REST_ADDRESS: address } });
    return () => client.getTopology();
  },
};
