import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import { compileCondition } from './condition.ts';
import type { Field, SearchableEntity } from './entity.ts';
import type { Projections } from './projections.ts';
import type { Row } from './rows.ts';

/** Whether a row is wanted. */
export type Predicate<RowType> = (row: RowType, projections: Projections) => boolean;

/** Turns a request's filter into a predicate; all members must hold. @throws EngineRejection that names a wrong member */
export function compileFilter<RowType extends Row>(
  entity: SearchableEntity<RowType>,
  filter: JsonObject,
  path = 'filter',
): Predicate<RowType> {
  const predicates: Predicate<RowType>[] = [];
  for (const [name, wanted] of Object.entries(filter)) {
    if (wanted !== null) {
      predicates.push(compileMember(entity, name, wanted, path));
    }
  }
  return (row, projections) => predicates.every((predicate) => predicate(row, projections));
}

function compileMember<RowType extends Row>(
  entity: SearchableEntity<RowType>,
  name: string,
  wanted: JsonValue,
  path: string,
): Predicate<RowType> {
  if (name === '$or' && entity.supportsOr === true) {
    return compileOr(entity, wanted, path);
  }
  const special = ownMember(entity.specialFilters, name);
  if (special !== undefined) {
    return (row, projections) => special(row, wanted, projections);
  }
  const field: Field<RowType> | undefined = ownMember(entity.fields, name);
  if (field === undefined || field.filterable === false) {
    const known = Object.keys(entity.fields).filter((other) => entity.fields[other]?.filterable !== false);
    throw invalidArgument(`The field '${path}.${name}' is not known; known are ${known.join(', ')}`);
  }
  const condition = compileCondition(field.type, wanted, `${path}.${name}`);
  return (row, projections) => {
    const value = field.read(row, projections);
    const isUnset = value === 0 && (field.type === 'key' || field.type === 'dateTime');
    return condition(isUnset ? null : value);
  };
}

function compileOr<RowType extends Row>(
  entity: SearchableEntity<RowType>,
  wanted: JsonValue,
  path: string,
): Predicate<RowType> {
  if (!Array.isArray(wanted)) {
    throw invalidArgument(`The field '${path}.$or' must be a list of filters`);
  }
  const alternatives = wanted.map((alternative: JsonValue, index) => {
    if (!isJsonObject(alternative)) {
      throw invalidArgument(`The field '${path}.$or[${index}]' must be an object`);
    }
    return compileFilter(entity, alternative, `${path}.$or[${index}]`);
  });
  return (row, projections) =>
    alternatives.length === 0 || alternatives.some((alternative) => alternative(row, projections));
}

function ownMember<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
