import { CamundaError } from '@camunda/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';

/**
 * The names that an object schema declares: from its JSON Schema where it can give one, else from the member that valibot (`entries`)
 * and zod (`shape`) keep them in.
 *
 * @throws {CamundaError} code `VARIABLE_NAMES_UNKNOWN`: the schema does not tell
 */
export function declaredNames(schema: StandardSchemaV1): readonly string[] {
  const names = fromJsonSchema(schema) ?? fromMember(schema, 'entries') ?? fromMember(schema, 'shape');
  if (names !== undefined && names.length > 0) return names;
  const { vendor } = schema['~standard'];
  throw new CamundaError(
    `The ${vendor} schema does not tell which variables it declares; pass them as "names"`,
    {
      code: 'VARIABLE_NAMES_UNKNOWN',
    },
  );
}

/** @see https://standardschema.dev/json-schema */
function fromJsonSchema(schema: StandardSchemaV1): string[] | undefined {
  const converter: unknown = Reflect.get(schema['~standard'], 'jsonSchema');
  if (typeof converter !== 'object' || converter === null) return undefined;
  const input: unknown = Reflect.get(converter, 'input');
  if (typeof input !== 'function') return undefined;
  try {
    return keysOf(Reflect.get(input.call(converter, { target: 'draft-2020-12' }), 'properties'));
  } catch {
    // A schema with parts that JSON Schema cannot say refuses; its members are looked at instead.
    return undefined;
  }
}

function fromMember(schema: StandardSchemaV1, name: string): string[] | undefined {
  return keysOf(Reflect.get(schema, name));
}

function keysOf(value: unknown): string[] | undefined {
  return typeof value === 'object' && value !== null ? Object.keys(value) : undefined;
}
