import type { MigrateProcessInstanceInput } from '../commands/migrate-process-instance.ts';
import type { Fields } from '../http/fields.ts';

/** To which definition instances are migrated, and what becomes of their elements. */
export function readMigration(plan: Fields): Omit<MigrateProcessInstanceInput, 'processInstanceKey'> {
  return {
    targetProcessDefinitionKey: plan.requiredKey('targetProcessDefinitionKey'),
    mappings: plan.list('mappingInstructions').map((one) => ({
      sourceElementId: one.requiredText('sourceElementId'),
      targetElementId: one.requiredText('targetElementId'),
    })),
  };
}
