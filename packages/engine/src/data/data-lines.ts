import { crc32 } from 'node:zlib';
import type { ModelSource } from '../model/model-cache.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';

/** Raised when lines change so that an older file cannot be understood any more. */
export const DATA_FORMAT = 1;

/** The first line: whose file it is. */
export interface HeaderLine {
  readonly kind: 'camunda-engine-data';
  readonly format: number;
}

/** What an engine remembers at one moment, in several lines: first this one, then its entries. */
export interface MemoryLine {
  readonly kind: 'memory';
  /** What the engine was made of. */
  readonly shape: string;
  /** All but the entries of state and projections. */
  readonly memory: JsonObject;
}

/** Entries of a part of the state (by number) or of a map of the projections (by path). */
export interface EntriesLine {
  readonly kind: 'entries';
  readonly of: number | string;
  readonly entries: readonly JsonValue[];
}

/** A file with models, before the first event that needs it. */
export interface SourceLine {
  readonly kind: 'source';
  readonly source: ModelSource;
}

/** Where the clock stands. */
export interface ClockLine {
  readonly pinnedAt: number | null;
  readonly offsetMs: number;
}

/** What happened until the engine had nothing to do: all of it, so that nothing is half done where a file ends. */
export interface BatchLine {
  readonly kind: 'events';
  readonly events: JsonValue;
  /** Where chance, keys and clock were afterwards. */
  readonly random: number;
  readonly nextKey: number;
  readonly clock: ClockLine;
}

/** A line of a data file. */
export type DataLine = HeaderLine | MemoryLine | EntriesLine | SourceLine | BatchLine;

/** A line as text. The last member of all but the first line tells whether the rest is as it was written. */
export function formatLine(line: DataLine): string {
  const text = JSON.stringify(line);
  if (line.kind === 'camunda-engine-data') {
    return `${text}\n`;
  }
  const open = text.slice(0, -1);
  return `${open},"crc32":"${checkOf(open)}"}\n`;
}

/** Whether the text of a line, but the first, is as it was written. */
export function isIntact(text: string): boolean {
  const check = /,"crc32":"([0-9a-f]{8})"\}$/.exec(text);
  return check !== null && check[1] === checkOf(text.slice(0, check.index));
}

function checkOf(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** The first line of every data file. */
export const HEADER = formatLine({ kind: 'camunda-engine-data', format: DATA_FORMAT });
