import type { CamundaClient } from '@camunda/sdk';
import { type JobStatistics, watchJobs } from './job-statistics.ts';
import { startOrderWorkers } from './order-workers.ts';
import { placeOrders } from './orders.ts';
import { OrderLedger, type Outcomes } from './outcomes.ts';
import { type Patience, startPatience } from './patience.ts';
import { placeOrdersInCluster } from './place-orders.ts';
import { showProgress } from './progress.ts';
import type { Settings } from './settings.ts';
import { StalledError, whatIsStuck } from './what-is-stuck.ts';

/** What a run came to. */
export interface RunReport {
  readonly outcomes: Outcomes;
  readonly jobs: JobStatistics;
  readonly seconds: number;
}

/**
 * Deploys the model, places the orders, and works them to their end.
 *
 * @param interrupt ends the run early: no further order is placed, and those in the cluster get `patienceSeconds` to end
 * @throws StalledError when nothing finishes any more, with what the cluster waits for
 */
export async function run(
  client: CamundaClient,
  settings: Settings,
  interrupt: AbortSignal,
): Promise<RunReport> {
  await client.deployResourcesFromFiles([settings.model]);
  const workers = startOrderWorkers(client);
  const statistics = watchJobs(workers);
  const ledger = new OrderLedger(placeOrders(settings.instances));
  const progress = showProgress(settings.instances);
  const patience = startPatience(settings.patienceSeconds);
  const began = performance.now();
  const onFinished = (): void => {
    patience.renew();
    progress.update(ledger.done);
  };
  try {
    const stop = { stopPlacing: interrupt, stopWaiting: patience.signal };
    await placeOrdersInCluster({ client, processId: settings.processId, ledger, onFinished, ...stop });
  } catch (error) {
    if (!interrupt.aborted) throw patience.signal.aborted ? await explain(client, workers, patience) : error;
  } finally {
    patience.stop();
    progress.stop();
  }
  return { outcomes: ledger.outcomes(), jobs: statistics(), seconds: (performance.now() - began) / 1_000 };
}

async function explain(
  client: CamundaClient,
  workers: Parameters<typeof watchJobs>[0],
  patience: Patience,
): Promise<Error> {
  const served = workers.map(({ jobType }) => jobType);
  const reason =
    patience.signal.reason instanceof Error ? patience.signal.reason.message : 'The run has stalled.';
  return new StalledError([reason, ...(await whatIsStuck(client, served))].join('\n'));
}
