import type { Meter, ObservableCallback } from '@opentelemetry/api';
import type { WorkerEvent } from './worker-events.ts';
import type { InstrumentedWorker } from './worker-instrumentation.ts';
import type { WorkerStatus } from './worker-status.ts';

/** Writes a worker's metrics. */
export interface WorkerMetrics {
  /** Reports how many jobs all workers of its type have and how many more they could take, whenever metrics are read. */
  watch(worker: InstrumentedWorker): void;
  note(jobType: string, event: WorkerEvent): void;
}

const KEY = 'camunda.job.type';
/** In seconds. OpenTelemetry's own boundaries are meant for milliseconds: all but the slowest would fall into one bucket. */
const BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

/** The metrics of workers. All durations are in seconds. */
export function createWorkerMetrics(meter: Meter): WorkerMetrics {
  const active = meter.createObservableGauge('camunda.worker.jobs.active', {
    description: 'Jobs that workers have in hand',
  });
  const free = meter.createObservableGauge('camunda.worker.slots.free', {
    description: 'Jobs that workers could take besides',
  });
  const seconds = { unit: 's', advice: { explicitBucketBoundaries: BUCKETS } };
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
  // Those that run: the others can be forgotten, but not their types, whose last values would stay.
  const running = new Set<InstrumentedWorker>();
  const types = new Set<string>();
  const sumOf =
    (read: (status: WorkerStatus) => number): ObservableCallback =>
    (result) => {
      const sums = new Map([...types].map((jobType) => [jobType, 0]));
      for (const worker of running) {
        sums.set(worker.jobType, (sums.get(worker.jobType) ?? 0) + read(worker.status()));
      }
      for (const [jobType, sum] of sums) result.observe(sum, { [KEY]: jobType });
    };
  active.addCallback(sumOf(({ activeJobs }) => activeJobs));
  free.addCallback(sumOf(({ freeSlots }) => freeSlots));
  return {
    watch(worker) {
      worker.subscribe((event) => {
        if (event.type !== 'stateChanged') return;
        types.add(worker.jobType);
        if (event.to === 'starting') running.add(worker);
        else if (event.to === 'stopped') running.delete(worker);
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
        if (event.handlingMs > 0) handling.record(event.handlingMs / 1000, attributes);
        ends.add(1, { ...attributes, end: event.end, ...(event.outcome && { outcome: event.outcome }) });
        if (event.outcome === 'superseded') superseded.add(1, attributes);
      }
    },
  };
}
