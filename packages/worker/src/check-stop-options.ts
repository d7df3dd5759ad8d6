import { checkNames } from './check-worker-options.ts';
import { describeValue } from './find-json-fault.ts';
import { LONGEST_MS } from './resolve-worker-config.ts';
import type { StopOptions } from './stop-report.ts';
import { WorkerConfigError } from './worker-config-error.ts';

/** How a worker is run: until when, and how it is stopped then. */
export interface RunOptions extends StopOptions {
  /** Ends the run. @default never; somebody calls `stop` */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks at the options of a stop before it begins.
 *
 * @throws WorkerConfigError that names the option
 */
export function checkStopOptions(options: StopOptions): void {
  checkObject(options, 'stop');
  checkNames(options, ['graceMs'], 'option of a stop');
  checkGrace(options);
}

/**
 * Looks at the options of a run before it begins.
 *
 * @throws WorkerConfigError that names the option
 */
export function checkRunOptions(options: RunOptions): void {
  checkObject(options, 'run');
  checkNames(options, ['signal', 'graceMs'], 'option of a run');
  const { signal } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw new WorkerConfigError('signal', `signal must be an AbortSignal, not ${describeValue(signal)}`);
  }
  checkGrace(options);
}

function checkObject(options: unknown, call: string): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return;
  const expected = `the options of ${call} must be an object such as { graceMs: 5000 }`;
  throw new WorkerConfigError('options', `${expected}, not ${describeValue(options)}`);
}

function checkGrace({ graceMs }: StopOptions): void {
  if (graceMs === undefined) return;
  if (typeof graceMs === 'number' && graceMs >= 0 && graceMs <= LONGEST_MS) return;
  const given = typeof graceMs === 'number' ? graceMs : describeValue(graceMs);
  throw new WorkerConfigError(
    'graceMs',
    `graceMs must be a number of milliseconds from 0 to ${LONGEST_MS}, not ${given}`,
  );
}
