/** Calls `GET /topology` once, in one of the ways that are compared. */
export type Caller = () => Promise<unknown>;

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
  '@camunda/sdk': async (address) => {
    const { createCamundaClient } = await import('@camunda/sdk');
    const client = createCamundaClient({ environment: {}, config: { CAMUNDA_REST_ADDRESS: address } });
    return () => client.getTopology();
  },
};
