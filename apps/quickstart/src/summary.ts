import type { JobStatistics } from './job-statistics.ts';
import type { Outcomes } from './outcomes.ts';

/** The text that a run ends with. */
export function summarise(outcomes: Outcomes, jobs: JobStatistics, seconds: number): string {
  const { finished, unfinished, notPlaced } = outcomes;
  const done = [...finished.values()].reduce((sum, count) => sum + count, 0);
  const all = done + unfinished.length + notPlaced.length;
  const ways = [...finished].sort(([, left], [, right]) => right - left);
  const left = [
    ...(unfinished.length > 0 ? [`${unfinished.length} not finished: orders ${numbers(unfinished)}`] : []),
    ...(notPlaced.length > 0 ? [`${notPlaced.length} never placed: orders ${numbers(notPlaced)}`] : []),
  ];
  return [
    `${done} of ${all} orders have ended, in ${seconds.toFixed(2)} s`,
    ...ways.map(([way, count]) => `  ${way.padEnd(16)} ${String(count).padStart(6)}`),
    ...left.map((line) => `  ${line}`),
    '',
    `  ${'job type'.padEnd(16)} ${'completed'.padStart(10)} ${'retried'.padStart(8)} ${'errors'.padStart(7)}`,
    ...jobs.types.map(
      ({ jobType, completed, retried, errors }) =>
        `  ${jobType.padEnd(16)} ${String(completed).padStart(10)} ${String(retried).padStart(8)} ${String(errors).padStart(7)}`,
    ),
    '',
    `  activation to completion: p50 ${jobs.p50Ms.toFixed(1)} ms, p99 ${jobs.p99Ms.toFixed(1)} ms`,
    `  ${Math.round(jobs.ended / seconds)} jobs per second`,
  ].join('\n');
}

function numbers(orders: readonly { readonly number: number }[]): string {
  const shown = orders.slice(0, 10).map(({ number }) => number);
  return shown.join(', ') + (orders.length > shown.length ? ', …' : '');
}
