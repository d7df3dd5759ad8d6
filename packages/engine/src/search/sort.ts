import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import type { SearchableEntity } from './entity.ts';
import type { SortValue } from './page.ts';
import type { Projections } from './projections.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { Row } from './rows.ts';

/** How rows are ordered. The key always decides last, so that the order is total. */
export interface Order<RowType> {
  /** What a row is ordered by, the key last. */
  values(row: RowType): SortValue[];
  compare(left: readonly SortValue[], right: readonly SortValue[]): number;
  /** Whether it is the plain order of keys, which rows are in anyway. */
  readonly isByKey: boolean;
}

/** Reads a request's `sort`. @throws EngineRejection that names a wrong member */
export function readOrder<RowType extends Row>(
  entity: SearchableEntity<RowType>,
  sort: JsonValue,
  projections: Projections,
): Order<RowType> {
  if (!Array.isArray(sort)) {
    throw invalidArgument("The field 'sort' must be a list");
  }
  const parts = sort.map((item: JsonValue, index) => readPart(entity, item, `sort[${index}]`));
  return {
    isByKey: parts.length === 0,
    values(row) {
      const values: SortValue[] = parts.map(({ name }) => {
        const field = entity.fields[name];
        const value = field?.read(row, projections) ?? null;
        return value === 0 && (field?.type === 'key' || field?.type === 'dateTime') ? null : value;
      });
      values.push(String(row.key));
      return values;
    },
    compare(left, right) {
      for (const [index, { direction }] of parts.entries()) {
        const order = compareValues(left[index] ?? null, right[index] ?? null, direction);
        if (order !== 0) {
          return order;
        }
      }
      return Number(left.at(-1)) - Number(right.at(-1));
    },
  };
}

function readPart<RowType extends Row>(entity: SearchableEntity<RowType>, item: JsonValue, path: string) {
  if (isJsonObject(item)) {
    refuseUnknown(item, ['field', 'order'], `${path}.`);
  }
  const name = isJsonObject(item) ? item.field : undefined;
  const order = isJsonObject(item) ? (item.order ?? 'ASC') : 'ASC';
  const known = Object.keys(entity.fields).filter((field) => entity.fields[field]?.sortable !== false);
  if (typeof name !== 'string' || !known.includes(name)) {
    throw invalidArgument(
      `The field '${path}.field' must be one of ${known.join(', ')}, but it is ${JSON.stringify(name ?? null)}`,
    );
  }
  const direction = String(order).toUpperCase();
  if (direction !== 'ASC' && direction !== 'DESC') {
    throw invalidArgument(
      `The field '${path}.order' must be ASC or DESC, but it is ${JSON.stringify(order)}`,
    );
  }
  return { name, direction: direction === 'ASC' ? 1 : -1 };
}

/** Null comes last, whatever the direction. */
function compareValues(left: SortValue, right: SortValue, direction: number): number {
  if (left === right) {
    return 0;
  }
  if (left === null || right === null) {
    return left === null ? 1 : -1;
  }
  return left < right ? -direction : direction;
}
