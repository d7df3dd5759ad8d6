import { SingleBar } from 'cli-progress';

/** Shows how far the run is: a bar on a terminal, and a plain line every few seconds elsewhere. */
export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** Starts showing progress towards `total` on standard error, so that standard output holds the summary alone. */
export function showProgress(total: number): Progress {
  const bar = new SingleBar({
    format: 'orders [{bar}] {value}/{total} in {duration_formatted}',
    stream: process.stderr,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    noTTYOutput: true,
    notTTYSchedule: 2_000,
    hideCursor: true,
    gracefulExit: false,
  });
  bar.start(total, 0);
  const stop = (): void => {
    process.off('exit', stop);
    bar.stop();
  };
  process.once('exit', stop); // the terminal gets its cursor back, also when the run is left at once
  return { update: (done) => bar.update(done), stop };
}
