import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import { type Condition, compileCondition } from './condition.ts';
import type { SpecialFilter } from './entity.ts';
import type { VariableRow } from './rows.ts';

/** A filter of tags that must all be there. */
export function hasTags<RowType>(read: (row: RowType) => readonly string[]): SpecialFilter<RowType> {
  return (wanted, { path }) => {
    const tags = readTexts(wanted, path);
    return (row) => tags.every((tag) => read(row).includes(tag));
  };
}

/** A list of texts. @throws EngineRejection */
export function readTexts(wanted: JsonValue, path: string): readonly string[] {
  if (!Array.isArray(wanted) || !wanted.every((text: JsonValue) => typeof text === 'string')) {
    throw invalidArgument(`The field '${path}' must be a list of strings`);
  }
  return wanted;
}

/** A filter of variables that must all be there, their values compared as JSON text. */
export function hasVariables<RowType>(
  read: (row: RowType) => number,
  ownerOf: (variable: VariableRow) => number,
): SpecialFilter<RowType> {
  return (wanted, { path, projections }) => {
    if (!Array.isArray(wanted)) {
      throw invalidArgument(`The field '${path}' must be a list`);
    }
    const owners = wanted.map((item: JsonValue, index) => {
      const { name, condition } = readVariable(item, `${path}[${index}]`);
      const keys = new Set<number>();
      for (const row of projections.variables.values()) {
        if (row.value.name === name && condition(JSON.stringify(row.value.value))) {
          keys.add(ownerOf(row));
        }
      }
      return keys;
    });
    return (row) => owners.every((keys) => keys.has(read(row)));
  };
}

function readVariable(item: JsonValue, path: string): { name: string; condition: Condition } {
  if (!isJsonObject(item) || typeof item.name !== 'string' || (item.value ?? null) === null) {
    throw invalidArgument(`The field '${path}' must have the members name and value`);
  }
  return { name: item.name, condition: compileCondition('string', item.value ?? null, `${path}.value`) };
}
