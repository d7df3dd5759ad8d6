import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { refuseUnknown } from './refuse-unknown.ts';

/** Which part of the result a request wants. */
export interface PageRequest {
  readonly limit: number;
  readonly from: number;
  /** Sort values of the row that the page starts after. */
  readonly after: readonly SortValue[] | null;
  /** Sort values of the row that the page ends before. */
  readonly before: readonly SortValue[] | null;
}

/** A value that rows are ordered by. */
export type SortValue = string | number | boolean | null;

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

/** Reads a request's page. @throws EngineRejection that names a wrong member */
export function readPage(page: JsonObject): PageRequest {
  refuseUnknown(page, ['limit', 'from', 'after', 'before'], 'page.');
  const from = page.from ?? null;
  const after = readCursor(page.after ?? null, 'page.after');
  const before = readCursor(page.before ?? null, 'page.before');
  if ([from, after, before].filter((kind) => kind !== null).length > 1) {
    throw invalidArgument("Only one of the fields 'page.from', 'page.after' and 'page.before' may be given");
  }
  const limit = readInteger(page.limit ?? DEFAULT_LIMIT, 'page.limit', 1, MAX_LIMIT);
  return { limit, from: readInteger(from ?? 0, 'page.from', 0, Number.MAX_SAFE_INTEGER), after, before };
}

/** A place in a result as text: base64 of a JSON list of the row's sort values, the key last. */
export function formatCursor(values: readonly SortValue[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(values));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function readCursor(value: JsonValue, path: string): readonly SortValue[] | null {
  if (value === null) {
    return null;
  }
  try {
    const bytes = Uint8Array.from(atob(String(value)), (character) => character.charCodeAt(0));
    const values: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (Array.isArray(values)) {
      return values as SortValue[];
    }
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof DOMException)) {
      throw error;
    }
  }
  throw invalidArgument(
    `The field '${path}' must be a cursor that a search gave, but it is ${JSON.stringify(value)}`,
  );
}

function readInteger(value: JsonValue, path: string, minimum: number, maximum: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum || value > maximum) {
    throw invalidArgument(
      `The field '${path}' must be an integer from ${minimum} to ${maximum}, but it is ${JSON.stringify(value)}`,
    );
  }
  return value;
}
