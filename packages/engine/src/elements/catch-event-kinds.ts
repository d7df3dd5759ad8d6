import type { CatchEventTable } from '../execution/behaviour.ts';

/** How each kind of event is waited for. */
export const catchEventKinds: CatchEventTable = {};
