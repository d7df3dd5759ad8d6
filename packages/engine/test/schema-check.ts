/** A part of the specification document, as far as the checker reads it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** What is wrong with a value, one line a finding: wrong types, missing members, unknown members. */
export function findSchemaErrors(
  schemas: Readonly<Record<string, Schema>>,
  schema: Schema,
  value: unknown,
): string[] {
  return check(schemas, schema, value, '$', new Set());
}

type Schemas = Readonly<Record<string, Schema>>;

function check(
  schemas: Schemas,
  given: Schema,
  value: unknown,
  path: string,
  knownOutside: ReadonlySet<string>,
): string[] {
  const schema = resolve(schemas, given);
  if (value === null) {
    return isNullable(schemas, given) ? [] : [`${path} must not be null`];
  }
  const known = new Set([...knownOutside, ...memberNames(schemas, schema)]);
  const errors = checkType(schema, value, path);
  for (const part of schema.allOf ?? []) {
    errors.push(...check(schemas, part, value, path, known));
  }
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined) {
    const attempts = alternatives.map((part) => check(schemas, part, value, path, known));
    if (attempts.every((attempt) => attempt.length > 0)) {
      errors.push(...(attempts[0] ?? []));
    }
  }
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      errors.push(
        ...(schema.items === undefined
          ? []
          : check(schemas, schema.items, item, `${path}[${index}]`, new Set())),
      );
    });
  } else if (typeof value === 'object' && errors.length === 0) {
    errors.push(...checkMembers(schemas, schema, value as Record<string, unknown>, path, known));
  }
  return errors;
}

function checkMembers(
  schemas: Schemas,
  schema: Schema,
  value: Record<string, unknown>,
  path: string,
  known: ReadonlySet<string>,
): string[] {
  const errors = (schema.required ?? []).flatMap((name) =>
    value[name] === undefined ? [`${path}.${name} is missing`] : [],
  );
  for (const [name, member] of Object.entries(value)) {
    const own = schema.properties?.[name];
    if (own !== undefined) {
      errors.push(...check(schemas, own, member, `${path}.${name}`, new Set()));
    } else if (
      schema.properties !== undefined &&
      !known.has(name) &&
      schema.additionalProperties === undefined
    ) {
      errors.push(`${path}.${name} is not in the specification`);
    }
  }
  return errors;
}

function checkType(schema: Schema, value: unknown, path: string): string[] {
  const actual = Array.isArray(value) ? 'array' : typeof value;
  const { type } = schema;
  if (type !== undefined && type !== actual && !(type === 'integer' && Number.isInteger(value))) {
    return [`${path} must be ${type}, but it is ${JSON.stringify(value)}`];
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return [`${path} must be one of ${schema.enum.join(', ')}, but it is ${JSON.stringify(value)}`];
  }
  if (
    schema.pattern !== undefined &&
    typeof value === 'string' &&
    !new RegExp(schema.pattern, 'u').test(value)
  ) {
    return [`${path} must match ${schema.pattern}, but it is ${JSON.stringify(value)}`];
  }
  return typeof value === 'string' && value.length < (schema.minLength ?? 0) ? [`${path} is too short`] : [];
}

function isNullable(schemas: Schemas, given: Schema): boolean {
  const schema = resolve(schemas, given);
  return (
    given.nullable === true ||
    schema.nullable === true ||
    (schema.oneOf ?? schema.anyOf ?? []).some((part) => isNullable(schemas, part)) ||
    (schema.type === undefined &&
      schema.allOf === undefined &&
      schema.oneOf === undefined &&
      schema.enum === undefined)
  );
}

function resolve(schemas: Schemas, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolve(schemas, schemas[name] ?? {});
}

/** The members that a schema knows, whichever of its parts declares them. */
function memberNames(schemas: Schemas, given: Schema): string[] {
  const schema = resolve(schemas, given);
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return [...Object.keys(schema.properties ?? {}), ...parts.flatMap((part) => memberNames(schemas, part))];
}
