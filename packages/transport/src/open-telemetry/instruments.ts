import type { Counter, Histogram, Meter, UpDownCounter } from '@opentelemetry/api';

/** The metrics of calls. */
export interface Instruments {
  /** How long calls take, retries included. */
  readonly duration: Histogram;
  /** How many are under way. */
  readonly active: UpDownCounter;
  /** How often calls were sent again. */
  readonly retries: Counter;
}

/** Makes the metrics of calls. */
export function createInstruments(meter: Meter): Instruments {
  return {
    duration: meter.createHistogram('camunda.client.call.duration', {
      unit: 's',
      description: 'How long calls take, retries included',
      // In seconds: the boundaries of OpenTelemetry's own are meant for milliseconds.
      advice: {
        explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      },
    }),
    active: meter.createUpDownCounter('camunda.client.call.active', {
      description: 'How many calls are under way',
    }),
    retries: meter.createCounter('camunda.client.call.retries', {
      description: 'How often calls were sent again',
    }),
  };
}
