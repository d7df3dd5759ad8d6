import type { Fields } from '../http/fields.ts';
import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import type { BatchPlan } from '../runtime/batch-values.ts';
import type { EngineCore } from '../runtime/engine-core.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import { isJsonObject } from '../runtime/json.ts';
import { jobs } from '../search/jobs.ts';
import { processInstances } from '../search/process-instances.ts';
import type { ProcessInstanceRow } from '../search/rows.ts';
import { findRows } from '../search/search.ts';
import { findRow } from './find-row.ts';
import { readJobChanges } from './job-changes.ts';
import { readMigration } from './read-migration.ts';
import { startBatch } from './start-batch.ts';

/** What creates batch operations: each takes what a filter finds now. */
export const batchCreationOperations: Readonly<Record<string, OperationHandler>> = {
  async cancelProcessInstancesBatchOperation(call) {
    refuseEndedStates(await call.fields());
    return overInstances(call, { operationType: 'CANCEL_PROCESS_INSTANCE' }, runningRoots);
  },
  deleteProcessInstancesBatchOperation: (call) =>
    overInstances(call, { operationType: 'DELETE_PROCESS_INSTANCE' }, ended),
  suspendProcessInstancesBatchOperation: (call) =>
    overInstances(call, { operationType: 'SUSPEND_PROCESS_INSTANCE' }, toSuspend),
  resumeProcessInstancesBatchOperation: (call) =>
    overInstances(call, { operationType: 'RESUME_PROCESS_INSTANCE' }, toResume),
  async migrateProcessInstancesBatchOperation(call) {
    const migration = readMigration((await call.fields()).inside('migrationPlan'));
    return overInstances(call, { operationType: 'MIGRATE_PROCESS_INSTANCE', migration }, active);
  },
  async modifyProcessInstancesBatchOperation(call) {
    const fields = await call.fields();
    return overInstances(call, planOfModification(fields), active);
  },
  async resolveIncidentsBatchOperation(call) {
    const rows = findInstances(call.engine, await call.fields(), active);
    return resolveIncidents(call, new Set(rows.map(({ key }) => key)));
  },
  resolveProcessInstanceIncidents(call) {
    const key = call.key('processInstanceKey');
    findRow(call.engine.projections.processInstances, key, 'a process instance');
    return resolveIncidents(call, new Set([key]));
  },
  async updateJobsBatchOperation(call) {
    const fields = await call.fields();
    const plan = {
      operationType: 'UPDATE_JOB',
      changes: readJobChanges(fields.inside('changeset')),
    } as const;
    const rows = findRows(jobs, call.engine.projections, readFilter(fields), ({ endedAt }) => endedAt === 0);
    return create(call, plan, rows);
  },
};

/** Which process instances an operation is for. What its filter says about the same is taken over by this. */
interface Selection {
  readonly overrides: readonly string[];
  readonly isMeant: (row: ProcessInstanceRow) => boolean;
}

const active: Selection = { overrides: ['state'], isMeant: ({ state }) => state === 'ACTIVE' };
const ended: Selection = { overrides: ['state'], isMeant: ({ endedAt }) => endedAt !== 0 };
/** Suspending and resuming an instance does nothing to those that it called: they are chosen like any other. */
const toSuspend: Selection = { ...active, overrides: ['state', 'parentProcessInstanceKey'] };
const toResume: Selection = { ...toSuspend, isMeant: ({ state }) => state === 'SUSPENDED' };
const runningRoots: Selection = {
  overrides: ['parentProcessInstanceKey'],
  isMeant: ({ endedAt, value }) => endedAt === 0 && value.instance.parentProcessInstanceKey === 0,
};

const CANCELABLE: readonly string[] = ['ACTIVE', 'SUSPENDED'];

/** A batch of cancellations may be narrowed to active or to suspended instances, but others cannot be asked for. */
function refuseEndedStates(fields: Fields): void {
  const state = readFilter(fields).state ?? null;
  const operators = isJsonObject(state) ? state : { $eq: state };
  const named = [operators.$eq ?? null, ...(Array.isArray(operators.$in) ? operators.$in : [])];
  const wrong = named.find((one) => one !== null && !CANCELABLE.includes(String(one).toUpperCase()));
  if (wrong !== undefined) {
    throw invalidArgument(
      `The field 'filter.state' must ask for ACTIVE and SUSPENDED only, but it asks for ${JSON.stringify(wrong)}`,
    );
  }
}

async function overInstances(call: OperationCall, plan: BatchPlan, selection: Selection) {
  return create(call, plan, findInstances(call.engine, await call.fields(), selection));
}

function findInstances(
  { projections }: EngineCore,
  fields: Fields,
  { overrides, isMeant }: Selection,
): ProcessInstanceRow[] {
  const members = Object.entries(readFilter(fields)).filter(([name]) => !overrides.includes(name));
  return findRows(processInstances, projections, Object.fromEntries(members), isMeant);
}

function readFilter(fields: Fields) {
  const filter = fields.optionalObject('filter');
  if (filter === null) {
    throw invalidArgument("The field 'filter' must be given");
  }
  return filter;
}

function planOfModification(fields: Fields): BatchPlan {
  const move = fields.list('moveInstructions').map((instruction) => ({
    source: { elementId: instruction.requiredText('sourceElementId') },
    targetElementId: instruction.requiredText('targetElementId'),
    ancestor: { type: 'inferred' } as const,
    variables: [],
  }));
  if (move.length === 0) {
    throw invalidArgument("The field 'moveInstructions' must be given and hold at least one instruction");
  }
  return { operationType: 'MODIFY_PROCESS_INSTANCE', modification: { activate: [], move, terminate: [] } };
}

function resolveIncidents(call: OperationCall, instanceKeys: ReadonlySet<number>) {
  const rows = [...call.engine.projections.incidents.values()].filter(
    ({ value, state }) => state === 'ACTIVE' && instanceKeys.has(value.processInstanceKey),
  );
  return create(call, { operationType: 'RESOLVE_INCIDENT' }, rows);
}

interface ItemRow {
  readonly key: number;
  readonly value: {
    readonly processInstanceKey: number;
    readonly instance: { readonly rootProcessInstanceKey: number };
  };
}

function create(call: OperationCall, plan: BatchPlan, rows: readonly ItemRow[]) {
  const items = rows.map(({ key, value }) => ({
    itemKey: key,
    processInstanceKey: value.processInstanceKey,
    rootProcessInstanceKey: value.instance.rootProcessInstanceKey,
  }));
  return startBatch(call, { plan, items });
}
