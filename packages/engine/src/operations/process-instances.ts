import { cancelProcessInstance } from '../commands/cancel-process-instance.ts';
import type { ProcessReference } from '../commands/create-process-instance.ts';
import { createProcessInstance } from '../commands/create-process-instance.ts';
import { deleteProcessInstance } from '../commands/delete-process-instance.ts';
import { type Fields, INT32 } from '../http/fields.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { EngineEvent } from '../runtime/event.ts';
import { formatKey } from '../runtime/keys.ts';
import { processInstances } from '../search/process-instances.ts';
import { search } from '../search/search.ts';
import { readBusinessId } from './business-id.ts';
import { findRow } from './find-row.ts';
import { requestLimit } from './request-limit.ts';
import { tenantOf } from './tenant.ts';

const DEFAULT_REQUEST_TIMEOUT_MS = 10_000;

/** Process instances. */
export const processInstanceOperations: Readonly<Record<string, OperationHandler>> = {
  async createProcessInstance(call) {
    const { engine, request } = call;
    const fields = await call.fields();
    const awaits = fields.optionalBoolean('awaitCompletion') === true;
    const timeoutMs = fields.optionalInteger('requestTimeout') ?? 0;
    const tags = readTags(fields);
    const businessId = readBusinessId(fields);
    const created = engine.execute(createProcessInstance, {
      process: readReference(fields),
      tenantId: tenantOf(call, fields.optionalText('tenantId')),
      variables: fields.optionalObject('variables') ?? {},
      tags,
      businessId,
      startElementIds: fields.list('startInstructions').map((one) => one.requiredText('elementId')),
      terminateAfter: readTerminateAfter(fields),
      awaitVariables: awaits ? fields.optionalTexts('fetchVariables') : undefined,
    });
    const { processInstanceKey, definition } = created;
    const limitMs =
      timeoutMs > 0 ? timeoutMs : (engine.options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS);
    const variables = awaits
      ? await engine.resultWaiters.wait(processInstanceKey, limitMs, request.signal)
      : {};
    return {
      processDefinitionId: definition.value.processDefinitionId,
      processDefinitionVersion: definition.value.version,
      tenantId: definition.value.tenantId,
      variables,
      processDefinitionKey: formatKey(definition.key),
      processInstanceKey: formatKey(processInstanceKey),
      tags,
      businessId,
    };
  },
  async cancelProcessInstance(call) {
    const { engine } = call;
    const processInstanceKey = call.key('processInstanceKey');
    engine.execute(cancelProcessInstance, { processInstanceKey });
    if (engine.state.elements.instances.get(processInstanceKey) !== undefined) {
      const late = `The process instance '${processInstanceKey}' has not ended in time; its cancellation goes on`;
      const isEnd = ({ valueType, key, intent }: EngineEvent) =>
        valueType === 'PROCESS_INSTANCE' && key === processInstanceKey && intent === 'ELEMENT_TERMINATED';
      await engine.eventWaiters.wait(isEnd, requestLimit(call, late));
    }
    return undefined;
  },
  deleteProcessInstance(call) {
    const processInstanceKey = call.key('processInstanceKey');
    findRow(call.engine.projections.processInstances, processInstanceKey, 'a process instance');
    call.engine.execute(deleteProcessInstance, { processInstanceKey });
    return undefined;
  },
  getProcessInstance(call) {
    const { projections } = call.engine;
    const row = findRow(projections.processInstances, call.key('processInstanceKey'), 'a process instance');
    return processInstances.view(row, projections);
  },
  async searchProcessInstances(call) {
    return search(processInstances, call.engine.projections, await call.json());
  },
};

function readReference(fields: Fields): ProcessReference {
  const processDefinitionKey = fields.optionalKey('processDefinitionKey');
  const processDefinitionId = fields.optionalText('processDefinitionId');
  if ((processDefinitionKey === null) === (processDefinitionId === null)) {
    throw invalidArgument(
      "Exactly one of the fields 'processDefinitionKey' and 'processDefinitionId' must be given",
    );
  }
  if (processDefinitionKey !== null) {
    return { processDefinitionKey };
  }
  const version = fields.optionalInteger('processDefinitionVersion', INT32) ?? -1;
  return { processDefinitionId: fields.requiredText('processDefinitionId'), version };
}

const TAG_PATTERN = /^[A-Za-z][\w\-:.]{0,99}$/;

function readTags(fields: Fields): readonly string[] {
  const tags = fields.optionalTexts('tags') ?? [];
  const wrong = tags.find((tag, index) => !TAG_PATTERN.test(tag) || tags.indexOf(tag) !== index);
  if (wrong !== undefined || tags.length > 10) {
    throw invalidArgument(
      `The field 'tags' must hold at most 10 different tags that start with a letter and have at most 100 letters, digits, '_', '-', ':' and '.'${wrong === undefined ? '' : `; '${wrong}' is none`}`,
    );
  }
  return tags;
}

/** The elements after whose end the instance is terminated. */
function readTerminateAfter(fields: Fields): readonly string[] {
  return fields.list('runtimeInstructions').map((instruction) => {
    const type = instruction.optionalText('type');
    if (type !== null && type !== 'TERMINATE_PROCESS_INSTANCE') {
      throw invalidArgument(
        `A runtime instruction must have the type TERMINATE_PROCESS_INSTANCE, but it is '${type}'`,
      );
    }
    return instruction.requiredText('afterElementId');
  });
}
