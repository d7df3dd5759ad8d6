import type { StandardSchemaV1 } from '@standard-schema/spec';

/**
 * The names of the variables that a schema for objects speaks of, so that a worker fetches those and no others;
 * `undefined` where that cannot be known, or where the schema takes further variables too.
 *
 * There is no one way to ask: valibot has `entries`, zod `shape`, arktype `props`.
 */
export function schemaKeys(schema: StandardSchemaV1): readonly string[] | undefined {
  const keys = valibotKeys(schema) ?? zodKeys(schema) ?? arktypeKeys(schema);
  return keys === undefined || keys.length === 0 ? undefined : keys;
}

function member(value: unknown, name: string): unknown {
  const hasMembers = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return hasMembers ? Reflect.get(value, name) : undefined;
}

function keysOf(value: unknown): readonly string[] | undefined {
  return typeof value === 'object' && value !== null ? Object.keys(value) : undefined;
}

function valibotKeys(schema: unknown): readonly string[] | undefined {
  const type = member(schema, 'type');
  return type === 'object' || type === 'strict_object' ? keysOf(member(schema, 'entries')) : undefined;
}

function zodKeys(schema: unknown): readonly string[] | undefined {
  const definition = member(schema, 'def');
  if (member(definition, 'type') !== 'object') return undefined;
  const rest = member(definition, 'catchall');
  const takesOthers = rest !== undefined && member(member(rest, 'def'), 'type') !== 'never';
  return takesOthers ? undefined : keysOf(member(definition, 'shape'));
}

function arktypeKeys(schema: unknown): readonly string[] | undefined {
  if (member(schema, 'arkKind') === undefined && typeof schema !== 'function') return undefined;
  const json = member(schema, 'json');
  if (member(json, 'domain') !== 'object' || member(json, 'index') !== undefined) return undefined;
  const properties = [member(json, 'required'), member(json, 'optional')].flat();
  return properties.map((property) => member(property, 'key')).filter((key) => typeof key === 'string');
}
