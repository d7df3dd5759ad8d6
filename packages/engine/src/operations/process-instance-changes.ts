import { migrateProcessInstance } from '../commands/migrate-process-instance.ts';
import { type ElementChoice, modifyProcessInstance } from '../commands/modify-process-instance.ts';
import { resumeProcessInstance, suspendProcessInstance } from '../commands/suspend-process-instance.ts';
import type { OperationHandler } from '../http/operation-call.ts';
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
    const fields = await call.fields();
    call.engine.execute(migrateProcessInstance, {
      processInstanceKey: call.key('processInstanceKey'),
      targetProcessDefinitionKey: fields.requiredKey('targetProcessDefinitionKey'),
      mappings: fields.list('mappingInstructions').map((one) => ({
        sourceElementId: one.requiredText('sourceElementId'),
        targetElementId: one.requiredText('targetElementId'),
      })),
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
