import { startEngine } from '@camunda/engine';
import { type CamundaClient, createCamundaClient } from '@camunda/sdk';

/** A cluster that a run works on, and what has to be closed afterwards. */
export interface Cluster extends AsyncDisposable {
  readonly client: CamundaClient;
  /** What it is, for people. */
  readonly name: string;
}

/** The cluster that `CAMUNDA_REST_ADDRESS` names, else an embedded engine that is started for this run. */
export async function openCluster(port: number, environment = process.env): Promise<Cluster> {
  if (environment.CAMUNDA_REST_ADDRESS || environment.ZEEBE_REST_ADDRESS) {
    const client = createCamundaClient({ environment });
    const name = `the cluster at ${client.configuration.CAMUNDA_REST_ADDRESS}`;
    return { client, name, [Symbol.asyncDispose]: () => client.close() };
  }
  await using opened = new AsyncDisposableStack();
  const engine = opened.adopt(await startEngine({ port }), (started) => started.close());
  const config = { CAMUNDA_REST_ADDRESS: engine.address };
  const client = opened.use(createCamundaClient({ environment, config }));
  const all = opened.move();
  const name = `an embedded engine at ${engine.address}`;
  return { client, name, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
