import type { Meter, ObservableCallback } from '@opentelemetry/api';
import type { WorkerEvent } from './worker-events.ts';
import type { InstrumentedWorker } from './worker-instrumentation.ts';

/** Writes a worker's metrics. */
export interface WorkerMetrics {
  /** Reports how many jobs the worker has and how many more it could take, whenever metrics are read. */
  watch(worker: InstrumentedWorker): void;
  note(jobType: string, event: WorkerEvent): void;
}

const KEY = 'camunda.job.type';

/** The metrics of workers. All durations are in seconds. */
export function createWorkerMetrics(meter: Meter): WorkerMetrics {
  const active = meter.createObservableGauge('camunda.worker.jobs.active', {
    description: 'Jobs that the worker has in hand',
  });
  const free = meter.createObservableGauge('camunda.worker.slots.free', {
    description: 'Jobs that the worker could take besides',
  });
  const seconds = { unit: 's' };
  const poll = meter.createHistogram('camunda.worker.poll.duration', {
    ...seconds,
    description: 'How long requests for jobs take',
  });
  const wait = meter.createHistogram('camunda.worker.job.wait', {
    ...seconds,
    description: 'From the arrival of a job to the start of its handler',
  });
  const handling = meter.createHistogram('camunda.worker.job.handling', {
    ...seconds,
    description: 'How long handlers run',
  });
  const ends = meter.createCounter('camunda.worker.jobs', { description: 'Jobs by the end they came to' });
  const extensions = meter.createCounter('camunda.worker.lock.extensions', {
    description: 'Locks that were extended',
  });
  const superseded = meter.createCounter('camunda.worker.jobs.superseded', {
    description: 'Acknowledgements that came for a job that had ended or moved on',
  });
  return {
    watch(worker) {
      const attributes = { [KEY]: worker.jobType };
      const observeActive: ObservableCallback = (result) =>
        result.observe(worker.status().activeJobs, attributes);
      const observeFree: ObservableCallback = (result) =>
        result.observe(worker.status().freeSlots, attributes);
      // Only while it runs, so that stopped workers can be forgotten.
      worker.subscribe((event) => {
        if (event.type !== 'stateChanged') return;
        if (event.to === 'starting') {
          active.addCallback(observeActive);
          free.addCallback(observeFree);
        } else if (event.to === 'stopped') {
          active.removeCallback(observeActive);
          free.removeCallback(observeFree);
        }
      });
    },
    note(jobType, event) {
      const attributes = { [KEY]: jobType };
      if (event.type === 'polled') {
        poll.record(event.durationMs / 1000, { ...attributes, success: event.error === undefined });
      } else if (event.type === 'jobStarted') {
        wait.record(event.waitedMs / 1000, attributes);
      } else if (event.type === 'lockExtended') {
        extensions.add(1, attributes);
      } else if (event.type === 'jobEnded') {
        handling.record(event.handlingMs / 1000, attributes);
        ends.add(1, { ...attributes, end: event.end });
        if (event.outcome === 'superseded') superseded.add(1, attributes);
      }
    },
  };
}
