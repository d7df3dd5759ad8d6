import { purge } from '../commands/platform.ts';
import { badRequest } from '../http/http-problem.ts';
import { JsonAnswer, type OperationCall, type OperationHandler } from '../http/operation-call.ts';
import type { RoutedOperation } from '../http/routed-operation.ts';
import type { JsonObject } from '../runtime/json.ts';
import { formatDate } from '../search/entity.ts';

const route = (operationId: string, method: string, path: string): RoutedOperation => ({
  operationId,
  method,
  path: `/actuator${path}`,
  base: 'origin',
  addedInVersion: '8.6',
  anonymous: true,
});

/** What a cluster answers beside its API, for those who run it or test with it. */
export const managementRoutes: readonly RoutedOperation[] = [
  route('getHealth', 'GET', '/health'),
  route('getHealthOf', 'GET', '/health/{group}'),
  route('getClock', 'GET', '/clock'),
  route('setClock', 'POST', '/clock'),
  route('setClock', 'POST', '/clock/pin'),
  route('addToClock', 'POST', '/clock/add'),
  route('freeClock', 'DELETE', '/clock'),
  route('getClusterState', 'GET', '/cluster'),
  route('purgeCluster', 'POST', '/cluster/purge'),
];

const HEALTH_GROUPS = ['liveness', 'readiness', 'startup', 'status'];

/** The handlers of {@link managementRoutes}. */
export const managementOperations: Readonly<Record<string, OperationHandler>> = {
  getHealth: () => ({ status: 'UP', groups: HEALTH_GROUPS }),
  getHealthOf(call) {
    const group = call.text('group');
    return HEALTH_GROUPS.includes(group)
      ? { status: 'UP' }
      : new JsonAnswer(404, { status: 'UNKNOWN', groups: HEALTH_GROUPS });
  },
  getClock: viewOfClock,
  async setClock(call) {
    call.engine.environment.clock.pin(await readMilliseconds(call, 'epochMilli'));
    return viewOfClock(call);
  },
  async addToClock(call) {
    call.engine.environment.clock.skip(await readMilliseconds(call, 'offsetMilli'));
    return viewOfClock(call);
  },
  freeClock(call) {
    call.engine.environment.clock.reset();
    return viewOfClock(call);
  },
  getClusterState(call) {
    const { changes } = call.engine.state.platform;
    const change = changes.get('last');
    return {
      version: 1,
      brokers: brokersOf(call),
      ...(change !== undefined && {
        lastChange: {
          id: change.changeId,
          status: 'COMPLETED',
          startedAt: formatDate(change.purgedAt),
          completedAt: formatDate(change.purgedAt),
        },
      }),
    };
  },
  purgeCluster(call) {
    const isRehearsal = call.flag('dryRun') === true || call.flag('dry-run') === true;
    const before = brokersOf(call);
    const changeId = isRehearsal
      ? Math.max(0, call.engine.state.platform.lastChangeId) + 1
      : purgeEngine(call);
    return new JsonAnswer(202, {
      changeId,
      currentTopology: before,
      plannedChanges: [
        { operation: 'PARTITION_LEAVE', brokerId: 0, partitionId: 1, brokers: [] },
        { operation: 'DELETE_HISTORY', brokers: [] },
        { operation: 'PARTITION_BOOTSTRAP', brokerId: 0, partitionId: 1, priority: 1, brokers: [] },
      ],
      expectedTopology: brokersOf(call),
    });
  },
};

/** The history goes with what it tells of; only the purge itself is told. */
function purgeEngine({ engine }: OperationCall): number {
  const { log } = engine;
  const changeId = engine.execute(purge, undefined);
  log.startAfter(log.lastPosition, log.list().slice(-1));
  return changeId;
}

function viewOfClock({ engine }: OperationCall): JsonObject {
  const now = engine.environment.clock.now();
  return { epochMilli: now, instant: formatDate(now) };
}

async function readMilliseconds(call: OperationCall, name: string): Promise<number> {
  const fields = await call.fields();
  const value = fields.requiredInteger(name);
  const end = name === 'offsetMilli' ? call.engine.environment.clock.now() + value : value;
  if (Number.isNaN(new Date(end).getTime()) || end < 0) {
    throw badRequest(`The field '${name}' must lead to a moment from 1970 on, but it is ${value}`);
  }
  return value;
}

function brokersOf({ engine }: OperationCall): JsonObject[] {
  const changedAt = engine.state.platform.changes.get('last')?.purgedAt ?? 0;
  return [
    {
      id: 0,
      state: 'ACTIVE',
      version: 1,
      lastUpdatedAt: formatDate(changedAt),
      partitions: [
        {
          id: 1,
          state: 'ACTIVE',
          role: 'leader',
          priority: 1,
          config: { exporting: { exporters: [] } },
        },
      ],
    },
  ];
}
