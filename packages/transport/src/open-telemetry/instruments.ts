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
    }),
    active: meter.createUpDownCounter('camunda.client.call.active', {
      description: 'How many calls are under way',
    }),
    retries: meter.createCounter('camunda.client.call.retries', {
      description: 'How often calls were sent again',
    }),
  };
}
