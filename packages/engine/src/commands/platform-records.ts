import { type Command, defineCommand } from '../runtime/command.ts';
import { EngineRejection, notFound } from '../runtime/engine-rejection.ts';
import { type PlatformType, type PlatformTypes, platformIds } from '../runtime/platform-values.ts';
import type { Step } from '../runtime/step.ts';
import type { PlatformRecord, PlatformRecords } from '../state/platform-state.ts';

type Value<Type extends PlatformType> = PlatformTypes[Type]['value'];

/** How a type of records is created, changed and deleted. */
export interface RecordCommands<Type extends PlatformType> {
  /** Gives the new record's key. */
  readonly create: Command<Value<Type>, number>;
  /** Changes what the id names; gives the record as it is now. */
  readonly update: Command<{ readonly id: string; readonly changes: Partial<Value<Type>> }, Value<Type>>;
  readonly delete: Command<string>;
}

/**
 * @param what the thing in a sentence, such as `a tenant`
 * @param recordsOf where the records are
 * @param checks what else must hold before a record is created, and what goes when it is deleted
 */
export function recordCommands<Type extends PlatformType>(
  type: Type,
  what: string,
  recordsOf: (step: Step) => PlatformRecords<Type>,
  checks: {
    readonly beforeCreate?: (step: Step, value: Value<Type>) => void;
    readonly afterDelete?: (step: Step, record: PlatformRecord<Type>) => void;
  } = {},
): RecordCommands<Type> {
  const idOf = platformIds[type] as (value: Value<Type>) => string;
  const find = (step: Step, id: string) => {
    const found = recordsOf(step).find(id);
    if (found === undefined) {
      throw notFound(`${what} with the id '${id}'`);
    }
    return found;
  };
  const refuseDouble = (step: Step, value: Value<Type>, key: number) => {
    const same = recordsOf(step).find(idOf(value));
    if (same !== undefined && same.key !== key) {
      throw new EngineRejection(
        'ALREADY_EXISTS',
        `Expected to create ${what} with the id '${idOf(value)}', but there is one already`,
      );
    }
  };
  return {
    create: defineCommand('CREATE', (step, value: Value<Type>): number => {
      checks.beforeCreate?.(step, value);
      refuseDouble(step, value, 0);
      const key = step.nextKey();
      step.emit(type, 'CREATED', key, value);
      return key;
    }),
    update: defineCommand('UPDATE', (step, { id, changes }): Value<Type> => {
      const { key, value } = find(step, id);
      const changed = { ...value, ...changes };
      refuseDouble(step, changed, key);
      step.emit(type, 'UPDATED' as PlatformTypes[Type]['intent'], key, changed);
      return changed;
    }),
    delete: defineCommand('DELETE', (step, id: string): void => {
      const record = find(step, id);
      step.emit(type, 'DELETED', record.key, record.value);
      checks.afterDelete?.(step, record);
    }),
  };
}
