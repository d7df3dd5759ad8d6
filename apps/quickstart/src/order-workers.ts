import { type CamundaClient, JobError, JobFailure, type JobWorker } from '@camunda/sdk';

import { STOCK } from './orders.ts';

/** How many jobs each worker has in hand at most. */
const SLOTS = 32;
/** How long a carrier that is too busy asks to be left alone, in milliseconds. */
const CARRIER_PAUSE_MS = 200;

/** Starts the workers of the order process: one for each of its job types. */
export function startOrderWorkers(client: CamundaClient): readonly JobWorker[] {
  const busyCarriers = new Set<string>();
  return [
    client.createJobWorker({
      jobType: 'check-stock',
      maxConcurrentJobs: SLOTS,
      jobHandler: (job) => ({ available: STOCK[String(job.variables.article)] ?? 0 }),
    }),
    client.createJobWorker({
      jobType: 'tell-customer',
      maxConcurrentJobs: SLOTS,
      jobHandler: () => ({ told: true }),
    }),
    client.createJobWorker({
      jobType: 'charge-card',
      maxConcurrentJobs: SLOTS,
      fetchVariables: ['card', 'amount'],
      jobHandler: (job) => {
        if (job.variables.card === '4000-DECLINED') throw new JobError('CARD_DECLINED', 'The bank said no.');
        return { receipt: `R-${job.processInstanceKey}` };
      },
    }),
    client.createJobWorker({
      jobType: 'ship-parcel',
      maxConcurrentJobs: SLOTS,
      jobHandler: (job) => {
        // The carrier turns every twentieth parcel away once: that job is tried again after a pause.
        const parcel = job.processInstanceKey;
        if (Number(parcel) % 20 === 0 && !busyCarriers.has(parcel)) {
          busyCarriers.add(parcel);
          throw new JobFailure(`${job.customHeaders.carrier} is busy.`, { retryBackOffMs: CARRIER_PAUSE_MS });
        }
        return { trackingNumber: `T-${parcel}` };
      },
    }),
    client.createJobWorker({
      jobType: 'send-receipt',
      maxConcurrentJobs: SLOTS,
      jobHandler: () => ({ sent: true }),
    }),
  ];
}
