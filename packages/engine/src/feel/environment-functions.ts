import { dateAndTime, parseDate } from 'feelin';
import type { Frame } from './frame.ts';
import type { SignatureTable } from './function-signature.ts';
import { randomUuid } from './random-uuid.ts';

/** The functions that read the engine's clock and random source. The zone is UTC, so that results are repeatable. */
export const environmentFunctions: SignatureTable = {
  'now()': ({ run }: Frame) => dateAndTime(isoTime(run.environment.now())),
  'today()': ({ run }: Frame) => parseDate(isoTime(run.environment.now()).slice(0, 10)),
  'random number()': ({ run }: Frame) => run.environment.random(),
  'uuid()': ({ run }: Frame) => randomUuid(() => run.environment.random()),
};

const isoTime = (epochMs: number) => new Date(epochMs).toISOString();
