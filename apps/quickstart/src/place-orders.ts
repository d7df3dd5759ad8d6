import type { CamundaClient } from '@camunda/sdk';
import type { OrderLedger } from './outcomes.ts';

/** How {@link placeOrdersInCluster} works. */
export interface PlaceOrdersOptions {
  readonly client: CamundaClient;
  readonly processId: string;
  readonly ledger: OrderLedger;
  /** No further order is placed when this is aborted; those in the cluster may still end. */
  readonly stopPlacing: AbortSignal;
  /** Waiting for the orders in the cluster ends when this is aborted. */
  readonly stopWaiting: AbortSignal;
  /** Called after each order that has ended. */
  readonly onFinished: () => void;
}

/** How many orders are in the cluster at the same time. */
const IN_FLIGHT = 100;
/** How long the cluster may take for one order, in milliseconds. */
const ORDER_TIMEOUT_MS = 60_000;

/** Starts an instance for each order of the ledger, and waits for the end of each one. Rejects at the first failure. */
export async function placeOrdersInCluster(options: PlaceOrdersOptions): Promise<void> {
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => placeOneAfterAnother(options)));
}

async function placeOneAfterAnother({
  client,
  processId,
  ledger,
  stopPlacing,
  stopWaiting,
  onFinished,
}: PlaceOrdersOptions) {
  while (!stopPlacing.aborted && !stopWaiting.aborted) {
    const order = ledger.take();
    if (!order) return;
    const instance = await client.createProcessInstance(
      {
        processDefinitionId: processId,
        variables: { order },
        awaitCompletion: true,
        fetchVariables: ['outcome'],
        requestTimeout: ORDER_TIMEOUT_MS,
      },
      { signal: stopWaiting, timeoutMs: ORDER_TIMEOUT_MS + 5_000 },
    );
    ledger.finish(
      order,
      typeof instance.variables.outcome === 'string' ? instance.variables.outcome : 'without an outcome',
    );
    onFinished();
  }
}
