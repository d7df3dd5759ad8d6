import type { StandardSchemaV1 } from '@standard-schema/spec';
import { VariableDecodeError, VariableValidationError } from './variable-errors.ts';

/** The variables that a schema declares, as far as the process instance has them. */
export interface TypedVariables<Schema extends StandardSchemaV1> {
  /** Whether the process instance has the variable. */
  has(name: VariableName<Schema>): boolean;
  /**
   * The value of a variable, decoded and not checked; `undefined` where there is none.
   *
   * @throws {VariableDecodeError} the value is not JSON
   */
  get<Name extends VariableName<Schema>>(name: Name): VariableInput<Schema, Name> | undefined;
  /** All declared variables that are there, decoded and not checked. @throws {VariableDecodeError} a value is not JSON */
  toObject(): Partial<StandardSchemaV1.InferInput<Schema>>;
  /**
   * What the schema makes of the variables.
   *
   * @throws {VariableValidationError} they are not what the schema says
   * @throws {VariableDecodeError} a value is not JSON
   */
  validate(): Promise<StandardSchemaV1.InferOutput<Schema>>;
}

/** The names that a schema declares. */
export type VariableName<Schema extends StandardSchemaV1> = keyof StandardSchemaV1.InferInput<Schema> &
  string;

/** What a schema expects under a name. */
export type VariableInput<
  Schema extends StandardSchemaV1,
  Name extends VariableName<Schema>,
> = StandardSchemaV1.InferInput<Schema>[Name];

/** A variable as the cluster gives it. */
export interface RawVariable {
  readonly value: string;
  readonly isTruncated: boolean;
}

/** Decodes on demand: a value that nobody asks for may be what it is. */
export function typedVariables<Schema extends StandardSchemaV1>(
  schema: Schema,
  raw: ReadonlyMap<string, RawVariable>,
  parse: (text: string) => unknown,
): TypedVariables<Schema> {
  const decode = (name: string): unknown => {
    const variable = raw.get(name);
    if (variable === undefined) return undefined;
    try {
      return parse(variable.value);
    } catch (cause) {
      throw new VariableDecodeError(name, variable.isTruncated, cause);
    }
  };
  const toObject = () => Object.fromEntries([...raw.keys()].map((name) => [name, decode(name)])) as never;
  return {
    has: (name) => raw.has(name),
    get: (name) => decode(name) as never,
    toObject,
    async validate() {
      const result = await schema['~standard'].validate(toObject());
      if (result.issues === undefined) return result.value as StandardSchemaV1.InferOutput<Schema>;
      throw new VariableValidationError(
        result.issues.map(({ path, message }) => ({ path: pathText(path), message })),
      );
    },
  };
}

function pathText(path: StandardSchemaV1.Issue['path']): string {
  const keys = (path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  return keys.length === 0 ? '(all)' : keys.map(String).join('.');
}
