import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { OperationOptions } from '../call-types.ts';
import { checkConsistency } from '../consistency/check-consistency.ts';
import type { ConsistencyOptions } from '../consistency/consistency-options.ts';
import { pollUntilConsistent } from '../consistency/poll-until-consistent.ts';
import type { CamundaOperations } from '../generated/client.ts';
import { searchVariables } from '../generated/descriptors.ts';
import type { ProcessInstanceKeyInput, ScopeKeyInput } from '../generated/types.ts';
import { isObject, refuse } from '../refuse.ts';
import { declaredNames } from './declared-names.ts';
import { type RawVariable, type TypedVariables, typedVariables } from './typed-variables.ts';
import { VariableScopeCollisionError } from './variable-errors.ts';

/** Whose variables are searched. */
export interface TypedVariablesInput {
  readonly processInstanceKey: ProcessInstanceKeyInput;
  /** The scope that counts: the process instance itself, or an element instance. @default all scopes, without two of one name */
  readonly scopeKey?: ScopeKeyInput | undefined;
  /** The variables to fetch, where the schema does not tell. @default the names that the schema declares */
  readonly names?: readonly string[] | undefined;
}

/** How typed variables are searched. */
export interface TypedVariablesOptions extends OperationOptions {
  /** Repeats the search; by default until there is any of the variables. */
  readonly consistency?:
    | ConsistencyOptions<{ readonly items: readonly { readonly name: string }[] }>
    | undefined;
}

/** Fetches the variables that a schema declares, and nothing else. */
export type SearchTypedVariables = <Schema extends StandardSchemaV1>(
  schema: Schema,
  input: TypedVariablesInput,
  options?: TypedVariablesOptions,
) => Promise<TypedVariables<Schema>>;

/**
 * Makes the search by schema, for any Standard Schema (valibot, zod, arktype and others).
 *
 * The search rejects with {@link VariableScopeCollisionError} when a name is in several scopes and no `scopeKey` is given.
 */
export function searchTypedVariables(client: CamundaOperations): SearchTypedVariables {
  return async (schema, input, { consistency, ...options } = {}) => {
    if (!isObject(input) || typeof input.processInstanceKey !== 'string')
      throw refuse('processInstanceKey of searchVariables has to be a text', input?.processInstanceKey);
    const { processInstanceKey, scopeKey, names = declaredNames(schema) } = input;
    const filter = {
      processInstanceKey,
      name: { $in: [...names] },
      ...(scopeKey === undefined ? {} : { scopeKey }),
    };
    const fetchAll = async (callOptions: OperationOptions) => ({
      items: await client.searchVariables.paginate({ filter, truncateValues: false }, callOptions).toArray(),
    });
    if (consistency !== undefined) checkConsistency('searchVariables', consistency);
    const { items } =
      consistency === undefined || consistency.waitUpToMs <= 0
        ? await fetchAll(options)
        : await pollUntilConsistent(searchVariables, fetchAll, options, consistency);
    const scopes = new Map<string, Set<string>>();
    const raw = new Map<string, RawVariable>();
    for (const variable of items) {
      raw.set(variable.name, variable);
      scopes.set(variable.name, (scopes.get(variable.name) ?? new Set()).add(variable.scopeKey));
    }
    for (const [name, keys] of scopes)
      if (keys.size > 1) throw new VariableScopeCollisionError(name, [...keys]);
    // Integers beyond 2^53 keep their digits, as in every other answer.
    const { parseJson } = await import('@camunda/transport');
    return typedVariables(schema, raw, (text) => parseJson(text, 'bigint'));
  };
}
