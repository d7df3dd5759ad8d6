import { assignBusinessId } from '../commands/assign-business-id.ts';
import { migrateProcessInstance } from '../commands/migrate-process-instance.ts';
import { type ElementChoice, modifyProcessInstance } from '../commands/modify-process-instance.ts';
import { resumeProcessInstance, suspendProcessInstance } from '../commands/suspend-process-instance.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import { readBusinessId } from './business-id.ts';
import { readMigration } from './read-migration.ts';
import { readActivations, readChoice, readMoves } from './read-modification.ts';

/** What changes a running process instance from outside. */
export const processInstanceChangeOperations: Readonly<Record<string, OperationHandler>> = {
  async modifyProcessInstance(call) {
    const fields = await call.fields();
    call.engine.execute(modifyProcessInstance, {
      processInstanceKey: call.key('processInstanceKey'),
      activate: readActivations(fields),
      move: readMoves(fields),
      terminate: fields
        .list('terminateInstructions')
        .map((one): ElementChoice => readChoice(one, 'elementId', 'elementInstanceKey')),
    });
    return undefined;
  },
  async migrateProcessInstance(call) {
    call.engine.execute(migrateProcessInstance, {
      processInstanceKey: call.key('processInstanceKey'),
      ...readMigration(await call.fields()),
    });
    return undefined;
  },
  async assignProcessInstanceBusinessId(call) {
    const businessId = readBusinessId(await call.fields());
    if (businessId === null) {
      throw invalidArgument("The field 'businessId' must be given");
    }
    call.engine.execute(assignBusinessId, {
      processInstanceKey: call.key('processInstanceKey'),
      businessId,
    });
    return undefined;
  },
  suspendProcessInstance(call) {
    call.engine.execute(suspendProcessInstance, { processInstanceKey: call.key('processInstanceKey') });
    return undefined;
  },
  resumeProcessInstance(call) {
    call.engine.execute(resumeProcessInstance, { processInstanceKey: call.key('processInstanceKey') });
    return undefined;
  },
};
