import { dateAndTime, parseDate } from 'feelin';
import type { Frame } from './frame.ts';
import type { SignatureTable } from './function-signature.ts';

/** The functions that read the engine's clock and random source. The zone is UTC, so that results are repeatable. */
export const environmentFunctions: SignatureTable = {
  'now()': ({ run }: Frame) => dateAndTime(isoTime(run.environment.now())),
  'today()': ({ run }: Frame) => parseDate(isoTime(run.environment.now()).slice(0, 10)),
  'random number()': ({ run }: Frame) => run.environment.random(),
  'uuid()': ({ run }: Frame) => randomUuid(() => run.environment.random()),
};

const isoTime = (epochMs: number) => new Date(epochMs).toISOString();

function randomUuid(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] ?? 0) & 3);
  const hex = digits.map((digit) => digit.toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
