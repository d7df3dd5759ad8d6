import { setVariables } from '../commands/set-variables.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import { elementInstances } from '../search/element-instances.ts';
import { search } from '../search/search.ts';
import { waitStates } from '../search/wait-states.ts';
import { findRow } from './find-row.ts';
import { waitForTransition } from './transition-requests.ts';

/** Element instances. */
export const elementInstanceOperations: Readonly<Record<string, OperationHandler>> = {
  getElementInstance(call) {
    const { projections } = call.engine;
    const key = call.key('elementInstanceKey');
    return elementInstances.view(
      findRow(projections.elementInstances, key, 'an element instance'),
      projections,
    );
  },
  async searchElementInstances(call) {
    return search(elementInstances, call.engine.projections, await call.json());
  },
  async searchElementInstanceWaitStates(call) {
    return search(waitStates, call.engine.projections, await call.json());
  },
  async createElementInstanceVariables(call) {
    const fields = await call.fields();
    const variables = fields.optionalObject('variables');
    if (variables === null) {
      throw invalidArgument("The field 'variables' must be given");
    }
    const started = call.engine.execute(setVariables, {
      scopeKey: call.key('elementInstanceKey'),
      variables,
      isLocal: fields.optionalBoolean('local') === true,
    });
    return started && waitForTransition(call, setVariables.name, started);
  },
};
