export { parseIsoDateTime } from './iso-date-time.ts';
export { firstDue, nextDue } from './next-due.ts';
export { parseTimer } from './parse-timer.ts';
export type { TimerDefinition, TimerKind, TimerParseResult } from './timer-definition.ts';
