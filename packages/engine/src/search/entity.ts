import type { JsonObject, JsonValue } from '../runtime/json.ts';
import type { Projections } from './projections.ts';
import type { Row } from './rows.ts';

/** What kind of values a field holds; decides the operators a filter may use. A phrase is a text that is searched by its words. */
export type FieldType =
  | 'key'
  | 'string'
  | 'phrase'
  | 'enum'
  | 'integer'
  | 'dateTime'
  | 'boolean'
  | 'textOrNumber';

/** What a filter may ask of a field. */
export interface FilterRules {
  readonly type: FieldType;
  /** The operators, where they are not those of the type; an empty list leaves only the bare value. */
  readonly operators?: readonly string[];
  /** The known values of an enumeration. @default any */
  readonly values?: readonly string[];
}

/** The operators of keys, for those that are no numbers. */
export const KEY_OPERATORS = ['$eq', '$neq', '$exists', '$in', '$notIn'];

/** The few enumerations whose filter knows one operator more. */
export const OPERATORS_WITH_NOT_IN = ['$eq', '$neq', '$exists', '$in', '$notIn', '$like'];

/** A field that a search can filter or sort by. */
export interface Field<RowType> extends FilterRules {
  /** Whether the field can be sorted by. @default true */
  readonly sortable?: boolean;
  /** Whether the field can be filtered by. @default true */
  readonly filterable?: boolean;
  /** The value: keys as numbers (0 is null), moments as epoch milliseconds (0 is null). */
  read(row: RowType, projections: Projections): string | number | boolean | null;
}

/** Where a special filter stands. */
export interface FilterContext {
  readonly projections: Projections;
  /** The member's name in refusals. */
  readonly path: string;
  /** All members, for one that others narrow. */
  readonly filter: JsonObject;
  readonly filterPath: string;
}

/** A filter that is no plain comparison, such as "has all these tags"; made once a request. @throws EngineRejection */
export type SpecialFilter<RowType> = (wanted: JsonValue, context: FilterContext) => (row: RowType) => boolean;

/** Everything a search needs to know about one kind of thing. To make something searchable, describe it like this. */
export interface SearchableEntity<RowType extends Row> {
  rows(projections: Projections): ReadonlyMap<number, RowType>;
  readonly fields: Readonly<Record<string, Field<RowType>>>;
  readonly specialFilters?: Readonly<Record<string, SpecialFilter<RowType>>>;
  /** Whether filters may hold `$or`. @default false */
  readonly supportsOr?: boolean;
  /** A row as the API shows it. */
  view(row: RowType, projections: Projections): JsonObject;
}

/** A moment as the API writes it. */
export function formatDate(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** A moment as the API writes it; null for "not yet". */
export function formatOptionalDate(epochMs: number): string | null {
  return epochMs === 0 ? null : formatDate(epochMs);
}
