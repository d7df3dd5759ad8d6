import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import type { SearchableEntity } from './entity.ts';
import { compileFilter, type Predicate } from './filter.ts';
import { formatCursor, type PageRequest, readPage, type SortValue } from './page.ts';
import type { Projections } from './projections.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { Row } from './rows.ts';
import { type Order, readOrder } from './sort.ts';

interface Ordered<RowType> {
  readonly row: RowType;
  readonly values: readonly SortValue[];
}

/** Answers a search request (`filter`, `sort`, `page`) over one kind of thing. @throws EngineRejection that names a wrong member */
export function search<RowType extends Row>(
  entity: SearchableEntity<RowType>,
  projections: Projections,
  request: JsonObject,
  restriction: Predicate<RowType> = () => true,
): JsonObject {
  refuseUnknown(request, ['filter', 'sort', 'page'], '');
  const order = readOrder(entity, request.sort ?? [], projections);
  const page = readPage(objectMember(request, 'page'));
  const wanted = findRows(entity, projections, readFilter(request), restriction);
  const items = cutPage(sortRows(wanted, order), order, page);
  const first = items[0];
  const last = items.at(-1);
  return {
    items: items.map(({ row }) => entity.view(row, projections)),
    page: {
      totalItems: wanted.length,
      hasMoreTotalItems: false,
      startCursor: first === undefined ? null : formatCursor(first.values),
      endCursor: last === undefined ? null : formatCursor(last.values),
    },
  };
}

/** The rows that a filter wants, in the order they came. @throws EngineRejection that names a wrong member */
export function findRows<RowType extends Row>(
  entity: SearchableEntity<RowType>,
  projections: Projections,
  filter: JsonObject,
  restriction: Predicate<RowType> = () => true,
): RowType[] {
  const predicate = compileFilter(entity, filter, projections);
  const wanted: RowType[] = [];
  for (const row of entity.rows(projections).values()) {
    if (predicate(row) && restriction(row)) {
      wanted.push(row);
    }
  }
  return wanted;
}

/** The filter of a request; an empty one if it has none. @throws EngineRejection */
export function readFilter(request: JsonObject): JsonObject {
  return objectMember(request, 'filter');
}

function sortRows<RowType extends Row>(rows: RowType[], order: Order<RowType>): Ordered<RowType>[] {
  const ordered = rows.map((row) => ({ row, values: order.values(row) }));
  return order.isByKey
    ? ordered.sort((left, right) => left.row.key - right.row.key)
    : ordered.sort((left, right) => order.compare(left.values, right.values));
}

function cutPage<RowType extends Row>(
  rows: Ordered<RowType>[],
  order: Order<RowType>,
  page: PageRequest,
): Ordered<RowType>[] {
  const { after, before, from, limit } = page;
  if (after !== null) {
    const start = rows.findIndex(({ values }) => order.compare(values, after) > 0);
    return start === -1 ? [] : rows.slice(start, start + limit);
  }
  if (before !== null) {
    const end = rows.findIndex(({ values }) => order.compare(values, before) >= 0);
    const stop = end === -1 ? rows.length : end;
    return rows.slice(Math.max(0, stop - limit), stop);
  }
  return rows.slice(from, from + limit);
}

function objectMember(request: JsonObject, name: string): JsonObject {
  const value: JsonValue = request[name] ?? {};
  if (!isJsonObject(value)) {
    throw invalidArgument(`The field '${name}' must be an object, but it is ${JSON.stringify(value)}`);
  }
  return value;
}
