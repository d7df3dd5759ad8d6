import {
  createGlobalTaskListener,
  deleteGlobalTaskListener,
  updateGlobalTaskListener,
} from '../commands/global-task-listeners.ts';
import type { Fields } from '../http/fields.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { JsonAnswer } from '../http/operation-call.ts';
import { invalidArgument, notFound } from '../runtime/engine-rejection.ts';
import type { GlobalTaskListenerEvent, GlobalTaskListenerValue } from '../runtime/user-task-values.ts';
import { globalTaskListeners, viewOfGlobalTaskListener } from '../search/global-task-listeners.ts';
import { search } from '../search/search.ts';

const ID_PATTERN = /^[a-zA-Z0-9_~@.+-]{1,256}$/;
const EVENT_TYPES = ['all', 'creating', 'assigning', 'updating', 'completing', 'canceling'];

/** The listeners of all user tasks. */
export const globalTaskListenerOperations: Readonly<Record<string, OperationHandler>> = {
  async createGlobalTaskListener(call) {
    const fields = await call.fields();
    const id = fields.requiredText('id');
    if (!ID_PATTERN.test(id)) {
      throw fields.wrong('id', "1 to 256 letters, digits, '_', '~', '@', '.', '+' and '-'");
    }
    const value = readListener(fields, id);
    call.engine.execute(createGlobalTaskListener, value);
    return new JsonAnswer(201, viewOfGlobalTaskListener(value));
  },
  getGlobalTaskListener(call) {
    const { projections } = call.engine;
    const id = call.text('id');
    for (const row of projections.globalTaskListeners.values()) {
      if (row.value.id === id) {
        return globalTaskListeners.view(row, projections);
      }
    }
    throw notFound(`a global task listener with id '${id}'`);
  },
  async updateGlobalTaskListener(call) {
    const value = readListener(await call.fields(), call.text('id'));
    call.engine.execute(updateGlobalTaskListener, value);
    return viewOfGlobalTaskListener(value);
  },
  deleteGlobalTaskListener(call) {
    call.engine.execute(deleteGlobalTaskListener, { id: call.text('id') });
    return undefined;
  },
  async searchGlobalTaskListeners(call) {
    return search(globalTaskListeners, call.engine.projections, await call.json());
  },
};

function readListener(fields: Fields, id: string): GlobalTaskListenerValue {
  const eventTypes = fields.optionalTexts('eventTypes') ?? [];
  const wrong = eventTypes.find((eventType) => !EVENT_TYPES.includes(eventType));
  if (eventTypes.length === 0 || wrong !== undefined) {
    throw invalidArgument(
      `The field 'eventTypes' must hold at least one of ${EVENT_TYPES.join(', ')}, and nothing else${wrong === undefined ? '' : `; '${wrong}' is none`}`,
    );
  }
  return {
    id,
    type: fields.requiredText('type'),
    eventTypes: [...new Set(eventTypes)] as GlobalTaskListenerEvent[],
    retries: fields.optionalInteger('retries', { minimum: 1 }) ?? 3,
    afterNonGlobal: fields.optionalBoolean('afterNonGlobal') === true,
    priority: fields.optionalInteger('priority') ?? 50,
  };
}
