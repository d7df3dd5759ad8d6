import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import { countElements, countWaiting } from '../search/element-statistics.ts';
import { callHierarchyOf, takenFlowsOf } from '../search/process-instance-tree.ts';
import { findRow } from './find-row.ts';

/** What can be seen of one process instance. */
export const processInstanceViewOperations: Readonly<Record<string, OperationHandler>> = {
  getProcessInstanceCallHierarchy: (call) => callHierarchyOf(rowOf(call), call.engine.projections),
  getProcessInstanceSequenceFlows(call) {
    const row = call.engine.projections.processInstances.get(call.key('processInstanceKey'));
    return { items: row === undefined ? [] : takenFlowsOf(row) };
  },
  getProcessInstanceStatistics(call) {
    const key = call.key('processInstanceKey');
    return countElements(call.engine.projections, (processInstanceKey) => processInstanceKey === key);
  },
  getProcessInstanceWaitStateStatistics: (call) =>
    countWaiting(call.engine.projections, call.key('processInstanceKey')),
};

function rowOf(call: OperationCall) {
  return findRow(
    call.engine.projections.processInstances,
    call.key('processInstanceKey'),
    'a process instance',
  );
}
