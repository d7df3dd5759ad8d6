import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import { compileCondition } from './condition.ts';
import type { Field, FilterContext, SearchableEntity } from './entity.ts';
import type { Projections } from './projections.ts';
import type { Row } from './rows.ts';

/** Whether a row is wanted. */
export type Predicate<RowType> = (row: RowType) => boolean;

/** Turns a request's filter into a predicate; all members must hold. @throws EngineRejection that names a wrong member */
export function compileFilter<RowType extends Row>(
  entity: SearchableEntity<RowType>,
  filter: JsonObject,
  projections: Projections,
  path = 'filter',
): Predicate<RowType> {
  const predicates: Predicate<RowType>[] = [];
  for (const [name, wanted] of Object.entries(filter)) {
    if (wanted !== null) {
      const context = { projections, path: `${path}.${name}`, filter, filterPath: path };
      predicates.push(compileMember(entity, name, wanted, context));
    }
  }
  return (row) => predicates.every((predicate) => predicate(row));
}

function compileMember<RowType extends Row>(
  entity: SearchableEntity<RowType>,
  name: string,
  wanted: JsonValue,
  context: FilterContext,
): Predicate<RowType> {
  const { path, projections } = context;
  if (name === '$or' && entity.supportsOr === true) {
    return compileOr(entity, wanted, context);
  }
  const special = ownMember(entity.specialFilters, name);
  if (special !== undefined) {
    return special(wanted, context);
  }
  const field: Field<RowType> | undefined = ownMember(entity.fields, name);
  if (field === undefined || field.filterable === false) {
    throw invalidArgument(`The field '${path}' is not known; known are ${knownMembers(entity).join(', ')}`);
  }
  const condition = compileCondition(field, wanted, path);
  return (row) => {
    const value = field.read(row, projections);
    const isUnset = value === 0 && (field.type === 'key' || field.type === 'dateTime');
    return condition(isUnset ? null : value);
  };
}

function knownMembers<RowType extends Row>({
  fields,
  specialFilters = {},
}: SearchableEntity<RowType>): string[] {
  const plain = Object.keys(fields).filter((name) => fields[name]?.filterable !== false);
  return [...plain, ...Object.keys(specialFilters)];
}

function compileOr<RowType extends Row>(
  entity: SearchableEntity<RowType>,
  wanted: JsonValue,
  { path, projections }: FilterContext,
): Predicate<RowType> {
  if (!Array.isArray(wanted)) {
    throw invalidArgument(`The field '${path}' must be a list of filters`);
  }
  const alternatives = wanted.map((alternative: JsonValue, index) => {
    if (!isJsonObject(alternative)) {
      throw invalidArgument(`The field '${path}[${index}]' must be an object`);
    }
    return compileFilter({ ...entity, supportsOr: false }, alternative, projections, `${path}[${index}]`);
  });
  return (row) => alternatives.length === 0 || alternatives.some((alternative) => alternative(row));
}

function ownMember<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
