// Measures how long a worker takes to poll, and to end a job, after a fault's end; by hand, it takes minutes:
//   node --conditions=camunda-source packages/worker/test/recovery-times.ts --seconds 5,20 --slots 1,10 --setting default
// --setting short uses the times of chaos.ts. Prints one line per fault and step, and the worst of each column.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { FAULTS } from '../../transport/test/fault-proxy.ts';
import { measureRecovery, PLACES, type Recovery, SETTINGS } from './recovery.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    slots: { type: 'string', default: '10' },
    setting: { type: 'string', default: 'default' },
    faults: { type: 'string', default: FAULTS.slice(1).join(',') },
    steps: { type: 'string', default: PLACES.join(',') },
    parallel: { type: 'string', default: '18' },
    idle: { type: 'boolean', default: false },
  },
});
const list = (text: string): string[] => text.split(',');
const scenes = list(values.seconds).flatMap((seconds) =>
  list(values.slots).flatMap((slots) =>
    list(values.steps).flatMap((step) =>
      list(values.faults).map((fault) => ({ seconds, slots, step, fault })),
    ),
  ),
);
const results: Recovery[] = [];
const waiting = [...scenes];
const show = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? 'none' : (milliseconds / 1000).toFixed(1);
const line = async (): Promise<void> => {
  for (let scene = waiting.shift(); scene !== undefined; scene = waiting.shift()) {
    const recovery = await measureRecovery({
      fault: scene.fault as never,
      step: scene.step as never,
      faultMs: Number(scene.seconds) * 1000,
      slots: Number(scene.slots),
      setting: SETTINGS[values.setting as keyof typeof SETTINGS],
      isIdle: values.idle,
    });
    results.push(recovery);
    process.stdout.write(
      `${scene.seconds} s, ${scene.slots} slots, ${scene.fault} at ${scene.step}: polled after ${show(recovery.polledMs)} s, answered after ${show(recovery.answeredMs)} s, a job after ${show(recovery.completedMs)} s, ${recovery.hits} damaged, ${recovery.polls} polls and ${recovery.probes} other questions meanwhile, longest pause ${show(recovery.longestPauseMs)} s, free at the end ${recovery.freeSlots}\n`,
    );
  }
};
await Promise.all(Array.from({ length: Number(values.parallel) }, line));
for (const column of ['polledMs', 'answeredMs', 'completedMs'] as const) {
  const worst = results.reduce((most, next) =>
    (next[column] ?? Number.POSITIVE_INFINITY) > (most[column] ?? Number.POSITIVE_INFINITY) ? next : most,
  );
  process.stdout.write(`worst ${column}: ${show(worst[column])} (${worst.fault} at ${worst.step})\n`);
}
process.exit(0);
